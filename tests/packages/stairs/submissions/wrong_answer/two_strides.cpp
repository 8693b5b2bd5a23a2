#include <iostream>

// Knows strides of one and two only, and gives up on the far end of the stairs.
int main() {
    long long n, a = 1, b = 1;
    std::cin >> n;
    for (long long i = 1; i < n && i < 1000; i++) {
        long long c = (a + b) % 1'000'000'007;
        a = b;
        b = c;
    }
    std::cout << b << '\n';
}
