#pragma once
#include <vector>

int above_average(const std::vector<int> &scores);
