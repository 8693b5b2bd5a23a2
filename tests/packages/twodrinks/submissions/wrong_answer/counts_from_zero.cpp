#include <iostream>
#include <map>

int main() {
    long long n, w, price;
    std::cin >> n >> w;
    std::map<long long, int> seen;
    for (int i = 0; i < n; i++) {
        std::cin >> price;
        if (seen.count(w - price)) {
            std::cout << seen[w - price] << " " << i << "\n";
            return 0;
        }
        seen[price] = i;
    }
    std::cout << "impossible\n";
}
