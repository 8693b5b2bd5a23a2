// Sequences of words.
#include "testlib.h"

int main(int argc, char *argv[]) {
    setName("compare sequences of tokens");
    registerTestlibCmd(argc, argv);
    int count = 0;
    for (; !ans.seekEof() && !ouf.seekEof(); ++count) {
        std::string expected = ans.readWord(), found = ouf.readWord();
        if (expected != found)
            quitf(_wa, "%d%s words differ - expected: '%s', found: '%s'", count + 1,
                  englishEnding(count + 1).c_str(), compress(expected).c_str(), compress(found).c_str());
    }
    if (!ans.seekEof()) quitf(_wa, "Participant output contains too few tokens (%d)", count);
    if (!ouf.seekEof()) quitf(_wa, "Participant output contains extra tokens");
    quitf(_ok, "%d tokens", count);
}
