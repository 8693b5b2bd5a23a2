#include <cstdio>
#include <cstring>

int main() {
    int low = 1, high;
    char answer[16] = "";
    if (std::scanf("%d", &high) != 1) return 1;
    while (std::strcmp(answer, "found") != 0) {
        int middle = (low + high) / 2;
        std::printf("%d\n", middle);
        if (std::scanf("%15s", answer) != 1) return 1;
        if (std::strcmp(answer, "before") == 0) high = middle - 1;
        else low = middle + 1;
    }
}
