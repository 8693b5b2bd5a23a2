#include <iostream>
#include <string>
#include <vector>

int main() {
    int n;
    std::cin >> n;
    std::vector<std::string> rows(n);  // forgets the lower half
    for (int y = 0; y < 2 * n - 1; y++) rows.at(y) = "O";
    for (const auto& row : rows) std::cout << row << '\n';
}
