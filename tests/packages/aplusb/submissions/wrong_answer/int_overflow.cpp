#include <iostream>

int main() {
    // Reads the whole numbers and keeps only 32 bits of them.
    long long a, b;
    std::cin >> a >> b;
    std::cout << (int)((unsigned)a + (unsigned)b) << '\n';
}
