#include <cstdio>
#include <iostream>

int main() {
    freopen("ferry.in", "r", stdin);
    freopen("ferry.out", "w", stdout);
    int n, sum = 0, length;
    std::cin >> n;
    while (n-- > 0 && std::cin >> length) sum += length;
    std::cout << sum << std::endl;
}
