// @EXPECTED_SCORE@: 100
#include <algorithm>
#include <cstdio>

int main() {
    int n, price, low = 1 << 30, best = 0;
    std::scanf("%d", &n);
    while (n-- && std::scanf("%d", &price) == 1) {
        low = std::min(low, price);
        best = std::max(best, price - low);
    }
    std::printf("%d\n", best);
}
