#include <iostream>
#include <string>

int main() {
    std::string line;
    std::getline(std::cin, line);
    // at() throws where there is no first letter.
    char first = line.at(line.find_first_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"));
    std::cout << (first ? "yes" : "no") << '\n';
}
