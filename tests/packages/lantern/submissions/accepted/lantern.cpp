#include <cstdlib>
#include <iostream>
#include <string>

int main() {
    int n;
    std::cin >> n;
    for (int y = 1 - n; y < n; y++) {
        int half = n - 1 - std::abs(y);
        std::string row(n + half, ' ');
        row[n - 1 - half] = row[n - 1 + half] = 'O';
        if (y == 0 && n > 1) row[n - 1] = '*';
        std::cout << row << '\n';
    }
}
