#include <iostream>

int main() {
    int n;
    std::cin >> n;
    if (n > 1 && n < 4) return std::cout << "NO\n", 0;
    std::cout << "YES\n";
    for (int i = 2; i <= n; i += 2) std::cout << i;
    for (int i = 1; i <= n; i += 2) std::cout << i;
}
