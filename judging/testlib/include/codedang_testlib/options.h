// Options on a generator's command line: -n=10, --n=10, -n 10, -n10, and -flag alone.

namespace testlib_options {

struct Option {
    std::string value;
    bool isUsed;
    Option() : isUsed(false) {}
};

struct State {
    bool isPrepared, ensuresUse;
    std::vector<std::string> arguments;
    std::map<std::string, Option> byName;
    State() : isPrepared(false), ensuresUse(false) {}
};
inline State &state() {
    // Never destroyed: it is still looked at when the program is over.
    static State *one = new State();
    return *one;
}

// How many hyphens the name of an option stands after; 0 where it is no option.
inline size_t hyphens(const std::string &argument) {
    size_t count = argument.compare(0, 2, "--") == 0 ? 2 : 1;
    if (argument.empty() || argument[0] != '-' || argument.size() <= count) return 0;
    return isalpha(static_cast<unsigned char>(argument[count])) ? count : 0;
}

inline void read(const std::vector<std::string> &arguments) {
    State &now = state();
    for (size_t i = 1; i < arguments.size(); ++i) {
        size_t count = hyphens(arguments[i]);
        if (count == 0) continue;
        std::string key = arguments[i].substr(count), value = "true";
        size_t equals = key.find('=');
        if (equals != std::string::npos) {
            value = key.substr(equals + 1);
            key = key.substr(0, equals);
        } else if (i + 1 < arguments.size() && hyphens(arguments[i + 1]) == 0) {
            value = arguments[++i];
        } else if (key.size() > 1 && isdigit(static_cast<unsigned char>(key[1]))) {
            value = key.substr(1);
            key = key.substr(0, 1);
        }
        now.byName[key].value = value;
    }
}

inline std::string at(int index) {
    const std::vector<std::string> &arguments = state().arguments;
    if (index < 0 || static_cast<size_t>(index) >= arguments.size())
        __testlib_fail("Opts: index '" + vtos(index) + "' is out of range [0," + vtos(arguments.size()) + ")");
    return arguments[static_cast<size_t>(index)];
}
inline std::string at(const std::string &key) {
    State &now = state();
    now.ensuresUse = true;
    if (now.byName.find(key) == now.byName.end()) __testlib_fail("Opts: unknown key '" + compress(key) + "'");
    now.byName[key].isUsed = true;
    return now.byName[key].value;
}
inline bool has(int index) { return index >= 0 && static_cast<size_t>(index) < state().arguments.size(); }

TESTLIB_NORETURN inline void refuse(const char *kind, const std::string &value) {
    __testlib_fail(std::string("Opts: expected ") + kind + ", but \"" + compress(value) + "\" found");
}

template <typename T>
typename std::enable_if<std::is_integral<T>::value && std::is_signed<T>::value, T>::type parsed(const std::string &text) {
    long long value = 0;
    if (testlib_parse(text, value) != TESTLIB_IS_NUMBER || value < static_cast<long long>(std::numeric_limits<T>::min()) ||
        value > static_cast<long long>(std::numeric_limits<T>::max()))
        refuse("integer", text);
    return static_cast<T>(value);
}
template <typename T>
typename std::enable_if<std::is_integral<T>::value && std::is_unsigned<T>::value && !std::is_same<T, bool>::value, T>::type parsed(const std::string &text) {
    unsigned long long value = 0;
    if (testlib_parse(text, value) != TESTLIB_IS_NUMBER || value > static_cast<unsigned long long>(std::numeric_limits<T>::max()))
        refuse("unsigned integer", text);
    return static_cast<T>(value);
}
template <typename T>
typename std::enable_if<std::is_same<T, bool>::value, T>::type parsed(const std::string &text) {
    std::string word = lowerCase(text);
    if (word == "true" || word == "1") return true;
    if (word == "false" || word == "0") return false;
    refuse("bool true/false or 0/1", text);
}
template <typename T>
typename std::enable_if<std::is_floating_point<T>::value, T>::type parsed(const std::string &text) {
    double value = 0;
    if (testlib_parse(text, value) != TESTLIB_IS_NUMBER) refuse("floating point value", text);
    return static_cast<T>(value);
}
template <typename T>
typename std::enable_if<std::is_same<T, std::string>::value, T>::type parsed(const std::string &text) { return text; }

template <typename T>
std::vector<T> parsedList(const std::string &text) {
    std::vector<std::string> parts = split(text, ',');
    std::vector<T> result;
    for (size_t i = 0; i < parts.size(); ++i) result.push_back(parsed<T>(parts[i]));
    return result;
}

}  // namespace testlib_options

inline void prepareOpts(int argc, char *argv[]) {
    testlib_options::State &now = testlib_options::state();
    now.arguments.assign(argv, argv + argc);
    now.byName.clear();
    testlib_options::read(now.arguments);
    now.isPrepared = true;
}

inline bool has_opt(const std::string &key) {
    testlib_options::State &now = testlib_options::state();
    now.ensuresUse = true;
    bool isThere = now.byName.find(key) != now.byName.end();
    if (isThere) now.byName[key].isUsed = true;
    return isThere;
}

template <typename T>
T opt(int index) { return testlib_options::parsed<T>(testlib_options::at(index)); }
template <typename T>
T opt(const std::string &key) { return testlib_options::parsed<T>(testlib_options::at(key)); }
template <typename T>
T opt(int index, const T &otherwise) { return testlib_options::has(index) ? opt<T>(index) : otherwise; }
template <typename T>
T opt(const std::string &key, const T &otherwise) { return has_opt(key) ? opt<T>(key) : otherwise; }
inline std::string opt(int index) { return opt<std::string>(index); }
inline std::string opt(const std::string &key) { return opt<std::string>(key); }
inline std::string opt(int index, const std::string &otherwise) { return opt<std::string>(index, otherwise); }
inline std::string opt(const std::string &key, const std::string &otherwise) { return opt<std::string>(key, otherwise); }
template <typename T>
std::vector<T> opts(int index) { return testlib_options::parsedList<T>(testlib_options::at(index)); }
template <typename T>
std::vector<T> opts(const std::string &key) { return testlib_options::parsedList<T>(testlib_options::at(key)); }

inline void ensureNoUnusedOpts() {
    std::map<std::string, testlib_options::Option> &all = testlib_options::state().byName;
    for (std::map<std::string, testlib_options::Option>::iterator it = all.begin(); it != all.end(); ++it)
        if (!it->second.isUsed) __testlib_fail("Opts: unused key '" + compress(it->first) + "'");
}
inline void suppressEnsureNoUnusedOpts() { testlib_options::state().ensuresUse = false; }
inline void testlib_check_options() {
    if (testlib_options::state().ensuresUse) ensureNoUnusedOpts();
}
