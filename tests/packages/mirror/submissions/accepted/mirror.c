#include <ctype.h>
#include <stdio.h>

static char line[100010];

int main(void) {
    if (!fgets(line, sizeof line, stdin)) return 1;
    int n = 0;
    for (int i = 0; line[i]; i++)
        if (isalpha((unsigned char)line[i])) line[n++] = (char)tolower((unsigned char)line[i]);
    for (int i = 0; i < n / 2; i++)
        if (line[i] != line[n - 1 - i]) {
            puts("no");
            return 0;
        }
    puts("yes");
    return 0;
}
