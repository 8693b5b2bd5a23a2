#include <iostream>

int main() {
    int n;
    unsigned x, sum = 0;
    std::cin >> n;
    for (int value; std::cin >> value; sum += x) x = value;
    std::cout << (int)sum << "\n";
}
