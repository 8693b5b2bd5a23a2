// Random numbers. The sequence depends only on the command line (or the seed that was set), and
// is the one of java.util.Random, as testlib documents its own.

class random_t {
public:
    static int version;

    random_t() : state(3905348978240129619ULL) {}

    void setSeed(int argc, char *argv[]) {
        state = 3905348978240129619ULL;
        for (int i = 1; i < argc; ++i) {
            for (const char *c = argv[i]; *c; ++c)
                state = state * MULTIPLIER + static_cast<unsigned int>(*c) + ADDEND;
            state += MULTIPLIER / ADDEND;
        }
        state &= MASK;
    }
    void setSeed(long long seed) { state = (static_cast<unsigned long long>(seed) ^ MULTIPLIER) & MASK; }

    int next(int n) {
        if (n < 1) __testlib_fail("random_t::next(int n): n must be positive, not " + vtos(n));
        if ((n & -n) == n) return static_cast<int>((n * static_cast<long long>(bits(31))) >> 31);
        const long long limit = INT_MAX / n * static_cast<long long>(n);
        long long drawn;
        do drawn = bits(31);
        while (drawn >= limit);
        return static_cast<int>(drawn % n);
    }
    unsigned int next(unsigned int n) {
        if (n >= static_cast<unsigned int>(INT_MAX))
            return static_cast<unsigned int>(next(static_cast<unsigned long long>(n)));
        return static_cast<unsigned int>(next(static_cast<int>(n)));
    }
    long long next(long long n) {
        if (n <= 0) __testlib_fail("random_t::next(long long n): n must be positive, not " + vtos(n));
        const long long limit = LLONG_MAX / n * n;
        long long drawn;
        do drawn = bits(63);
        while (drawn >= limit);
        return drawn % n;
    }
    unsigned long long next(unsigned long long n) {
        if (n == 0) __testlib_fail("random_t::next(unsigned long long n): n must be positive");
        if (n <= static_cast<unsigned long long>(LLONG_MAX))
            return static_cast<unsigned long long>(next(static_cast<long long>(n)));
        unsigned long long drawn;
        do drawn = (static_cast<unsigned long long>(bits(32)) << 32) | static_cast<unsigned long long>(bits(32));
        while (drawn >= n);
        return drawn;
    }
    long next(long n) { return static_cast<long>(next(static_cast<long long>(n))); }
    unsigned long next(unsigned long n) {
        return static_cast<unsigned long>(next(static_cast<unsigned long long>(n)));
    }

    // From 0 to 1, without 1.
    double next() {
        long long left = bits(26) << 27, right = bits(27);
        double value = static_cast<double>(left + right) / static_cast<double>(1LL << 53);
        return std::min(std::max(value, 0.0), std::nextafter(1.0, 0.0));
    }
    double next(double n) { return n * next(); }
    double next(double from, double to) {
        if (from >= to) __testlib_fail("random_t::next(double, double): the range is empty");
        return next(to - from) + from;
    }

    int next(int from, int to) { return static_cast<int>(between(from, to)); }
    unsigned int next(unsigned int from, unsigned int to) {
        return static_cast<unsigned int>(between(from, to));
    }
    long long next(long long from, long long to) { return between(from, to); }
    long next(long from, long to) { return static_cast<long>(between(from, to)); }
    unsigned long long next(unsigned long long from, unsigned long long to) {
        if (from > to) __testlib_fail("random_t::next(from, to): from is larger than to");
        if (to - from == ULLONG_MAX) return next(ULLONG_MAX);
        return from + next(to - from + 1);
    }
    unsigned long next(unsigned long from, unsigned long to) {
        return static_cast<unsigned long>(
            next(static_cast<unsigned long long>(from), static_cast<unsigned long long>(to)));
    }

    // A text that matches the pattern.
    std::string next(const std::string &text) { return pattern(text).next(*this); }
    std::string next(const char *text, ...) TESTLIB_FORMAT(2, 3) {
        TESTLIB_FORMATTED(text, source);
        return pattern(source).next(*this);
    }

