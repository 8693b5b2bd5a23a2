#include "feedback.h"

#include <cstdint>
#include <vector>

int main(int argc, char **argv) {
    if (argc < 4) return 1;
    std::ifstream input(argv[1]), answer(argv[2]);
    Feedback feedback(argv[3]);
    int n;
    int64_t w;
    input >> n >> w;
    std::vector<int64_t> prices(n);
    for (int64_t &price : prices) input >> price;
    std::string wanted;
    if (!input || !(answer >> wanted)) return 1;

    std::string first;
    if (!(std::cin >> first)) feedback.reject("Nothing was printed.");
    if (first == "impossible") {
        std::string more;
        if (std::cin >> more) feedback.reject("There is more after \"impossible\".");
        if (wanted != "impossible") feedback.reject("There is a muffin to be had.");
        return ACCEPT;
    }
    long a = feedback.number(first, n);
    std::string second, more;
    if (!(std::cin >> second)) feedback.reject("Only one drink was printed.");
    long b = feedback.number(second, n);
    if (std::cin >> more) feedback.reject("There is more after the two drinks.");
    if (a == b) feedback.reject("The two drinks must be different ones.");
    if (prices[a - 1] + prices[b - 1] != w) {
        feedback.judge << "drinks " << a << " and " << b << " cost "
                       << prices[a - 1] + prices[b - 1] << ", not " << w << "\n";
        feedback.reject("The two drinks don't cost W won.");
    }
    if (wanted == "impossible") return 1;
    return ACCEPT;
}
