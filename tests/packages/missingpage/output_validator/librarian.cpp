#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <string>

constexpr int ACCEPT = 42;
constexpr int REJECT = 43;

int main(int argc, char **argv) {
    // A program that leaves early must not take the librarian with it.
    std::signal(SIGPIPE, SIG_IGN);
    if (argc < 6 || std::strcmp(argv[4], "questions") != 0) return 1;
    const long questions = std::atol(argv[5]);
    const std::string directory = argv[3];
    std::ifstream input(argv[1]);
    long n, page;
    if (!(input >> n >> page)) return 1;

    auto reject = [&](const std::string &message) {
        std::ofstream(directory + "judgemessage.txt") << message << "\n";
        std::ofstream(directory + "teammessage.txt") << message << "\n";
        std::exit(REJECT);
    };
    std::cout << n << std::endl;
    for (long asked = 1; asked <= questions; asked++) {
        std::string word;
        if (!(std::cin >> word))
            reject("The program ended before it found the page.");
        char *rest = nullptr;
        long guess = std::strtol(word.c_str(), &rest, 10);
        if (*rest != '\0' || guess < 1 || guess > n)
            reject("Question " + std::to_string(asked) + " is no page of the book.");
        if (guess == page) {
            std::cout << "found" << std::endl;
            std::string more;
            if (std::cin >> more) reject("The program asked again although the page was found.");
            return ACCEPT;
        }
        std::cout << (page < guess ? "before" : "after") << std::endl;
    }
    reject("The librarian has no time for more questions.");
}
