// Signed 64-bit integers in any order.
#include "testlib.h"

int main(int argc, char *argv[]) {
    setName("compare unordered sequences of signed int64 numbers");
    registerTestlibCmd(argc, argv);
    std::vector<long long> expected, found;
    while (!ans.seekEof()) expected.push_back(ans.readLong());
    while (!ouf.seekEof()) found.push_back(ouf.readLong());
    if (expected.size() != found.size())
        quitf(_wa, "Expected %d elements, but %d found", int(expected.size()), int(found.size()));
    std::sort(expected.begin(), expected.end());
    std::sort(found.begin(), found.end());
    if (expected != found) quitf(_wa, "Expected sequence and output are different (as unordered sequences)");
    quitf(_ok, "%d numbers (in sorted order)", int(expected.size()));
}
