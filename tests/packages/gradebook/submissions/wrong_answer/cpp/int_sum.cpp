#include "gradebook.h"

int above_average(const std::vector<int> &scores) {
    unsigned sum = 0;
    for (int score : scores) sum += score;
    int count = 0;
    for (int score : scores) count += 1LL * score * (long long)scores.size() > sum;
    return count;
}
