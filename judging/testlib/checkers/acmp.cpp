// One real number, absolute error at most 1.5E-6.
#include "testlib.h"

int main(int argc, char *argv[]) {
    setName("compare two doubles, maximal absolute error = 1.5E-6");
    registerTestlibCmd(argc, argv);
    double expected = ans.readDouble(), found = ouf.readDouble();
    if (std::fabs(expected - found) > 1.5E-6) quitf(_wa, "expected '%s', found '%s'", vtos(expected).c_str(), vtos(found).c_str());
    quitf(_ok, "found '%s'", vtos(found).c_str());
}
