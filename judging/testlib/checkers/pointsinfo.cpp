// As pointscmp, with a text before the points.
#include "testlib.h"

int main(int argc, char *argv[]) {
    setName("example of checker with points_info");
    registerTestlibCmd(argc, argv);
    double expected = ans.readDouble(), found = ouf.readDouble();
    quitpi(vtos(std::fabs(expected - found)), "ja=%.4f pa=%.4f", expected, found);
}
