#include <cstdio>
#include "gradebook.h"

int main() {
    int count;
    if (std::scanf("%d", &count) != 1 || count > {{most_scores}}) return 1;
    std::vector<int> scores(count);
    for (int &score : scores) std::scanf("%d", &score);
    std::printf("%d\n", above_average(scores));
}
