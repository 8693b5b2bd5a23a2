#include <algorithm>
#include <cmath>
#include <cstdio>

int main() {
    double w, d, s, r;
    if (std::scanf("%lf %lf %lf %lf", &w, &d, &s, &r) != 4) return 1;
    double best = std::hypot(w, d) / s;
    for (double x = 0; x <= d; x += 1e-5) best = std::min(best, std::hypot(w, x) / s + (d - x) / r);
    std::printf("%.10f\n", best);
}
