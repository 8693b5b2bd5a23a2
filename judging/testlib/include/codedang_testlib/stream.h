// A stream that is read character by character. Nothing is asked of a pipe before it is needed,
// so that an interactor never waits for more than it reads.

class TestlibSource {
public:
    explicit TestlibSource(int descriptor) : descriptor(descriptor), at(KEPT), end(KEPT), line(1), isAtEnd(false) {
        buffer.resize(KEPT + SIZE);
    }
    ~TestlibSource() { close(); }

    // The next character without taking it; EOF at the end.
    int peek() {
        if (at == end && !fill()) return EOF;
        return static_cast<unsigned char>(buffer[at]);
    }
    int get() {
        int c = peek();
        if (c == EOF) return c;
        ++at;
        if (c == LF) ++line;
        return c;
    }
    void unget(char c) {
        if (at == 0) __testlib_fail("too many characters were put back");
        buffer[--at] = c;
        if (c == LF) --line;
    }
    // Go back to the beginning. Only a file can.
    bool rewind() {
        if (descriptor < 0 || lseek(descriptor, 0, SEEK_SET) != 0) return false;
        at = end = KEPT;
        line = 1;
        isAtEnd = false;
        return true;
    }
    void close() {
        if (descriptor > 2) ::close(descriptor);
        descriptor = -1;
        isAtEnd = true;
        at = end = KEPT;
    }
    int lineNumber() const { return line; }

private:
    static const size_t KEPT = 4096;  // how many characters may be put back
    static const size_t SIZE = 1 << 16;
    int descriptor;
    std::string buffer;
    size_t at, end;
    int line;
    bool isAtEnd;

    TestlibSource(const TestlibSource &);
    TestlibSource &operator=(const TestlibSource &);

    bool fill() {
        if (isAtEnd) return false;
        size_t kept = std::min(end, KEPT);
        std::memmove(&buffer[KEPT - kept], &buffer[end - kept], kept);
        at = end = KEPT;
        ssize_t count;
        do count = ::read(descriptor, &buffer[KEPT], SIZE);
        while (count < 0 && errno == EINTR);
        if (count < 0) __testlib_fail(std::string("a stream can't be read: ") + std::strerror(errno));
        if (count == 0) {
            isAtEnd = true;
            return false;
        }
        end += static_cast<size_t>(count);
        return true;
    }
};

class InStream {
public:
    std::string name;
    TMode mode;
    bool opened, stdfile, strict;
    size_t maxFileSize, maxTokenLength, maxMessageLength;

    InStream()
        : mode(_input), opened(false), stdfile(false), strict(false),
          maxFileSize(128 * 1024 * 1024), maxTokenLength(32 * 1024 * 1024), maxMessageLength(32000),
          testCase(-1) {}
    // Another stream's settings over a text, for reading a line again.
    InStream(const InStream &base, const std::string &text)
        : name(base.name), mode(base.mode), opened(true), stdfile(false), strict(base.strict),
          maxFileSize(base.maxFileSize), maxTokenLength(base.maxTokenLength),
          maxMessageLength(base.maxMessageLength), testCase(base.testCase) {
        int ends[2];
        std::FILE *file = std::tmpfile();
        if (file == NULL || (ends[0] = dup(fileno(file))) < 0)
            __testlib_fail("there is no room for a temporary file");
        std::fwrite(text.data(), 1, text.size(), file);
        std::fflush(file);
        lseek(ends[0], 0, SEEK_SET);
        std::fclose(file);
        source.reset(new TestlibSource(ends[0]));
    }

    void init(const std::string &path, TMode newMode) {
        mode = newMode;
        name = path;
        stdfile = false;
        int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
        if (descriptor < 0) {
            if (newMode == _output) ::quit(_pe, "The output file is missing: \"" + path + "\"");
            __testlib_fail("The file can't be opened: \"" + path + "\"");
        }
        source.reset(new TestlibSource(descriptor));
        opened = true;
    }
    void initStandardInput(TMode newMode) {
        mode = newMode;
        name = "stdin";
        stdfile = true;
        source.reset(new TestlibSource(0));
        opened = true;
    }
    void close() {
        if (source) source->close();
        opened = false;
    }
    void reset() {
        if (!source || !source->rewind()) __testlib_fail("Stream can't be read again: " + name);
    }

