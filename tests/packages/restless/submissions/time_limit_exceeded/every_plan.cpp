#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <numeric>
#include <vector>

int main() {
    int n;
    std::cin >> n;
    std::vector<int> plan(n);
    std::iota(plan.begin(), plan.end(), 1);
    do {
        bool good = true;
        for (int i = 1; i < n; i++) good = good && std::abs(plan[i] - plan[i - 1]) > 1;
        if (good) {
            for (int number : plan) std::cout << number << " ";
            return 0;
        }
    } while (std::next_permutation(plan.begin(), plan.end()));
    std::cout << "impossible\n";
}
