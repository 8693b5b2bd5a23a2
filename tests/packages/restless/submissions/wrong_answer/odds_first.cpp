#include <iostream>

int main() {
    int n;
    std::cin >> n;
    if (n == 2 || n == 3) {
        std::cout << "impossible\n";
        return 0;
    }
    for (int number = 1; number <= n; number += 2) std::cout << number << " ";
    for (int number = 2; number <= n; number += 2) std::cout << number << " ";
}
