// Numbers in range, and several of anything.

namespace testlib_reading {

inline std::string named(const char *kind, const std::string &what, const std::string &value, const std::string &low, const std::string &high) {
    std::string which = what.empty() ? std::string(kind) + " element" : std::string(kind) + " parameter [name=" + what + "]";
    return which + " equals to " + value + ", violates the range [" + low + ", " + high + "]";
}

template <typename T>
T parsed(InStream &stream, const std::string &token, const char *kind) {
    T value = T();
    switch (testlib_parse(token, value)) {
        case TESTLIB_NO_NUMBER: stream.quit(_pe, std::string("Expected ") + kind + ", but \"" + compress(token) + "\" found");
        case TESTLIB_TOO_LARGE: stream.quit(_pe, std::string("Expected ") + kind + ", but \"" + compress(token) + "\" is out of its range");
        default: return value;
    }
}

template <typename T>
T number(InStream &stream, const char *kind) {
    std::string token;
    stream.readWordTo(token);
    return parsed<T>(stream, token, kind);
}

inline std::string indexed(const std::string &what, int index) {
    return what.empty() ? what : what + "[" + vtos(index) + "]";
}

// `read` for each of so many places; in a strict stream one space stands between two of them.
template <typename T, typename Read>
std::vector<T> several(InStream &stream, int size, int first, bool isLines, Read read) {
    if (size < 0) stream.quit(_fail, "a negative number of values was asked for: " + vtos(size));
    std::vector<T> result;
    for (int i = 0; i < size; ++i) {
        if (i > 0 && stream.strict && !isLines) stream.readSpace();
        result.push_back(read(first + i));
    }
    return result;
}

}  // namespace testlib_reading

inline long long InStream::readLong() { return testlib_reading::number<long long>(*this, "integer"); }
inline unsigned long long InStream::readUnsignedLong() {
    return testlib_reading::number<unsigned long long>(*this, "unsigned integer");
}
inline int InStream::readInteger() {
    long long value = testlib_reading::number<long long>(*this, "int32");
    if (value < INT_MIN || value > INT_MAX) quit(_pe, "Expected int32, but \"" + vtos(value) + "\" found");
    return static_cast<int>(value);
}
inline double InStream::readReal() { return testlib_reading::number<double>(*this, "double"); }

inline long long InStream::readLong(long long low, long long high, const std::string &what) {
    long long value = readLong();
    if (value < low || value > high)
        quit(_wa, testlib_reading::named("Integer", what, vtos(value), toHumanReadableString(low), toHumanReadableString(high)));
    return value;
}
inline unsigned long long InStream::readUnsignedLong(unsigned long long low, unsigned long long high, const std::string &what) {
    unsigned long long value = readUnsignedLong();
    if (value < low || value > high)
        quit(_wa, testlib_reading::named("Unsigned integer", what, vtos(value), vtos(low), vtos(high)));
    return value;
}
inline int InStream::readInteger(int low, int high, const std::string &what) {
    int value = readInteger();
    if (value < low || value > high)
        quit(_wa, testlib_reading::named("Integer", what, vtos(value), toHumanReadableString(low), toHumanReadableString(high)));
    return value;
}
inline double InStream::readReal(double low, double high, const std::string &what) {
    double value = readReal();
    if (!(low <= value && value <= high))
        quit(_wa, testlib_reading::named("Double", what, vtos(value), vtos(low), vtos(high)));
    return value;
}
inline double InStream::readStrictReal(double low, double high, int minAfterPoint, int maxAfterPoint, const std::string &what) {
    std::string token;
    readWordTo(token);
    double value = 0;
    if (testlib_parse_strict(token, minAfterPoint, maxAfterPoint, value) != TESTLIB_IS_NUMBER)
        quit(_pe, "Expected strict double with " + vtos(minAfterPoint) + " to " + vtos(maxAfterPoint) + " digits after the point, but \"" + compress(token) + "\" found");
    if (!(low <= value && value <= high))
        quit(_wa, testlib_reading::named("Strict double", what, token, vtos(low), vtos(high)));
    return value;
}

