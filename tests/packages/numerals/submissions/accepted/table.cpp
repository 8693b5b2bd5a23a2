#include <iostream>
#include <string>

int main() {
    int n;
    std::cin >> n;
    const int values[] = {1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1};
    const char *letters[] = {"M",  "CM", "D",  "CD", "C",  "XC", "L",
                             "XL", "X",  "IX", "V",  "IV", "I"};
    for (int i = 0; i < 13; i++)
        for (; n >= values[i]; n -= values[i]) std::cout << letters[i];
    std::cout << std::endl;
}
