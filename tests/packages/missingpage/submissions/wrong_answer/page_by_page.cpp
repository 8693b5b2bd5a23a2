#include <iostream>
#include <string>

int main() {
    int n;
    std::cin >> n;
    std::string answer;
    for (int page = 1; answer != "found"; page++) {
        std::cout << page << std::endl;
        if (!(std::cin >> answer)) return 1;
    }
}
