// Several YES or NO, in any case.
#include "testlib.h"

int main(int argc, char *argv[]) {
    setName("multiple YES/NO (case insensitive)");
    registerTestlibCmd(argc, argv);
    int count = 0;
    for (; !ans.seekEof() && !ouf.seekEof(); ++count) {
        std::string expected = upperCase(ans.readWord()), found = upperCase(ouf.readWord());
        if (expected != "YES" && expected != "NO") quitf(_fail, "YES or NO expected in answer, but %s found", compress(expected).c_str());
        if (found != "YES" && found != "NO") quitf(_pe, "YES or NO expected, but %s found", compress(found).c_str());
        if (expected != found)
            quitf(_wa, "expected %s, found %s [%d%s token]", expected.c_str(), found.c_str(), count + 1, englishEnding(count + 1).c_str());
    }
    if (!ans.seekEof()) quitf(_pe, "participant contestant answer is too short: %d tokens", count);
    if (!ouf.seekEof()) quitf(_pe, "Participant output contains extra tokens");
    quitf(_ok, "%d tokens", count);
}
