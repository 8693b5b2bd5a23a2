#include <bits/stdc++.h>

int main() {
    int n;
    std::cin >> n;
    if (n > 1 && n < 4) return puts("NO"), 0;
    puts("YES");
    for (int i = 2; i <= n; i += 2) printf("%d ", i);
    for (int i = 1; i <= n; i += 2) printf("%d ", i);
    puts("");
}
