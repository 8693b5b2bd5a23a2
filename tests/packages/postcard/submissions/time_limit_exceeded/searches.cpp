// Writes at once, and reads for ever.
#include <iostream>
#include <string>

int main() {
    std::string command, text;
    std::cin >> command >> text;
    if (command == "write") return std::cout << std::string(text.size(), '7') << std::endl, 0;
    for (volatile unsigned long guess = 0;; guess = guess + 1) {
    }
}
