// Text and numbers: what checkers build their messages of.

inline std::string testlib_vformat(const char *text, va_list values) {
    va_list again;
    va_copy(again, values);
    int length = vsnprintf(NULL, 0, text, again);
    va_end(again);
    if (length < 0) return "";
    std::vector<char> buffer(static_cast<size_t>(length) + 1);
    vsnprintf(buffer.data(), buffer.size(), text, values);
    return std::string(buffer.data(), static_cast<size_t>(length));
}

// The values after `text` as one string named `result`, in a function with `...`.
#define TESTLIB_FORMATTED(text, result)                    \
    std::string result;                                    \
    do {                                                   \
        va_list testlib_values;                            \
        va_start(testlib_values, text);                    \
        result = testlib_vformat(text, testlib_values);    \
        va_end(testlib_values);                            \
    } while (0)

#if defined(__GNUC__)
__attribute__((format(printf, 1, 2)))
#endif
inline std::string format(const char *text, ...) {
    TESTLIB_FORMATTED(text, result);
    return result;
}

inline std::string format(const std::string text, ...) {
    va_list values;
    va_start(values, text);
    std::string result = testlib_vformat(text.c_str(), values);
    va_end(values);
    return result;
}

inline bool isBlanks(char c) { return c == SPACE || c == TAB || c == LF || c == CR; }
inline bool isEof(int c) { return c == EOF; }
inline bool isEoln(char c) { return c == LF || c == CR; }

inline std::string trim(const std::string &text) {
    size_t left = 0, right = text.size();
    while (left < right && isBlanks(text[left])) ++left;
    while (right > left && isBlanks(text[right - 1])) --right;
    return text.substr(left, right - left);
}

inline std::string upperCase(std::string text) {
    for (size_t i = 0; i < text.size(); ++i)
        if ('a' <= text[i] && text[i] <= 'z') text[i] = static_cast<char>(text[i] - 'a' + 'A');
    return text;
}

inline std::string lowerCase(std::string text) {
    for (size_t i = 0; i < text.size(); ++i)
        if ('A' <= text[i] && text[i] <= 'Z') text[i] = static_cast<char>(text[i] - 'A' + 'a');
    return text;
}

// Long text with its middle left out, for messages.
inline std::string compress(const std::string &text) {
    const size_t whole = 64, head = 30, tail = 31;
    if (text.size() <= whole) return text;
    return text.substr(0, head) + "..." + text.substr(text.size() - tail);
}

inline std::string __testlib_part(const std::string &text) { return compress(text); }
inline std::string stringPart(const std::string &text) { return compress(text); }

inline std::string englishEnding(int number) {
    int lastTwo = std::abs(number) % 100;
    if (lastTwo / 10 == 1) return "th";
    switch (lastTwo % 10) {
        case 1: return "st";
        case 2: return "nd";
        case 3: return "rd";
        default: return "th";
    }
}

template <typename T>
inline std::string vtos(const T &value) {
    std::ostringstream out;
    out << std::setprecision(15) << value;
    return out.str();
}
inline std::string vtos(const std::string &value) { return value; }
inline std::string vtos(bool value) { return value ? "true" : "false"; }

template <typename T>
inline std::string toString(const T &value) { return vtos(value); }

template <typename T>
inline std::string toHumanReadableString(const T &value) {
    std::ostringstream plain;
    plain << value;
    std::string digits = plain.str();
    bool isNegative = !digits.empty() && digits[0] == '-';
    std::string number = isNegative ? digits.substr(1) : digits;
    if (number.size() < 7 || number.find_first_not_of("0123456789") != std::string::npos)
        return digits;
    size_t zeros = number.size() - 1 - number.find_last_not_of('0');
    if (zeros >= 5 && number.size() - zeros <= 3) {
        std::string head = number.substr(0, number.size() - zeros);
        return (isNegative ? "-" : "") + (head == "1" ? "" : head + "*") + "10^" + vtos(zeros);
    }
    return digits;
}

