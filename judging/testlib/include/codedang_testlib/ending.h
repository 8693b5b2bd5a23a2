// How a program ends: by one of the quit functions, with an exit status and a line of text.

inline void testlib_check_options();

namespace testlib_ending {

struct State {
    bool hasEnded, isGuarded, isExiting;
    std::string checkerName, reportPath;
    bool isXml;
    int testCase;
    std::ostream *report;
    State() : hasEnded(false), isGuarded(true), isExiting(false), isXml(false), testCase(-1), report(NULL) {}
};
inline State &state() {
    // Never destroyed: it is still looked at when the program is over.
    static State *one = new State();
    return *one;
}

struct Word {
    const char *text;
    const char *outcome;  // in a report of the -appes kind
    int status;
};

inline Word wordFor(TResult result) {
    switch (result) {
        case _ok: return {"ok", "accepted", OK_EXIT_CODE};
        case _wa: return {"wrong answer", "wrong-answer", WA_EXIT_CODE};
        case _pe: return {"wrong output format", "presentation-error", PE_EXIT_CODE};
        case _dirt: return {"wrong output format", "presentation-error", DIRT_EXIT_CODE};
        case _points: return {"points", "points", POINTS_EXIT_CODE};
        case _unexpected_eof: return {"unexpected eof", "unexpected-eof", UNEXPECTED_EOF_EXIT_CODE};
        case _fail: return {"FAIL", "fail", FAIL_EXIT_CODE};
        default: return {"partially correct", "partially-correct", PC_BASE_EXIT_CODE + (static_cast<int>(result) - _partially)};
    }
}

inline std::string xmlText(const std::string &text) {
    std::string result;
    for (size_t i = 0; i < text.size(); ++i) {
        switch (text[i]) {
            case '&': result += "&amp;"; break;
            case '<': result += "&lt;"; break;
            case '>': result += "&gt;"; break;
            case '"': result += "&quot;"; break;
            default: result += text[i];
        }
    }
    return result;
}

inline void writeReport(const Word &word, const std::string &message) {
    std::FILE *file = std::fopen(state().reportPath.c_str(), "w");
    if (file == NULL) return;
    if (state().isXml)
        std::fprintf(file, "<?xml version=\"1.0\" encoding=\"utf-8\"?><result outcome = \"%s\">%s</result>\n", word.outcome, xmlText(message).c_str());
    else
        std::fprintf(file, "%s\n", message.c_str());
    std::fclose(file);
}

// Says when main ended without any verdict.
struct Guard {
    ~Guard() {
        if (state().hasEnded || !state().isGuarded) return;
        state().isExiting = true;
        if (testlibMode == _checker) finish("The checker must end with quit or quitf call.");
        if (testlibMode == _interactor) finish("The interactor must end with quit or quitf call.");
        if (testlibMode == _generator) testlib_check_options();
        if (testlibMode == _validator && !InStream::hasReadEof) finish("The validator must end with readEof call.");
    }
    static void finish(const char *message) {
        std::fprintf(stderr, "FAIL %s\n", message);
        std::fflush(NULL);
        _exit(FAIL_EXIT_CODE);
    }
};

}  // namespace testlib_ending

inline void testlib_report_features();

// All endings come here. Only the participant's output may be found wrong: whatever is the matter
// with another stream is a failure.
TESTLIB_NORETURN inline void testlib_finish(TResult result, const std::string &message) {
    testlib_ending::State &state = testlib_ending::state();
    testlib_ending::Word word = testlib_ending::wordFor(result);
    state.hasEnded = true;
    std::string text = word.text;
    if (result >= _partially) text += format(" (%d)", static_cast<int>(result) - _partially);
    std::fprintf(stderr, "%s %s\n", text.c_str(), message.c_str());
    if (!state.reportPath.empty()) testlib_ending::writeReport(word, message);
    testlib_report_features();
    if (tout.is_open()) tout.close();
    std::cout.flush();
    std::fflush(NULL);
    if (state.isExiting) _exit(word.status);
    std::exit(word.status);
}

