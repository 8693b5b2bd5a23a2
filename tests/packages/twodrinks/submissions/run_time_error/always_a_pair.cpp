#include <iostream>
#include <stdexcept>
#include <unordered_map>

int main() {
    int n;
    long long w, price;
    std::cin >> n >> w;
    std::unordered_map<long long, int> seen;
    for (int number = 1; number <= n; number++) {
        std::cin >> price;
        if (seen.count(w - price)) {
            std::cout << number << " " << seen[w - price] << "\n";
            return 0;
        }
        seen[price] = number;
    }
    throw std::logic_error("there is always a pair");
}
