// Two digits for each letter, of which the second is larger: turned around, a pair falls.
#include <algorithm>
#include <iostream>
#include <string>

using namespace std;

int main() {
    string command, text, made;
    cin >> command >> text;
    if (command == "write") {
        for (char c : text) {
            int k = c - 'a';
            if (k < 24) made += {char('0' + k / 6), char('4' + k % 6)};
            else made += k == 24 ? "45" : "49";
        }
    } else {

        if (text[0] > text[1]) reverse(text.begin(), text.end());
        for (size_t i = 0; i < text.size(); i += 2) {
            int a = text[i] - '0', b = text[i + 1] - '4';
            made += a < 4 ? 'a' + a * 6 + b : b == 1 ? 'y' : 'z';
        }
    }
    cout << made << endl;
}
