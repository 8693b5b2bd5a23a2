#include <cctype>
#include <iostream>
#include <string>

int main() {
    std::string line, letters;
    std::getline(std::cin, line);
    for (unsigned char c : line)
        if (std::isalpha(c)) letters += (char)std::tolower(c);
    int n = letters.size();
    bool is_mirror = true;
    // Looks for the partner of each letter among all of them.
    volatile int partner;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            partner = n - 1 - i;
            if (j == partner && letters[i] != letters[j]) is_mirror = false;
        }
    std::cout << (is_mirror ? "yes" : "no") << '\n';
}
