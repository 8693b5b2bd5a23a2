#include <iostream>
#include <vector>

int main() {
    int n;
    long long w;
    std::cin >> n >> w;
    std::vector<long long> prices(n);
    for (long long &price : prices) std::cin >> price;
    volatile long long sum;
    for (int a = 0; a < n; a++)
        for (int b = a + 1; b < n; b++)
            if ((sum = prices[a] + prices[b]) == w) {
                std::cout << a + 1 << " " << b + 1 << "\n";
                return 0;
            }
    std::cout << "impossible\n";
}
