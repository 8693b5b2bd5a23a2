#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <numeric>
#include <vector>

int main() {
    int n;
    scanf("%d", &n);
    std::vector<int> order(n);
    std::iota(order.begin(), order.end(), 1);
    do {
        bool good = true;
        for (int i = n - 2; i >= 0; i--) good &= abs(order[i] - order[i + 1]) != 1;
        if (good) {
            puts("YES");
            for (int x : order) printf("%d ", x);
            return 0;
        }
    } while (std::next_permutation(order.begin(), order.end()));
    puts("NO");
}
