#include <array>
#include <iostream>

int main() {
    std::array<int, 1000> v;
    int n;
    std::cin >> n;
    for (int i = 0; i < n; i++) std::cin >> v.at(i);
    long long count = 0;
    for (int j = 0; j < n; j++)
        for (int i = 0; i < j; i++) count += v[i] > v[j];
    std::cout << count << '\n';
}
