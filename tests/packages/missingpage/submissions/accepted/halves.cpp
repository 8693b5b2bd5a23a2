#include <iostream>
#include <string>

int main() {
    int low = 1, high;
    std::cin >> high;
    for (;;) {
        int middle = (low + high) / 2;
        std::cout << middle << std::endl;
        std::string answer;
        std::cin >> answer;
        if (answer == "found") return 0;
        if (answer == "before") high = middle - 1;
        else low = middle + 1;
    }
}