    // The largest of type + 1 numbers, or for a negative type the smallest of -type + 1.
    int wnext(int n, int type) { return static_cast<int>(weighted<long long>(n, type)); }
    long long wnext(long long n, int type) { return weighted<long long>(n, type); }
    long wnext(long n, int type) { return static_cast<long>(weighted<long long>(n, type)); }
    unsigned int wnext(unsigned int n, int type) {
        return static_cast<unsigned int>(weighted<long long>(n, type));
    }
    unsigned long long wnext(unsigned long long n, int type) {
        return weighted<unsigned long long>(n, type);
    }
    unsigned long wnext(unsigned long n, int type) {
        return static_cast<unsigned long>(weighted<unsigned long long>(n, type));
    }
    double wnext(double n, int type) { return n * wnext(type); }
    double wnext(int type) {
        if (std::abs(type) >= FEW) {
            double power = 1.0 / (std::abs(type) + 1);
            return type > 0 ? std::pow(next() + 0.0, power) : 1 - std::pow(next() + 0.0, power);
        }
        double result = next();
        for (int i = 0; i < std::abs(type); ++i)
            result = type > 0 ? std::max(result, next()) : std::min(result, next());
        return result;
    }
    int wnext(int from, int to, int type) { return static_cast<int>(weightedBetween(from, to, type)); }
    long long wnext(long long from, long long to, int type) { return weightedBetween(from, to, type); }
    long wnext(long from, long to, int type) {
        return static_cast<long>(weightedBetween(from, to, type));
    }
    unsigned int wnext(unsigned int from, unsigned int to, int type) {
        return static_cast<unsigned int>(weightedBetween(from, to, type));
    }
    double wnext(double from, double to, int type) {
        if (from >= to) __testlib_fail("random_t::wnext(from, to, type): the range is empty");
        return wnext(to - from, type) + from;
    }

    template <typename Container>
    typename Container::value_type any(const Container &items) {
        return any(items.begin(), items.end());
    }
    template <typename Iterator>
    typename std::iterator_traits<Iterator>::value_type any(Iterator first, Iterator last) {
        int size = static_cast<int>(std::distance(first, last));
        if (size <= 0) __testlib_fail("random_t::any: there is nothing to choose from");
        std::advance(first, next(size));
        return *first;
    }
    template <typename Container>
    typename Container::value_type wany(const Container &items, int type) {
        return wany(items.begin(), items.end(), type);
    }
    template <typename Iterator>
    typename std::iterator_traits<Iterator>::value_type wany(Iterator first, Iterator last, int type) {
        int size = static_cast<int>(std::distance(first, last));
        if (size <= 0) __testlib_fail("random_t::wany: there is nothing to choose from");
        std::advance(first, wnext(size, type));
        return *first;
    }

    // The numbers from `first` on in random order.
    template <typename T, typename E>
    std::vector<E> perm(T size, E first) {
        if (size < 0) __testlib_fail("random_t::perm(size): size must not be negative");
        std::vector<E> order(static_cast<size_t>(size));
        E value = first;
        for (size_t i = 0; i < order.size(); ++i) order[i] = value++;
        for (T i = 1; i < size; ++i) std::swap(order[static_cast<size_t>(i)], order[static_cast<size_t>(next(i + 1))]);
        return order;
    }
    template <typename T>
    std::vector<T> perm(T size) { return perm(size, T(0)); }

    // So many different numbers of a range, in random order.
    template <typename T>
    std::vector<T> distinct(int size, T from, T to) {
        std::vector<T> result;
        if (size == 0) return result;
        if (size < 0 || from > to) __testlib_fail("random_t::distinct: the range is empty");
        unsigned long long count = static_cast<unsigned long long>(to) - static_cast<unsigned long long>(from) + 1;
        if (count != 0 && static_cast<unsigned long long>(size) > count)
            __testlib_fail("random_t::distinct: there are not so many different numbers");
        if (count != 0 && count / 2 < static_cast<unsigned long long>(size)) {
            std::vector<T> all;
            for (unsigned long long i = 0; i < count; ++i) all.push_back(static_cast<T>(from + static_cast<T>(i)));
            for (size_t i = 0; i < static_cast<size_t>(size); ++i)
                std::swap(all[i], all[static_cast<size_t>(next(static_cast<long long>(i), static_cast<long long>(count) - 1))]);
            all.resize(static_cast<size_t>(size));
            return all;
        }
        std::set<T> taken;
        while (result.size() < static_cast<size_t>(size)) {
            T value = static_cast<T>(next(from, to));
            if (taken.insert(value).second) result.push_back(value);
        }
        return result;
    }
    template <typename T>
    std::vector<T> distinct(int size, T upper) {
        if (size > 0 && upper <= 0) __testlib_fail("random_t::distinct: the range is empty");
        return distinct(size, T(0), upper - 1);
    }

