#include <stdio.h>
#include <stdlib.h>

int main(void) {
    int n;
    if (scanf("%d", &n) != 1) return 1;
    for (int y = 1 - n; y < n; y++) {
        int half = n - 1 - abs(y);
        for (int x = 0; x < n + half; x++)
            putchar(y == 0 && n > 1 && x == n - 1 ? '*' : abs(x - n + 1) == half ? 'O' : ' ');
        putchar('\n');
    }
    return 0;
}