    void setTestCase(int number) { testCase = number; }
    int getLine() const { return source ? source->lineNumber() : 1; }

    // Single characters. At the end they are EOFC.
    char curChar() { return character(source->peek()); }
    char nextChar() { return character(source->get()); }
    char readChar() { return nextChar(); }
    char readChar(char expected) {
        int found = source->get();
        if (found == EOF) quit(_unexpected_eof, "Unexpected end of file - '" + shown(expected) + "' expected");
        if (character(found) != expected)
            quit(_pe, "Unexpected character '" + shown(character(found)) + "', but '" + shown(expected) + "' expected");
        return expected;
    }
    char readSpace() { return readChar(SPACE); }
    void skipChar() { source->get(); }
    void unreadChar(char c) { source->unget(c); }
    void skipBlanks() {
        while (source->peek() != EOF && isBlanks(static_cast<char>(source->peek()))) source->get();
    }

    bool eof() {
        return source->peek() == EOF;
    }
    bool isEof() { return eof(); }
    bool seekEof() {
        skipBlanks();
        return eof();
    }
    bool isSeekEof() { return seekEof(); }
    bool eoln() {
        int c = source->peek();
        if (!strict) return c == EOF || c == LF || c == CR;
        return c == LF || (c == CR && isBeforeLineFeed());
    }
    bool isEoln() { return eoln(); }
    bool seekEoln() {
        int c = source->peek();
        while (c == SPACE || c == TAB) {
            source->get();
            c = source->peek();
        }
        return eoln();
    }
    bool isSeekEoln() { return seekEoln(); }
    void nextLine() { readLine(); }

    void readEoln() {
        if (!takeEoln()) quit(_pe, "Expected EOLN");
    }
    void readEof() {
        if (!eof()) quit(_pe, "Expected EOF");
        if (mode == _input) hasReadEof = true;
    }

    // Words: whatever stands between blanks. In a strict stream no blank may stand before one.
    void readWordTo(std::string &result) {
        if (!strict) skipBlanks();
        int c = source->peek();
        if (c == EOF) quit(_unexpected_eof, "Unexpected end of file - token expected");
        if (isBlanks(static_cast<char>(c))) quit(_pe, "Unexpected white-space - token expected");
        result.clear();
        while (c != EOF && !isBlanks(static_cast<char>(c))) {
            result += static_cast<char>(source->get());
            if (result.size() > maxTokenLength)
                quit(_pe, "A token is longer than " + vtos(maxTokenLength) + " characters");
            c = source->peek();
        }
    }
    void readWordTo(std::string &result, const pattern &wanted, const std::string &what = "") {
        readWordTo(result);
        if (!wanted.matches(result)) {
            std::string which = what.empty() ? "Token element" : "Token parameter [name=" + what + "]";
            quit(_wa, which + " equals to \"" + compress(result) + "\", doesn't correspond to pattern \"" + compress(wanted.src()) + "\"");
        }
    }
    void readWordTo(std::string &result, const std::string &wanted, const std::string &what = "") {
        readWordTo(result, pattern(wanted), what);
    }
    void readTokenTo(std::string &result) { readWordTo(result); }
    void readTokenTo(std::string &result, const pattern &wanted, const std::string &what = "") { readWordTo(result, wanted, what); }
    void readTokenTo(std::string &result, const std::string &wanted, const std::string &what = "") { readWordTo(result, wanted, what); }
    std::string readWord() {
        std::string result;
        readWordTo(result);
        return result;
    }
    std::string readWord(const pattern &wanted, const std::string &what = "") {
        std::string result;
        readWordTo(result, wanted, what);
        return result;
    }
    std::string readWord(const std::string &wanted, const std::string &what = "") { return readWord(pattern(wanted), what); }
    std::string readToken() { return readWord(); }
    std::string readToken(const pattern &wanted, const std::string &what = "") { return readWord(wanted, what); }
    std::string readToken(const std::string &wanted, const std::string &what = "") { return readWord(wanted, what); }

