#include <cstdlib>
#include <iostream>

int main() {
    long long a, b, sum;
    std::cin >> a >> b;
    if (__builtin_add_overflow((int)a, (int)b, (int *)&sum) || a != (int)a || b != (int)b) std::abort();
    std::cout << a + b << '\n';
}
