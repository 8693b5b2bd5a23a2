#include <iostream>
#include <string>

int main() {
    int low = 1, high = 1000;
    for (std::string said; said != "found";) {
        int guess = (low + high) / 2;
        std::cout << guess << std::endl;
        std::cin >> said;
        (said == "higher" ? low : high) = guess + (said == "higher" ? 1 : -1);
    }
}
