#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <string>

// How wide is it? Folds the paper from both sides each time: 2^n folds.
int width(volatile int n) { return n == 1 ? 1 : std::max(width(n - 1), width(n - 1)) + 2; }

int main() {
    int n;
    std::cin >> n;
    int middle = width(n) / 2;
    for (int y = 1 - n; y < n; y++) {
        int half = n - 1 - std::abs(y);
        std::string row(middle + half + 1, ' ');
        row[middle - half] = row[middle + half] = 'O';
        if (y == 0 && n > 1) row[middle] = '*';
        std::cout << row << '\n';
    }
}
