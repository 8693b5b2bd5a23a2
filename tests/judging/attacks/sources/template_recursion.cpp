template <int N, int M> struct F { static const long v = F<N - 1, M>::v + F<N - 1, M + 1>::v; };
template <int M> struct F<0, M> { static const long v = M; };
int main() { return F<800, 0>::v; }
