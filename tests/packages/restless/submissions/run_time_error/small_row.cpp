#include <iostream>
#include <vector>

int main() {
    int n;
    std::cin >> n;
    if (n == 2 || n == 3) {
        std::cout << "impossible\n";
        return 0;
    }
    std::vector<int> row(1000);
    for (int i = 0; i < n; i++) row.at(i) = i < n / 2 ? 2 * i + 2 : 2 * (i - n / 2) + 1;
    for (int i = 0; i < n; i++) std::cout << row[i] << " ";
}
