// How a program begins: it says what it is, and gets its streams.

namespace testlib_start {

// What may follow --group and the like on the command line.
class Settings {
public:
    std::string testset() const { return value("testset"); }
    std::string group() const { return value("group"); }
    std::string testCase() const { return value("testCase"); }
    std::string testCaseFileName() const { return value("testCaseFileName"); }
    std::string testOverviewLogFileName() const { return value("testOverviewLogFileName"); }
    void setTestset(const char *text) { values["testset"] = text; }
    void setGroup(const char *text) { values["group"] = text; }

    // The arguments that are none of these settings.
    std::vector<std::string> take(int argc, char *argv[]) {
        static const char *const names[] = {"testset", "group", "testCase", "testCaseFileName", "testOverviewLogFileName", "testMarkupFileName"};
        std::vector<std::string> rest;
        for (int i = 1; i < argc; ++i) {
            std::string argument = argv[i];
            bool isSetting = false;
            for (size_t j = 0; j < sizeof(names) / sizeof(names[0]); ++j)
                if (argument == std::string("--") + names[j]) {
                    if (i + 1 == argc) __testlib_fail(argument + " needs a value after it");
                    values[names[j]] = argv[++i];
                    isSetting = true;
                    break;
                }
            if (!isSetting) rest.push_back(argument);
        }
        return rest;
    }

private:
    std::map<std::string, std::string> values;
    std::string value(const std::string &name) const {
        std::map<std::string, std::string>::const_iterator found = values.find(name);
        return found == values.end() ? "" : found->second;
    }
};

}  // namespace testlib_start

class Validator : public testlib_start::Settings {
public:
    void addFeature(const std::string &name) {
        if (!features.insert(std::make_pair(name, false)).second) __testlib_fail("Feature " + name + " registered twice.");
    }
    void feature(const std::string &name) {
        if (features.find(name) == features.end()) __testlib_fail("Feature " + name + " is not registered by addFeature.");
        features[name] = true;
    }
    // Which ends of a range were met is for overviews of tests, which nobody asks for here.
    void addBoundsHit(const std::string &, const std::pair<bool, bool> &) {}
    void writeFeatures() const {
        if (testOverviewLogFileName().empty()) return;
        std::ofstream out(testOverviewLogFileName().c_str());
        for (std::map<std::string, bool>::const_iterator it = features.begin(); it != features.end(); ++it)
            out << "feature \"" << it->first << "\":" << (it->second ? " hit" : "") << "\n";
    }

private:
    std::map<std::string, bool> features;
};
Validator validator;

class Checker : public testlib_start::Settings {};
Checker checker;

inline void testlib_report_features() { if (testlibMode == _validator) validator.writeFeatures(); }

// Made first, so it goes last.
static testlib_ending::Guard testlib_guard;

inline void setName(const char *text, ...) TESTLIB_FORMAT(1, 2);
inline void setName(const char *text, ...) {
    TESTLIB_FORMATTED(text, name);
    testlib_ending::state().checkerName = name;
}

namespace testlib_start {

inline void usage(const char *kind, const char *arguments) {
    std::string name = testlib_ending::state().checkerName;
    std::fprintf(stderr, "%s%s%s\nUsage: program %s\n", kind, name.empty() ? "" : ": ", name.c_str(), arguments);
}

inline void setReport(const std::vector<std::string> &arguments) {
    if (arguments.size() > 3) testlib_ending::state().reportPath = arguments[3];
    if (arguments.size() > 4) {
        if (arguments[4] != "-appes" && arguments[4] != "-APPES") __testlib_fail("The argument " + arguments[4] + " is not known: only -appes may stand here");
        testlib_ending::state().isXml = true;
    }
    if (arguments.size() > 5) __testlib_fail("Too many arguments");
}

inline void askedForHelp(int argc, char *argv[], const char *kind, const char *arguments) {
    if (argc > 1 && (std::string(argv[1]) == "--help" || std::string(argv[1]) == "-help")) {
        usage(kind, arguments);
        disableFinalizeGuard();
        std::exit(0);
    }
}

}  // namespace testlib_start

