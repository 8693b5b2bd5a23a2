// Sequences of signed 64-bit integers.
#include "testlib.h"

int main(int argc, char *argv[]) {
    setName("compare ordered sequences of signed int64 numbers");
    registerTestlibCmd(argc, argv);
    int count = 0;
    for (; !ans.seekEof() && !ouf.seekEof(); ++count) {
        long long expected = ans.readLong(), found = ouf.readLong();
        if (expected != found)
            quitf(_wa, "%d%s numbers differ - expected: '%s', found: '%s'", count + 1,
                  englishEnding(count + 1).c_str(), vtos(expected).c_str(), vtos(found).c_str());
    }
    if (!ans.seekEof()) quitf(_wa, "Answer contains longer sequence [length > %d], but output contains %d elements", count, count);
    if (!ouf.seekEof()) quitf(_wa, "Output contains longer sequence [length > %d], but answer contains %d elements", count, count);
    quitf(_ok, "%d numbers", count);
}
