#include "testlib.h"
#include "limits.h"

using namespace std;

bool read(InStream& in, int n) {
    string word = upperCase(in.readToken("[a-zA-Z]{1,3}", "answer"));
    if (word == "NO") return false;
    if (word != "YES") in.quitf(_pe, "YES or NO expected, found %s", word.c_str());
    vector<bool> seen(MAX_N + 1);
    int last = -1;
    for (int i = 1; i <= n; i++) {
        int x = in.readInt(1, n, format("p[%d]", i));
        if (seen[x]) in.quitf(_wa, "%d stands twice", x);
        if (i > 1 && abs(x - last) == 1) in.quitf(_wa, "%d and %d sit side by side", last, x);
        seen[x] = true;
        last = x;
    }
    return true;
}

int main(int argc, char* argv[]) {
    setName("any seating in which no neighbours by number sit side by side");
    registerTestlibCmd(argc, argv);
    int n = inf.readInt();
    bool expected = read(ans, n), found = read(ouf, n);
    if (found && !expected) quitf(_fail, "the participant has found a seating, the jury has not");
    if (expected && !found) quitf(_wa, "there is a seating");
    quitf(_ok, "n = %d", n);
}
