#include <iostream>

int main() {
    long long a, b;
    std::cin >> a >> b;
    // Adds one at a time; volatile keeps the compiler from seeing through it.
    volatile long long sum = a;
    for (long long i = 0; i < b; i++) sum = sum + 1;
    for (long long i = 0; i > b; i--) sum = sum - 1;
    std::cout << sum << '\n';
}
