// One number, which is worth as many points as it is near to the answer.
#include "testlib.h"

int main(int argc, char *argv[]) {
    setName("example of scored checker");
    registerTestlibCmd(argc, argv);
    double expected = ans.readDouble(), found = ouf.readDouble();
    quitp(std::fabs(expected - found), "ja=%.4f pa=%.4f", expected, found);
}
