constexpr long spin(long n) { long s = 0; for (long i = 0; i < n; i++) s += i; return s; }
static_assert(spin(1L << 60) > 0);
int main() {}