    // So many numbers with this sum, each at least `least`.
    template <typename T>
    std::vector<T> partition(int size, T sum, T least) {
        if (size < 0 || sum < least * size) __testlib_fail("random_t::partition: the sum is too small");
        if (size == 0) {
            if (sum != 0) __testlib_fail("random_t::partition: no numbers have no sum");
            return std::vector<T>();
        }
        T spread = sum - least * size;
        std::vector<T> cuts = distinct(size - 1, T(1), T(spread + size - 1));
        std::sort(cuts.begin(), cuts.end());
        std::vector<T> parts;
        T before = 0;
        for (size_t i = 0; i < cuts.size(); ++i) {
            parts.push_back(cuts[i] - before - 1 + least);
            before = cuts[i];
        }
        parts.push_back(spread + size - before - 1 + least);
        return parts;
    }
    template <typename T>
    std::vector<T> partition(int size, T sum) { return partition(size, sum, T(1)); }

private:
    static const unsigned long long MULTIPLIER = 0x5DEECE66DULL;
    static const unsigned long long ADDEND = 0xBULL;
    static const unsigned long long MASK = (1ULL << 48) - 1;
    static const int FEW = 25;
    unsigned long long state;

    long long bits(int count) {
        if (count > 48) {
            long long left = bits(31) << 32;
            return left ^ bits(version == 0 ? 31 : 32);
        }
        state = (state * MULTIPLIER + ADDEND) & MASK;
        return static_cast<long long>(state >> (48 - count));
    }

    long long between(long long from, long long to) {
        if (from > to)
            __testlib_fail("random_t::next(from, to): " + vtos(from) + " is larger than " + vtos(to));
        unsigned long long count = static_cast<unsigned long long>(to) - static_cast<unsigned long long>(from) + 1;
        if (count == 0 || count > static_cast<unsigned long long>(LLONG_MAX)) {
            unsigned long long drawn = (static_cast<unsigned long long>(bits(32)) << 32) | static_cast<unsigned long long>(bits(32));
            return count == 0 ? static_cast<long long>(drawn)
                              : static_cast<long long>(static_cast<unsigned long long>(from) + drawn % count);
        }
        return from + next(static_cast<long long>(count));
    }
    static bool fitsInt(long long value) { return value >= INT_MIN && value <= INT_MAX; }

    template <typename T>
    T weighted(T n, int type) {
        if (n < 1) __testlib_fail("random_t::wnext(n, type): n must be positive");
        if (std::abs(type) >= FEW) {
            double power = 1.0 / (std::abs(type) + 1);
            double share = type > 0 ? std::pow(next() + 0.0, power) : 1 - std::pow(next() + 0.0, power);
            T value = static_cast<T>(static_cast<double>(n) * share);
            return value < n ? value : n - 1;
        }
        T result = next(n);
        for (int i = 0; i < std::abs(type); ++i)
            result = type > 0 ? std::max(result, next(n)) : std::min(result, next(n));
        return result;
    }
    long long weightedBetween(long long from, long long to, int type) {
        if (from > to) __testlib_fail("random_t::wnext(from, to, type): from is larger than to");
        long long count = to - from + 1;
        // As with next, ints draw from the shorter numbers.
        if (fitsInt(from) && fitsInt(to) && fitsInt(count))
            return from + weighted<int>(static_cast<int>(count), type);
        return from + weighted<long long>(count, type);
    }
};
int random_t::version = 1;

random_t rnd;

template <typename Iterator>
void shuffle(Iterator first, Iterator last) {
    if (first == last) return;
    for (Iterator it = first + 1; it != last; ++it)
        std::iter_swap(it, first + rnd.next(static_cast<int>(it - first) + 1));
}

inline std::string pattern::next(random_t &generator) const { return made(whole, generator); }

inline std::string pattern::made(const testlib_pattern::Alternatives &any, random_t &generator) {
    const testlib_pattern::Sequence &chosen =
        any[any.size() == 1 ? 0 : static_cast<size_t>(generator.next(static_cast<int>(any.size())))];
    std::string result;
    for (size_t i = 0; i < chosen.size(); ++i) {
        const testlib_pattern::Part &part = chosen[i];
        if (part.most < 0) __testlib_fail("a pattern without an upper bound can't be made at random");
        int count = part.least == part.most ? part.least : generator.next(part.least, part.most);
        std::string letters;
        for (size_t c = 0; c < part.characters.size(); ++c)
            if (part.characters[c]) letters += static_cast<char>(c);
        for (int j = 0; j < count; ++j) {
            if (part.isGroup) result += made(part.alternatives, generator);
            else if (letters.size() == 1) result += letters[0];
            else if (letters.empty()) __testlib_fail("a pattern has a bracket without characters");
            else result += letters[static_cast<size_t>(generator.next(static_cast<int>(letters.size())))];
        }
    }
    return result;
}
