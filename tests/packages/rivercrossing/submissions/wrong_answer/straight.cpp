#include <cmath>
#include <cstdio>

// The shortest way is not the fastest.
int main() {
    double w, d, s, r;
    if (std::scanf("%lf %lf %lf %lf", &w, &d, &s, &r) != 4) return 1;
    std::printf("%.10f\n", std::hypot(w, d) / s);
}
