// One real number, absolute or relative error at most 1E-6.
#include "testlib.h"

int main(int argc, char *argv[]) {
    setName("compare two doubles, maximal absolute or relative error = 1E-6");
    registerTestlibCmd(argc, argv);
    double expected = ans.readDouble(), found = ouf.readDouble();
    if (!doubleCompare(expected, found, 1E-6)) quitf(_wa, "expected '%s', found '%s'", vtos(expected).c_str(), vtos(found).c_str());
    quitf(_ok, "found '%s'", vtos(found).c_str());
}
