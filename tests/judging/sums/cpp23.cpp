#include <bits/stdc++.h>

int main() {
    std::optional<long long> a = 0, b = 0;
    std::cin >> *a >> *b;
    std::cout << a.transform([&](long long x) { return x + *b; }).value() << "\n";
}