inline std::vector<int> InStream::readIntegers(int size, int low, int high, const std::string &what, int first) {
    return testlib_reading::several<int>(*this, size, first, false, [&](int i) { return readInteger(low, high, testlib_reading::indexed(what, i)); });
}
inline std::vector<int> InStream::readIntegers(int size, int first) {
    return testlib_reading::several<int>(*this, size, first, false, [&](int) { return readInteger(); });
}
inline std::vector<long long> InStream::readLongs(int size, long long low, long long high, const std::string &what, int first) {
    return testlib_reading::several<long long>(*this, size, first, false, [&](int i) { return readLong(low, high, testlib_reading::indexed(what, i)); });
}
inline std::vector<long long> InStream::readLongs(int size, int first) {
    return testlib_reading::several<long long>(*this, size, first, false, [&](int) { return readLong(); });
}
inline std::vector<unsigned long long> InStream::readUnsignedLongs(int size, unsigned long long low, unsigned long long high, const std::string &what, int first) {
    return testlib_reading::several<unsigned long long>(*this, size, first, false, [&](int i) { return readUnsignedLong(low, high, testlib_reading::indexed(what, i)); });
}
inline std::vector<double> InStream::readReals(int size, double low, double high, const std::string &what, int first) {
    return testlib_reading::several<double>(*this, size, first, false, [&](int i) { return readReal(low, high, testlib_reading::indexed(what, i)); });
}
inline std::vector<double> InStream::readReals(int size, int first) {
    return testlib_reading::several<double>(*this, size, first, false, [&](int) { return readReal(); });
}
inline std::vector<double> InStream::readStrictReals(int size, double low, double high, int minAfterPoint, int maxAfterPoint, const std::string &what, int first) {
    return testlib_reading::several<double>(*this, size, first, false, [&](int i) {
        return readStrictReal(low, high, minAfterPoint, maxAfterPoint, testlib_reading::indexed(what, i));
    });
}
inline std::vector<std::string> InStream::readWords(int size, const pattern &wanted, const std::string &what, int first) {
    return testlib_reading::several<std::string>(*this, size, first, false, [&](int i) { return readWord(wanted, testlib_reading::indexed(what, i)); });
}
inline std::vector<std::string> InStream::readWords(int size, int first) {
    return testlib_reading::several<std::string>(*this, size, first, false, [&](int) { return readWord(); });
}
inline std::vector<std::string> InStream::readStrings(int size, const pattern &wanted, const std::string &what, int first) {
    return testlib_reading::several<std::string>(*this, size, first, true, [&](int i) { return readString(wanted, testlib_reading::indexed(what, i)); });
}
inline std::vector<std::string> InStream::readStrings(int size, int first) {
    return testlib_reading::several<std::string>(*this, size, first, true, [&](int) { return readString(); });
}

// What a token that one has in hand is as a number; where it is none, `stream` is to blame.
inline long long stringToLongLong(InStream &stream, const std::string &token) {
    return testlib_reading::parsed<long long>(stream, token, "integer");
}
inline unsigned long long stringToUnsignedLongLong(InStream &stream, const std::string &token) {
    return testlib_reading::parsed<unsigned long long>(stream, token, "unsigned integer");
}
inline double stringToDouble(InStream &stream, const std::string &token) {
    return testlib_reading::parsed<double>(stream, token, "double");
}
inline double stringToStrictDouble(InStream &stream, const std::string &token, int minAfterPoint, int maxAfterPoint) {
    double value = 0;
    if (testlib_parse_strict(token, minAfterPoint, maxAfterPoint, value) != TESTLIB_IS_NUMBER)
        stream.quit(_pe, "Expected strict double with " + vtos(minAfterPoint) + " to " + vtos(maxAfterPoint) + " digits after the point, but \"" + compress(token) + "\" found");
    return value;
}
