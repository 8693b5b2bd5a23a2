#include "testlib.h"

int main(int argc, char* argv[]) {
    setName("few enough turns");
    registerTestlibCmd(argc, argv);
    int turns = ouf.readInt(), most = ans.readInt();
    if (turns > most) quitf(_wa, "%d%s turn, where %d are allowed", turns, englishEnding(turns).c_str(), most);
    quitf(_ok, "%d turns", turns);
}
