// One signed 32-bit integer.
#include "testlib.h"

int main(int argc, char *argv[]) {
    setName("compare two signed int32 numbers");
    registerTestlibCmd(argc, argv);
    int expected = ans.readInt(), found = ouf.readInt();
    if (expected != found) quitf(_wa, "expected '%s', found '%s'", vtos(expected).c_str(), vtos(found).c_str());
    quitf(_ok, "found '%s'", vtos(found).c_str());
}
