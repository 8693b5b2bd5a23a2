// Lines "Case 1: n" with one signed 64-bit integer each.
#include "testlib.h"

static long long readCase(InStream &in, int number) {
    std::string word = in.readWord();
    if (word != "Case") in.quitf(_pe, "Expected 'Case' but found '%s' [test case %d]", compress(word).c_str(), number);
    word = in.readWord();
    if (word != vtos(number) + ":") in.quitf(_pe, "Expected '%d:' but found '%s'", number, compress(word).c_str());
    return in.readLong();
}

int main(int argc, char *argv[]) {
    setName("Single int64 checker with testcase-support");
    registerTestlibCmd(argc, argv);
    int count = 0;
    while (!ans.seekEof()) {
        ++count;
        long long expected = readCase(ans, count), found = readCase(ouf, count);
        if (expected != found) quitf(_wa, "expected %lld, found %lld [test case %d]", expected, found, count);
    }
    quitf(_ok, "%d cases", count);
}
