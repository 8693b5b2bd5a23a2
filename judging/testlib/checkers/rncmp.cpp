// Sequences of real numbers, absolute error at most 1.5E-5.
#include "testlib.h"

int main(int argc, char *argv[]) {
    setName("compare two sequences of doubles, maximal absolute error = 1.5E-5");
    registerTestlibCmd(argc, argv);
    int count = 0;
    for (; !ans.seekEof() && !ouf.seekEof(); ++count) {
        double expected = ans.readDouble(), found = ouf.readDouble();
        if (std::fabs(expected - found) > 1.5E-5)
            quitf(_wa, "%d%s numbers differ - expected: '%s', found: '%s'", count + 1,
                  englishEnding(count + 1).c_str(), vtos(expected).c_str(), vtos(found).c_str());
    }
    if (!ans.seekEof()) quitf(_wa, "Answer contains longer sequence [length > %d], but output contains %d elements", count, count);
    if (!ouf.seekEof()) quitf(_wa, "Output contains longer sequence [length > %d], but answer contains %d elements", count, count);
    quitf(_ok, "%d numbers", count);
}
