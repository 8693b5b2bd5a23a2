// Lines, as they stand.
#include "testlib.h"

int main(int argc, char *argv[]) {
    setName("compare files as sequence of lines");
    registerTestlibCmd(argc, argv);
    int count = 0;
    while (!ans.eof()) {
        std::string expected = ans.readString();
        if (expected.empty() && ans.eof()) break;
        ++count;
        std::string found = ouf.eof() ? "" : ouf.readString();
        if (expected != found)
            quitf(_wa, "%d%s lines differ - expected: '%s', found: '%s'", count, englishEnding(count).c_str(),
                  compress(expected).c_str(), compress(found).c_str());
    }
    quitf(_ok, "%d lines", count);
}
