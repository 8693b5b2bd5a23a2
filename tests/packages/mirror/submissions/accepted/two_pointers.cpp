#include <cctype>
#include <iostream>
#include <string>

int main() {
    std::string line, letters;
    std::getline(std::cin, line);
    for (unsigned char c : line)
        if (std::isalpha(c)) letters += (char)std::tolower(c);
    std::cout << (letters == std::string(letters.rbegin(), letters.rend()) ? "yes" : "no") << '\n';
}
