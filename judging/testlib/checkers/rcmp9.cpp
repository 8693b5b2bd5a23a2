// Sequences of real numbers, error at most 1E-9.
#include "testlib.h"

int main(int argc, char *argv[]) {
    setName("compare two sequences of doubles, max absolute or relative error = 1E-9");
    registerTestlibCmd(argc, argv);
    int count = 0;
    for (; !ans.seekEof() && !ouf.seekEof(); ++count) {
        double expected = ans.readDouble(), found = ouf.readDouble();
        if (!doubleCompare(expected, found, 1E-9))
            quitf(_wa, "%d%s numbers differ - expected: '%s', found: '%s'", count + 1,
                  englishEnding(count + 1).c_str(), vtos(expected).c_str(), vtos(found).c_str());
    }
    if (!ans.seekEof()) quitf(_wa, "Answer contains longer sequence [length > %d], but output contains %d elements", count, count);
    if (!ouf.seekEof()) quitf(_wa, "Output contains longer sequence [length > %d], but answer contains %d elements", count, count);
    quitf(_ok, "%d numbers", count);
}
