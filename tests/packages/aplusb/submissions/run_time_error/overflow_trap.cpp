#include <cstdlib>
#include <iostream>

int main() {
    long long a, b;
    std::cin >> a >> b;
    int sum;
    if (__builtin_add_overflow((int)a, (int)b, &sum) || a != (int)a || b != (int)b) std::abort();
    std::cout << sum << '\n';
}
