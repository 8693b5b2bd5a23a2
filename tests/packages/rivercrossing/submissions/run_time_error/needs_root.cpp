#include <cassert>
#include <cmath>
#include <cstdio>

int main() {
    double w, d, s, r;
    if (std::scanf("%lf %lf %lf %lf", &w, &d, &s, &r) != 4) return 1;
    assert(r > s);  // nobody swims faster than they run
    double x = std::fmin(d, w * s / std::sqrt(r * r - s * s));
    std::printf("%.10f\n", std::hypot(w, x) / s + (d - x) / r);
}
