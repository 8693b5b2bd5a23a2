#include <iostream>
#include <vector>

int main() {
    long long n;
    std::cin >> n;
    // A table for a thousand steps; at() throws beyond it.
    std::vector<long long> ways(1001, 1);
    for (int i = 2; i <= 1000; i++)
        ways[i] = (ways[i - 1] + ways[i - 2] + (i > 2 ? ways[i - 3] : 0)) % 1'000'000'007;
    std::cout << ways.at(n) << '\n';
}