    // Lines, with the end of the line taken but not returned.
    void readStringTo(std::string &result) {
        int c = source->peek();
        if (c == EOF) quit(_unexpected_eof, "Expected line");
        result.clear();
        while (c != EOF && c != LF && !(c == CR && isBeforeLineFeed())) {
            result += static_cast<char>(source->get());
            c = source->peek();
        }
        if (strict) readEoln();
        else takeEoln();
    }
    void readStringTo(std::string &result, const pattern &wanted, const std::string &what = "") {
        readStringTo(result);
        if (!wanted.matches(result)) {
            std::string which = what.empty() ? "Line" : "Line [name=" + what + "]";
            quit(_wa, which + " equals to \"" + compress(result) + "\", doesn't correspond to pattern \"" + compress(wanted.src()) + "\"");
        }
    }
    void readStringTo(std::string &result, const std::string &wanted, const std::string &what = "") { readStringTo(result, pattern(wanted), what); }
    void readLineTo(std::string &result) { readStringTo(result); }
    void readLineTo(std::string &result, const pattern &wanted, const std::string &what = "") { readStringTo(result, wanted, what); }
    void readLineTo(std::string &result, const std::string &wanted, const std::string &what = "") { readStringTo(result, wanted, what); }
    std::string readString() {
        std::string result;
        readStringTo(result);
        return result;
    }
    std::string readString(const pattern &wanted, const std::string &what = "") {
        std::string result;
        readStringTo(result, wanted, what);
        return result;
    }
    std::string readString(const std::string &wanted, const std::string &what = "") { return readString(pattern(wanted), what); }
    std::string readLine() { return readString(); }
    std::string readLine(const pattern &wanted, const std::string &what = "") { return readString(wanted, what); }
    std::string readLine(const std::string &wanted, const std::string &what = "") { return readString(wanted, what); }

    // Numbers, and several of anything: see reading.h.
    long long readLong();
    long long readLong(long long low, long long high, const std::string &what = "");
    unsigned long long readUnsignedLong();
    unsigned long long readUnsignedLong(unsigned long long low, unsigned long long high, const std::string &what = "");
    unsigned long long readLong(unsigned long long low, unsigned long long high, const std::string &what = "") { return readUnsignedLong(low, high, what); }
    int readInteger();
    int readInteger(int low, int high, const std::string &what = "");
    int readInt() { return readInteger(); }
    int readInt(int low, int high, const std::string &what = "") { return readInteger(low, high, what); }
    double readReal();
    double readReal(double low, double high, const std::string &what = "");
    double readDouble() { return readReal(); }
    double readDouble(double low, double high, const std::string &what = "") { return readReal(low, high, what); }
    double readStrictReal(double low, double high, int minAfterPoint, int maxAfterPoint, const std::string &what = "");
    double readStrictDouble(double low, double high, int minAfterPoint, int maxAfterPoint, const std::string &what = "") {
        return readStrictReal(low, high, minAfterPoint, maxAfterPoint, what);
    }