template <typename Iterator>
inline std::string join(Iterator first, Iterator last, const std::string &separator) {
    std::ostringstream out;
    for (bool isFirst = true; first != last; ++first, isFirst = false) {
        if (!isFirst) out << separator;
        out << *first;
    }
    return out.str();
}
template <typename Iterator>
inline std::string join(Iterator first, Iterator last, char separator = ' ') {
    return join(first, last, std::string(1, separator));
}
template <typename Collection>
inline std::string join(const Collection &items, const std::string &separator) {
    return join(items.begin(), items.end(), separator);
}
template <typename Collection>
inline std::string join(const Collection &items, char separator = ' ') {
    return join(items.begin(), items.end(), std::string(1, separator));
}

// Parts between separators, empty ones too.
inline std::vector<std::string> split(const std::string &text, const std::string &separators) {
    std::vector<std::string> parts(1);
    for (size_t i = 0; i < text.size(); ++i) {
        if (separators.find(text[i]) != std::string::npos) parts.push_back("");
        else parts.back() += text[i];
    }
    return parts;
}
inline std::vector<std::string> split(const std::string &text, char separator) {
    return split(text, std::string(1, separator));
}

// Parts between separators, without empty ones.
inline std::vector<std::string> tokenize(const std::string &text, const std::string &separators) {
    std::vector<std::string> parts = split(text, separators), tokens;
    for (size_t i = 0; i < parts.size(); ++i)
        if (!parts[i].empty()) tokens.push_back(parts[i]);
    return tokens;
}
inline std::vector<std::string> tokenize(const std::string &text, char separator) {
    return tokenize(text, std::string(1, separator));
}

inline bool __testlib_isNaN(double value) { return value != value; }
inline bool __testlib_isInfinite(double value) { return value - value != 0 && value == value; }

// Whether `result` is near enough to `expected`, by absolute or by relative error.
inline bool doubleCompare(double expected, double result, double maxError) {
    maxError += 1e-15;
    if (__testlib_isNaN(expected)) return __testlib_isNaN(result);
    if (__testlib_isInfinite(expected))
        return __testlib_isInfinite(result) && (expected > 0) == (result > 0);
    if (__testlib_isNaN(result) || __testlib_isInfinite(result)) return false;
    if (std::fabs(result - expected) <= maxError) return true;
    double low = std::min(expected * (1 - maxError), expected * (1 + maxError));
    double high = std::max(expected * (1 - maxError), expected * (1 + maxError));
    return low <= result && result <= high;
}

// The smaller one of absolute and relative error.
inline double doubleDelta(double expected, double result) {
    double absolute = std::fabs(result - expected);
    if (std::fabs(expected) > 1e-9) return std::min(absolute, std::fabs(absolute / expected));
    return absolute;
}

inline std::string removeDoubleTrailingZeroes(std::string text) {
    if (text.find('.') == std::string::npos) return text;
    while (text.size() > 1 && text[text.size() - 1] == '0' && text[text.size() - 2] != '.')
        text.erase(text.size() - 1);
    return text;
}
inline std::string removeDoubleTrailingZeroes(double value) {
    return removeDoubleTrailingZeroes(format("%.10f", value));
}

enum TestlibNumber { TESTLIB_IS_NUMBER, TESTLIB_NO_NUMBER, TESTLIB_TOO_LARGE };

// An integer as a program prints it: no plus, no leading zeros, no minus before 0.
inline TestlibNumber testlib_parse(const std::string &text, long long &value) {
    bool isNegative = !text.empty() && text[0] == '-';
    std::string digits = isNegative ? text.substr(1) : text;
    if (digits.empty() || digits.find_first_not_of("0123456789") != std::string::npos)
        return TESTLIB_NO_NUMBER;
    if (digits[0] == '0' && (digits.size() > 1 || isNegative)) return TESTLIB_NO_NUMBER;
    if (digits.size() > 19) return TESTLIB_TOO_LARGE;
    unsigned long long size = 0;
    for (size_t i = 0; i < digits.size(); ++i)
        size = size * 10 + static_cast<unsigned long long>(digits[i] - '0');
    unsigned long long limit = static_cast<unsigned long long>(LLONG_MAX) + (isNegative ? 1 : 0);
    if (size > limit) return TESTLIB_TOO_LARGE;
    value = isNegative ? static_cast<long long>(0ULL - size) : static_cast<long long>(size);
    return TESTLIB_IS_NUMBER;
}

