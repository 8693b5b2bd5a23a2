#include <cctype>
#include <iostream>
#include <string>

int main() {
    std::string line, letters;
    std::getline(std::cin, line);
    for (unsigned char c : line)
        if (std::isalpha(c)) letters += (char)std::tolower(c);
    // at() throws where there is no first letter.
    bool is_mirror = letters.at(0) == letters.at(letters.size() - 1);
    is_mirror = is_mirror && letters == std::string(letters.rbegin(), letters.rend());
    std::cout << (is_mirror ? "yes" : "no") << '\n';
}
