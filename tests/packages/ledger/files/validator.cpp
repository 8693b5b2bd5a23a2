#include "testlib.h"

int main(int argc, char* argv[]) {
    registerValidation(argc, argv);
    int most = validator.group() == "1" ? 100 : 1000000000;
    int n = inf.readInt(1, 2000, "n");
    inf.readEoln();
    inf.readInts(n, -most, most, "a");
    inf.readEoln();
    inf.readEof();
}