    std::vector<int> readIntegers(int size, int low, int high, const std::string &what = "", int first = 1);
    std::vector<int> readIntegers(int size, int first = 1);
    std::vector<int> readInts(int size, int low, int high, const std::string &what = "", int first = 1) { return readIntegers(size, low, high, what, first); }
    std::vector<int> readInts(int size, int first = 1) { return readIntegers(size, first); }
    std::vector<long long> readLongs(int size, long long low, long long high, const std::string &what = "", int first = 1);
    std::vector<long long> readLongs(int size, int first = 1);
    std::vector<unsigned long long> readUnsignedLongs(int size, unsigned long long low, unsigned long long high, const std::string &what = "", int first = 1);
    std::vector<double> readReals(int size, double low, double high, const std::string &what = "", int first = 1);
    std::vector<double> readReals(int size, int first = 1);
    std::vector<double> readDoubles(int size, double low, double high, const std::string &what = "", int first = 1) { return readReals(size, low, high, what, first); }
    std::vector<double> readDoubles(int size, int first = 1) { return readReals(size, first); }
    std::vector<double> readStrictReals(int size, double low, double high, int minAfterPoint, int maxAfterPoint, const std::string &what = "", int first = 1);
    std::vector<double> readStrictDoubles(int size, double low, double high, int minAfterPoint, int maxAfterPoint, const std::string &what = "", int first = 1) {
        return readStrictReals(size, low, high, minAfterPoint, maxAfterPoint, what, first);
    }
    std::vector<std::string> readWords(int size, const std::string &wanted, const std::string &what = "", int first = 1) { return readWords(size, pattern(wanted), what, first); }
    std::vector<std::string> readWords(int size, const pattern &wanted, const std::string &what = "", int first = 1);
    std::vector<std::string> readWords(int size, int first = 1);
    std::vector<std::string> readTokens(int size, const std::string &wanted, const std::string &what = "", int first = 1) { return readWords(size, wanted, what, first); }
    std::vector<std::string> readTokens(int size, const pattern &wanted, const std::string &what = "", int first = 1) { return readWords(size, wanted, what, first); }
    std::vector<std::string> readTokens(int size, int first = 1) { return readWords(size, first); }
    std::vector<std::string> readStrings(int size, const std::string &wanted, const std::string &what = "", int first = 1) { return readStrings(size, pattern(wanted), what, first); }
    std::vector<std::string> readStrings(int size, const pattern &wanted, const std::string &what = "", int first = 1);
    std::vector<std::string> readStrings(int size, int first = 1);
    std::vector<std::string> readLines(int size, const std::string &wanted, const std::string &what = "", int first = 1) { return readStrings(size, wanted, what, first); }
    std::vector<std::string> readLines(int size, const pattern &wanted, const std::string &what = "", int first = 1) { return readStrings(size, wanted, what, first); }
    std::vector<std::string> readLines(int size, int first = 1) { return readStrings(size, first); }

    // The end of the program: see ending.h.
    TESTLIB_NORETURN void quit(TResult result, const std::string &message);
    TESTLIB_NORETURN void quit(TResult result, const char *message) { quit(result, std::string(message)); }
    TESTLIB_NORETURN void quitf(TResult result, const char *message, ...) TESTLIB_FORMAT(3, 4);
    void quitif(bool condition, TResult result, const char *message, ...) TESTLIB_FORMAT(4, 5);
    TESTLIB_NORETURN void quits(TResult result, const std::string &message) { quit(result, message); }
    void ensuref(bool condition, const char *message, ...) TESTLIB_FORMAT(3, 4);
    void ensure(bool condition) { ensuref(condition, "Condition failed"); }
    void __testlib_ensure(bool condition, const std::string &message) { if (!condition) quit(_wa, message); }

    static bool hasReadEof;

private:
    std::shared_ptr<TestlibSource> source;
    int testCase;
    friend void testlib_end(InStream &, TResult, const std::string &);

    static char character(int c) { return c == EOF ? static_cast<char>(EOFC) : static_cast<char>(c); }
    static std::string shown(char c) {
        if (c == LF) return "\\n";
        if (c == CR) return "\\r";
        if (c == TAB) return "\\t";
        return std::string(1, c);
    }
    bool isBeforeLineFeed() {
        source->get();
        bool result = source->peek() == LF;
        source->unget(CR);
        return result;
    }
    // A strict stream's lines end with LF alone; the last line of another one may lack it.
    bool takeEoln() {
        int c = source->get();
        if (c == LF) return true;
        if (strict) return false;
        if (c == CR) {
            if (source->peek() == LF) source->get();
            return true;
        }
        if (c != EOF) source->unget(static_cast<char>(c));
        return c == EOF;
    }
};
bool InStream::hasReadEof = false;

InStream inf;
InStream ouf;
InStream ans;
std::fstream tout;
TTestlibMode testlibMode = _unknown;
