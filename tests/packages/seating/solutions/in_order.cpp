#include <cstdio>

int main() {
    int n;
    scanf("%d", &n);
    puts("YES");
    for (int i = 1; i <= n; i++) printf("%d ", i);
}
