#include <algorithm>
#include <iostream>
#include <vector>
using namespace std;

long long sort_and_count(vector<int>& v, int low, int high) {
    if (high - low < 2) return 0;
    int middle = (low + high) / 2;
    long long count = sort_and_count(v, low, middle) + sort_and_count(v, middle, high);
    for (int i = low, j = middle; i < middle; i++) {
        while (j < high && v[j] < v[i]) j++;
        count += j - middle;
    }
    inplace_merge(v.begin() + low, v.begin() + middle, v.begin() + high);
    return count;
}

int main() {
    ios::sync_with_stdio(false);
    cin.tie(nullptr);
    int n;
    cin >> n;
    vector<int> v(n);
    for (int& x : v) cin >> x;
    cout << sort_and_count(v, 0, n) << '\n';
}
