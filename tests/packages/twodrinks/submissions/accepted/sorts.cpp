#include <algorithm>
#include <iostream>
#include <vector>

int main() {
    int n;
    long long w;
    std::cin >> n >> w;
    std::vector<std::pair<long long, int>> drinks(n);
    for (int i = 0; i < n; i++) {
        std::cin >> drinks[i].first;
        drinks[i].second = i + 1;
    }
    std::sort(drinks.begin(), drinks.end());
    int low = 0, high = n - 1;
    while (low < high) {
        long long sum = drinks[low].first + drinks[high].first;
        if (sum == w) {
            std::cout << drinks[low].second << " " << drinks[high].second << "\n";
            return 0;
        }
        if (sum < w) low++;
        else high--;
    }
    std::cout << "impossible\n";
}
