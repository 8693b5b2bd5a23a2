// Lines "Case 1: ..." with words.
#include "testlib.h"

static std::vector<std::string> readCase(InStream &in, int number) {
    std::string word = in.readWord();
    if (word != "Case") in.quitf(_pe, "Expected 'Case' but found '%s' [test case %d]", compress(word).c_str(), number);
    word = in.readWord();
    if (word != vtos(number) + ":") in.quitf(_pe, "Expected '%d:' but found '%s'", number, compress(word).c_str());
    std::vector<std::string> values;
    for (in.seekEoln(); !in.eoln() && !in.eof(); in.seekEoln()) values.push_back(in.readWord());
    return values;
}

int main(int argc, char *argv[]) {
    setName("Many tokens checker with testcase-support");
    registerTestlibCmd(argc, argv);
    int count = 0;
    while (!ans.seekEof()) {
        ++count;
        std::vector<std::string> expected = readCase(ans, count), found = readCase(ouf, count);
        if (expected != found)
            quitf(_wa, "expected '%s', found '%s' [test case %d]", compress(join(expected)).c_str(), compress(join(found)).c_str(), count);
    }
    quitf(_ok, "%d cases", count);
}
