#include <iostream>
#include <utility>
#include <vector>

int main() {
    int n;
    std::cin >> n;
    std::vector<int> v(n);
    for (int& x : v) std::cin >> x;
    long long count = 0;
    for (int end = n; end > 1; end--)
        for (int i = 1; i < end; i++)
            if (v[i - 1] > v[i]) {
                std::swap(v[i - 1], v[i]);
                count++;
            }
    std::cout << count << '\n';
}
