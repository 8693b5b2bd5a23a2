#include <cmath>
#include <cstdio>

int main() {
    double w, d, s, r;
    if (std::scanf("%lf %lf %lf %lf", &w, &d, &s, &r) != 4) return 1;
    auto time = [&](double x) { return std::sqrt(w * w + x * x) / s + (d - x) / r; };
    double low = 0, high = d;
    for (int i = 0; i < 200; i++) {
        double a = low + (high - low) / 3, b = high - (high - low) / 3;
        if (time(a) < time(b)) high = b; else low = a;
    }
    std::printf("%.10f\n", time(low));
}
