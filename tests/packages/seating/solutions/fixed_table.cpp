#include <cstdio>
#include <vector>

int main() {
    int n;
    scanf("%d", &n);
    if (n > 1 && n < 4) return puts("NO"), 0;
    std::vector<int> order(1000);
    puts("YES");
    int at = 0;
    for (int i = 2; i <= n; i += 2) order.at(at++) = i;
    for (int i = 1; i <= n; i += 2) order.at(at++) = i;
    for (int i = 0; i < n; i++) printf("%d ", order[i]);
}
