#include "parts/greet.h"
#include <iostream>

int main() {
    int n;
    std::cin >> n;
    for (std::string name; n-- > 0 && std::cin >> name;) {
        std::cout << greet(name) << '\n';
    }
}