inline void testlib_end(InStream &stream, TResult result, const std::string &given) {
    std::string message = given;
    if (message.size() > stream.maxMessageLength) message = message.substr(0, stream.maxMessageLength) + "...";
    int testCase = stream.testCase >= 0 ? stream.testCase : testlib_ending::state().testCase;
    if (testCase >= 0) message = "test case " + vtos(testCase) + ": " + message;
    if (stream.mode != _output && result != _fail) {
        std::string place = stream.name;
        if (testlibMode == _generator) testlib_check_options();
        if (testlibMode == _validator && stream.mode == _input) place += ", line " + vtos(stream.getLine());
        testlib_finish(_fail, message + (place.empty() ? "" : " (" + place + ")"));
    }
    bool isGood = result == _ok || result == _points || result >= _partially;
    if (isGood && testlibMode == _checker && ouf.opened && !ouf.seekEof())
        testlib_finish(_dirt, "Extra information in the output file");
    testlib_finish(result, message);
}

inline void InStream::quit(TResult result, const std::string &message) {
    testlib_end(*this, result, message);
    std::abort();
}
inline void InStream::quitf(TResult result, const char *message, ...) {
    TESTLIB_FORMATTED(message, text);
    quit(result, text);
}
inline void InStream::quitif(bool condition, TResult result, const char *message, ...) {
    if (!condition) return;
    TESTLIB_FORMATTED(message, text);
    quit(result, text);
}
inline void InStream::ensuref(bool condition, const char *message, ...) {
    if (condition) return;
    TESTLIB_FORMATTED(message, text);
    quit(_wa, text);
}

inline void quit(TResult result, const std::string &message) {
    if (testlibMode == _validator || testlibMode == _generator) testlib_finish(result, message);
    ouf.quit(result, message);
}
inline void quit(TResult result, const char *message) { quit(result, std::string(message)); }
inline void quitf(TResult result, const char *message, ...) {
    TESTLIB_FORMATTED(message, text);
    quit(result, text);
}
inline void quitif(bool condition, TResult result, const char *message, ...) TESTLIB_FORMAT(3, 4);
inline void quitif(bool condition, TResult result, const char *message, ...) {
    if (!condition) return;
    TESTLIB_FORMATTED(message, text);
    quit(result, text);
}
inline void __testlib_fail(const std::string &message) { testlib_finish(_fail, message); }

inline std::string testlib_points(double points) {
    return removeDoubleTrailingZeroes(format("%.10f", points));
}
TESTLIB_NORETURN inline void quitp(double points, const std::string &message = "") {
    quit(_points, testlib_points(points) + (message.empty() ? "" : " " + message));
}
TESTLIB_NORETURN inline void quitp(int points, const std::string &message = "") {
    quit(_points, vtos(points) + (message.empty() ? "" : " " + message));
}
TESTLIB_NORETURN inline void quitpi(const std::string &info, const std::string &message = "") {
    quit(_points, info + (message.empty() ? "" : " " + message));
}
template <typename Points>
TESTLIB_NORETURN inline void quitp(Points points, const char *message, ...) {
    TESTLIB_FORMATTED(message, text);
    quitp(points, text);
}
TESTLIB_NORETURN inline void quitpi(const std::string &info, const char *message, ...) {
    TESTLIB_FORMATTED(message, text);
    quitpi(info, text);
}

inline void ensuref(bool condition, const char *message, ...) TESTLIB_FORMAT(2, 3);
inline void ensuref(bool condition, const char *message, ...) {
    if (condition) return;
    TESTLIB_FORMATTED(message, text);
    __testlib_fail(text);
}
inline void __testlib_ensure(bool condition, const std::string &message) {
    if (!condition) __testlib_fail(message);
}
#define ensure(condition) __testlib_ensure((condition), "Condition failed: \"" #condition "\"")

inline void setTestCase(int number) { testlib_ending::state().testCase = number; }
inline void unsetTestCase() { testlib_ending::state().testCase = -1; }
inline void disableFinalizeGuard() { testlib_ending::state().isGuarded = false; }
inline void setAppesModeEncoding(const std::string &) {}

template <typename T>
TESTLIB_NORETURN inline void expectedButFound(TResult result, T expected, T found, const char *message, ...) {
    std::string text;
    if (message != NULL && *message) {
        va_list values;
        va_start(values, message);
        text = testlib_vformat(message, values) + ": ";
        va_end(values);
    }
    quit(result, text + "expected '" + compress(vtos(expected)) + "', but found '" + compress(vtos(found)) + "'");
}
template <typename T>
TESTLIB_NORETURN inline void expectedButFound(TResult result, T expected, T found) {
    expectedButFound(result, expected, found, "");
}
TESTLIB_NORETURN inline void expectedButFound(TResult result, const char *expected, const char *found) {
    expectedButFound(result, std::string(expected), std::string(found), "");
}
