#include <bits/stdc++.h>
using namespace std;

int main() {
    vector<long long> terms{istream_iterator<long long>(cin), {}};
    ranges::sort(terms);
    cout << terms[0] + terms[1] << endl;
}
