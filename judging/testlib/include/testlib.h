// A testlib.h for this judge: validators, checkers, interactors and generators that are written
// for Codeforces' testlib compile and run with it. Written from testlib's public documentation;
// no line of the original is in it.
//
// Outcome            exit status   first words on standard error
// _ok                0             ok
// _wa                1             wrong answer
// _pe, _dirt         2, 4          wrong output format
// _fail              3             FAIL
// _points (quitp)    7             points N
// _unexpected_eof    2             unexpected eof
// _pc(n)             n             partially correct (n)

#ifndef CODEDANG_TESTLIB_H
#define CODEDANG_TESTLIB_H

#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <climits>
#include <cmath>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <limits>
#include <list>
#include <map>
#include <memory>
#include <queue>
#include <set>
#include <sstream>
#include <stack>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#define VERSION "0.9.45-codedang"

enum TResult {
    _ok = 0,
    _wa = 1,
    _pe = 2,
    _fail = 3,
    _dirt = 4,
    _points = 5,
    _unexpected_eof = 8,
    _partially = 16
};

enum TMode { _input, _output, _answer };

enum TTestlibMode { _unknown, _checker, _validator, _generator, _interactor, _scorer };

#define _pc(exitCode) (TResult(_partially + (exitCode)))

#if defined(__GNUC__)
#define TESTLIB_FORMAT(text, values) __attribute__((format(printf, text, values)))
#define TESTLIB_NORETURN __attribute__((noreturn))
#else
#define TESTLIB_FORMAT(text, values)
#define TESTLIB_NORETURN
#endif
#define NORETURN TESTLIB_NORETURN

#ifndef PC_BASE_EXIT_CODE
#define PC_BASE_EXIT_CODE 0
#endif

const char LF = '\n';
const char CR = '\r';
const char TAB = '\t';
const char SPACE = ' ';
const int EOFC = 255;
const int OK_EXIT_CODE = 0;
const int WA_EXIT_CODE = 1;
const int PE_EXIT_CODE = 2;
const int FAIL_EXIT_CODE = 3;
const int DIRT_EXIT_CODE = 4;
const int POINTS_EXIT_CODE = 7;
#ifndef UNEXPECTED_EOF_EXIT_CODE
#define UNEXPECTED_EOF_EXIT_CODE 2
#endif

TESTLIB_NORETURN inline void quit(TResult result, const std::string &message);
TESTLIB_NORETURN inline void quit(TResult result, const char *message);
TESTLIB_NORETURN inline void quitf(TResult result, const char *message, ...) TESTLIB_FORMAT(2, 3);
TESTLIB_NORETURN inline void __testlib_fail(const std::string &message);

#include "codedang_testlib/text.h"
#include "codedang_testlib/pattern.h"
#include "codedang_testlib/random.h"
#include "codedang_testlib/stream.h"
#include "codedang_testlib/reading.h"
#include "codedang_testlib/ending.h"
#include "codedang_testlib/options.h"
#include "codedang_testlib/start.h"

#endif