inline void registerTestlibCmd(int argc, char *argv[]) {
    const char *arguments = "<input-file> <output-file> <answer-file> [<report-file> [-appes]]";
    testlibMode = _checker;
    testlib_start::askedForHelp(argc, argv, "Checker", arguments);
    std::vector<std::string> given = checker.take(argc, argv);
    if (given.size() < 3) {
        testlib_start::usage("Checker", arguments);
        __testlib_fail("The program must be run with the following arguments: " + std::string(arguments));
    }
    testlib_start::setReport(given);
    inf.init(given[0], _input);
    ans.init(given[2], _answer);
    ouf.init(given[1], _output);
}

inline void registerTestlib(int argc, ...) {
    if (argc < 3 || argc > 5) __testlib_fail("registerTestlib takes from three to five names of files");
    std::vector<char *> arguments(1, const_cast<char *>(""));
    va_list values;
    va_start(values, argc);
    for (int i = 0; i < argc; ++i) arguments.push_back(va_arg(values, char *));
    va_end(values);
    registerTestlibCmd(argc + 1, arguments.data());
}

inline void registerValidation() {
    testlibMode = _validator;
    inf.initStandardInput(_input);
    inf.strict = true;
}
inline void registerValidation(int argc, char *argv[]) {
    testlib_start::askedForHelp(argc, argv, "Validator", "[--testset name] [--group name] < input");
    testlibMode = _validator;
    validator.take(argc, argv);
    registerValidation();
}

inline void registerInteraction(int argc, char *argv[]) {
    const char *arguments = "<input-file> <output-file> [<answer-file> [<report-file> [-appes]]]";
    testlibMode = _interactor;
    testlib_start::askedForHelp(argc, argv, "Interactor", arguments);
    std::vector<std::string> given = checker.take(argc, argv);
    if (given.size() < 2) {
        testlib_start::usage("Interactor", arguments);
        __testlib_fail("The program must be run with the following arguments: " + std::string(arguments));
    }
    testlib_start::setReport(given);
    inf.init(given[0], _input);
    tout.open(given[1].c_str(), std::ios_base::out);
    if (tout.fail() || !tout.is_open()) __testlib_fail("Can not write to the test-output-file '" + given[1] + "'");
    if (given.size() > 2) ans.init(given[2], _answer);
    ouf.initStandardInput(_output);
    std::signal(SIGPIPE, SIG_IGN);
}

inline void registerGen(int argc, char *argv[], int randomGeneratorVersion) {
    if (randomGeneratorVersion < 0 || randomGeneratorVersion > 1) __testlib_fail("Random generator version is expected to be 0 or 1.");
    random_t::version = randomGeneratorVersion;
    testlibMode = _generator;
    rnd.setSeed(argc, argv);
    prepareOpts(argc, argv);
}
inline void registerGen(int argc, char *argv[]) { registerGen(argc, argv, 0); }

// Further output goes to a file of this name.
inline void startTest(int number) {
    if (std::freopen(vtos(number).c_str(), "wt", stdout) == NULL) __testlib_fail("Unable to write file '" + vtos(number) + "'");
}

template <typename T>
inline typename std::enable_if<!std::is_class<T>::value || std::is_same<T, std::string>::value>::type testlib_print(const T &value) { std::cout << value; }
template <typename T>
inline typename std::enable_if<std::is_class<T>::value && !std::is_same<T, std::string>::value>::type testlib_print(const T &items) { std::cout << join(items); }

inline void println() { std::cout << '\n'; }
template <typename First>
inline void println(const First &first) {
    testlib_print(first);
    std::cout << '\n';
}
template <typename First, typename... Rest>
inline typename std::enable_if<(sizeof...(Rest) > 0)>::type println(const First &first, const Rest &...rest) {
    testlib_print(first);
    std::cout << ' ';
    println(rest...);
}
template <typename Value>
inline typename std::enable_if<!std::is_same<Value, char>::value>::type println(const Value *first, const Value *last) {
    std::cout << join(first, last) << '\n';
}
