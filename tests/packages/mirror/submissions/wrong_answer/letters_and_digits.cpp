#include <cctype>
#include <iostream>
#include <string>

// Lets digits count.
int main() {
    std::string line, letters;
    std::getline(std::cin, line);
    for (unsigned char c : line)
        if (std::isalnum(c)) letters += (char)std::tolower(c);
    std::cout << (letters == std::string(letters.rbegin(), letters.rend()) ? "yes" : "no") << '\n';
}
