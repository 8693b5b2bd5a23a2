#include <fstream>
#include <iostream>
#include <string>
#include <vector>

int main(int, char **argv) {
    std::ifstream lexicon("words.txt");
    std::vector<std::string> words;
    for (std::string word; lexicon >> word;)
        if (word[0] == argv[1][0]) words.push_back(word);
    for (std::size_t k; std::cin >> k;) std::cout << words.at(k - 1) << "\n";
}