inline TestlibNumber testlib_parse(const std::string &digits, unsigned long long &value) {
    if (digits.empty() || digits.find_first_not_of("0123456789") != std::string::npos)
        return TESTLIB_NO_NUMBER;
    if (digits[0] == '0' && digits.size() > 1) return TESTLIB_NO_NUMBER;
    if (digits.size() > 20) return TESTLIB_TOO_LARGE;
    value = 0;
    for (size_t i = 0; i < digits.size(); ++i) {
        unsigned long long digit = static_cast<unsigned long long>(digits[i] - '0');
        if (value > (ULLONG_MAX - digit) / 10) return TESTLIB_TOO_LARGE;
        value = value * 10 + digit;
    }
    return TESTLIB_IS_NUMBER;
}

// A number in decimal or e-notation; never NaN or an infinity.
inline TestlibNumber testlib_parse(const std::string &text, double &value) {
    size_t at = 0, digits = 0;
    const size_t end = text.size();
    if (at < end && (text[at] == '-' || text[at] == '+')) ++at;
    for (; at < end && isdigit(static_cast<unsigned char>(text[at])); ++at) ++digits;
    if (at < end && text[at] == '.')
        for (++at; at < end && isdigit(static_cast<unsigned char>(text[at])); ++at) ++digits;
    if (digits == 0) return TESTLIB_NO_NUMBER;
    if (at < end && (text[at] == 'e' || text[at] == 'E')) {
        size_t exponent = ++at;
        if (at < end && (text[at] == '-' || text[at] == '+')) exponent = ++at;
        while (at < end && isdigit(static_cast<unsigned char>(text[at]))) ++at;
        if (at == exponent) return TESTLIB_NO_NUMBER;
    }
    if (at != end) return TESTLIB_NO_NUMBER;
    value = strtod(text.c_str(), NULL);
    return __testlib_isInfinite(value) ? TESTLIB_TOO_LARGE : TESTLIB_IS_NUMBER;
}

// As testlib_parse, and only plain decimals with so many digits after the point.
inline TestlibNumber testlib_parse_strict(
    const std::string &text, int minAfterPoint, int maxAfterPoint, double &value) {
    std::string number = !text.empty() && text[0] == '-' ? text.substr(1) : text;
    if (number.find_first_not_of("0123456789.") != std::string::npos) return TESTLIB_NO_NUMBER;
    size_t point = number.find('.');
    std::string whole = number.substr(0, point);
    std::string part = point == std::string::npos ? "" : number.substr(point + 1);
    if (whole.empty() || part.find('.') != std::string::npos) return TESTLIB_NO_NUMBER;
    if (whole.size() > 1 && whole[0] == '0') return TESTLIB_NO_NUMBER;
    if (point != std::string::npos && part.empty()) return TESTLIB_NO_NUMBER;
    int length = static_cast<int>(part.size());
    if (length < minAfterPoint || length > maxAfterPoint) return TESTLIB_NO_NUMBER;
    if (testlib_parse(text, value) != TESTLIB_IS_NUMBER) return TESTLIB_NO_NUMBER;
    return value == 0 && text[0] == '-' ? TESTLIB_NO_NUMBER : TESTLIB_IS_NUMBER;
}

template <typename T>
inline T __testlib_min(const T &one, const T &other) { return other < one ? other : one; }
template <typename T>
inline T __testlib_max(const T &one, const T &other) { return one < other ? other : one; }
template <typename T>
inline T __testlib_abs(const T &value) { return value < T(0) ? -value : value; }
template <typename T>
inline void __testlib_swap(T &one, T &other) { std::swap(one, other); }
inline int __testlib_lround(double value) { return static_cast<int>(value < 0 ? value - 0.5 : value + 0.5); }

inline bool equals(long long value, const char *text) { return vtos(value) == text; }
