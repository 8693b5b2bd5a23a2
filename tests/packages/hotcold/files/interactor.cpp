#include "testlib.h"

using namespace std;

int main(int argc, char* argv[]) {
    setName("the one who knows");
    registerInteraction(argc, argv);
    int secret = inf.readInt();
    int turns = 0;
    while (true) {
        int guess = ouf.readInt(1, 1000, "guess");
        turns++;
        cout << (guess == secret ? "found" : guess < secret ? "higher" : "lower") << endl;
        if (guess == secret) break;
        if (turns > 2000) quitf(_wa, "it goes on for ever");
    }
    tout << turns << endl;
    quitf(_ok, "found after %d", turns);
}
