// Patterns such as "[a-z]{1,10}|-?[0-9]+": a small part of regular expressions, for matching
// whole tokens and for making random ones.

class pattern;

namespace testlib_pattern {

// A sequence of alternatives' parts: one atom with how often it may stand.
struct Part {
    std::vector<bool> characters;  // of an atom that is one character
    std::vector<std::vector<Part> > alternatives;  // of an atom in parentheses
    bool isGroup;
    int least, most;  // most -1: any number
    Part() : isGroup(false), least(1), most(1) {}
};
typedef std::vector<Part> Sequence;
typedef std::vector<Sequence> Alternatives;

class Parser {
public:
    explicit Parser(const std::string &source) : source(source), at(0) {}

    Alternatives parse() {
        Alternatives result = alternatives();
        if (at != source.size()) fail("a closing parenthesis too many");
        return result;
    }

private:
    std::string source;
    size_t at;

    TESTLIB_NORETURN void fail(const std::string &why) const {
        __testlib_fail("Illegal pattern \"" + source + "\": " + why);
    }
    bool more() const { return at < source.size(); }

    Alternatives alternatives() {
        Alternatives result(1);
        while (more() && source[at] != ')') {
            if (source[at] == '|') {
                ++at;
                result.push_back(Sequence());
                continue;
            }
            Part part = atom();
            repeats(part);
            result.back().push_back(part);
        }
        return result;
    }

    Part atom() {
        Part part;
        char c = source[at++];
        if (c == '(') {
            part.isGroup = true;
            part.alternatives = alternatives();
            if (!more()) fail("a parenthesis is not closed");
            ++at;
        } else if (c == '[') {
            part.characters = characterClass();
        } else {
            part.characters.assign(256, false);
            part.characters[static_cast<unsigned char>(escaped(c))] = true;
        }
        return part;
    }

    char escaped(char c) {
        if (c != '\\') return c;
        if (!more()) fail("ends with a backslash");
        return source[at++];
    }

    std::vector<bool> characterClass() {
        std::vector<bool> found(256, false);
        bool isNegated = more() && source[at] == '^';
        if (isNegated) ++at;
        while (more() && source[at] != ']') {
            bool isEscaped = source[at] == '\\';
            char first = source[at++];
            first = escaped(first);
            char last = first;
            if (at + 1 < source.size() && source[at] == '-' && source[at + 1] != ']' &&
                !(isEscaped && first == '-')) {
                ++at;
                char c = source[at++];
                last = escaped(c);
                if (static_cast<unsigned char>(first) > static_cast<unsigned char>(last))
                    fail("a range of characters is upside down");
            }
            for (int c = static_cast<unsigned char>(first); c <= static_cast<unsigned char>(last); ++c)
                found[static_cast<size_t>(c)] = true;
        }
        if (!more()) fail("a bracket is not closed");
        ++at;
        if (isNegated) found.flip();
        return found;
    }

    int number() {
        long long value = 0;
        size_t start = at;
        for (; more() && isdigit(static_cast<unsigned char>(source[at])); ++at)
            value = std::min(value * 10 + (source[at] - '0'), static_cast<long long>(INT_MAX));
        return start == at ? -1 : static_cast<int>(value);
    }

    void repeats(Part &part) {
        if (!more()) return;
        char c = source[at];
        if (c == '*' || c == '+' || c == '?') {
            ++at;
            part.least = c == '+' ? 1 : 0;
            part.most = c == '?' ? 1 : -1;
        } else if (c == '{') {
            ++at;
            int low = number();
            part.least = low < 0 ? 0 : low;
            part.most = low;
            if (more() && source[at] == ',') {
                ++at;
                part.most = number();
            } else if (low < 0) {
                fail("a number is missing in {}");
            }
            if (!more() || source[at] != '}') fail("a brace is not closed");
            ++at;
            if (part.most >= 0 && part.most < part.least) fail("{} is upside down");
        }
    }
};

// Which places of a text a match may end at, given all those where it may begin.
class Matcher {
public:
    explicit Matcher(const std::string &text) : text(text) {}

    bool matches(const Alternatives &whole) const {
        Places start(text.size() + 1, 0);
        start[0] = 1;
        return endsOf(whole, start)[text.size()] != 0;
    }

private:
    typedef std::vector<char> Places;
    const std::string &text;

    static bool isEmpty(const Places &places) {
        return std::find(places.begin(), places.end(), 1) == places.end();
    }

    Places endsOf(const Alternatives &any, const Places &starts) const {
        Places ends(starts.size(), 0);
        for (size_t i = 0; i < any.size(); ++i) {
            Places now = starts;
            for (size_t j = 0; j < any[i].size(); ++j)
                now = any[i][j].isGroup ? endsOfGroup(any[i][j], now) : endsOfRun(any[i][j], now);
            for (size_t place = 0; place < now.size(); ++place) ends[place] |= now[place];
        }
        return ends;
    }

    // In one go over the text: a match that ends here began at most so many fitting characters ago.
    Places endsOfRun(const Part &part, const Places &starts) const {
        Places ends(starts.size(), 0);
        std::vector<size_t> before(starts.size() + 1, 0);
        for (size_t i = 0; i < starts.size(); ++i)
            before[i + 1] = before[i] + static_cast<size_t>(starts[i]);
        size_t fits = 0;
        const size_t least = static_cast<size_t>(part.least);
        for (size_t end = 0; end < starts.size(); ++end) {
            if (end > 0)
                fits = part.characters[static_cast<unsigned char>(text[end - 1])] ? fits + 1 : 0;
            size_t most = part.most < 0 ? fits : std::min(fits, static_cast<size_t>(part.most));
            if (most >= least && before[end - least + 1] > before[end - most]) ends[end] = 1;
        }
        return ends;
    }

    Places endsOfGroup(const Part &part, const Places &starts) const {
        Places now = starts, ends(starts.size(), 0);
        if (part.least == 0) ends = starts;
        for (int count = 1; part.most < 0 || count <= part.most; ++count) {
            now = endsOf(part.alternatives, now);
            if (isEmpty(now)) break;
            Places old = ends;
            if (count >= part.least)
                for (size_t place = 0; place < now.size(); ++place) ends[place] |= now[place];
            if (count > part.least && ends == old) break;
        }
        return ends;
    }
};

}  // namespace testlib_pattern

class random_t;

class pattern {
public:
    pattern(std::string text) : text(text), whole(testlib_pattern::Parser(strip(text)).parse()) {}

    bool matches(const std::string &value) const {
        return testlib_pattern::Matcher(value).matches(whole);
    }
    std::string next(random_t &rnd) const;
    std::string src() const { return text; }

private:
    std::string text;
    testlib_pattern::Alternatives whole;

    // Blanks in a pattern have no meaning unless they are escaped.
    static std::string strip(const std::string &text) {
        std::string result;
        for (size_t i = 0; i < text.size(); ++i) {
            if (text[i] == '\\' && i + 1 < text.size()) {
                result += text[i];
                result += text[++i];
            } else if (text[i] != ' ') {
                result += text[i];
            }
        }
        return result;
    }
    static std::string made(const testlib_pattern::Alternatives &any, random_t &rnd);
};
