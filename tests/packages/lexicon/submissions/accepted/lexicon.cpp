#include <fstream>
#include <iostream>
#include <string>
#include <vector>

int main(int argc, char **argv) {
    if (argc != 2) return 1;
    std::ifstream lexicon("words.txt");
    std::vector<std::string> words;
    for (std::string word; lexicon >> word;)
        if (word[0] == argv[1][0]) words.push_back(word);
    for (std::size_t k; std::cin >> k;)
        std::cout << (k <= words.size() ? words[k - 1] : "-") << "\n";
}
