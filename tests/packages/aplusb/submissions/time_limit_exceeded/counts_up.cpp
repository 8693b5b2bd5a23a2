#include <iostream>

int main() {
    long long a, b;
    std::cin >> a >> b;
    // Carries a million at a time; volatile keeps the compiler from seeing through it.
    const long long step = 1'000'000;
    volatile long long sum = a;
    for (; b >= step; b -= step) sum = sum + step;
    for (; b <= -step; b += step) sum = sum - step;
    std::cout << sum + b << '\n';
}
