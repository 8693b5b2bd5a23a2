#include <iostream>

int main() {
    int n;
    std::cin >> n;
    volatile int left = 1, right = 2 * n;
    // The two sides pass each other without ever meeting.
    while (left != right) {
        left = left + 1;
        right = right - 1;
    }
    std::cout << "O\n";
}
