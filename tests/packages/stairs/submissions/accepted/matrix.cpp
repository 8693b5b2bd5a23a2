#include <array>
#include <iostream>
using namespace std;

using Matrix = array<array<long long, 3>, 3>;
constexpr long long MOD = 1'000'000'007;

Matrix times(const Matrix& a, const Matrix& b) {
    Matrix c{};
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            for (int k = 0; k < 3; k++) c[i][j] = (c[i][j] + a[i][k] * b[k][j]) % MOD;
    return c;
}

int main() {
    long long n;
    cin >> n;
    Matrix result{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}, power{{{1, 1, 1}, {1, 0, 0}, {0, 1, 0}}};
    for (; n > 0; n /= 2, power = times(power, power))
        if (n % 2 == 1) result = times(result, power);
    cout << result[0][0] << '\n';
}
