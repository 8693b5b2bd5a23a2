#include <functional>
#include <iostream>
#include <queue>
#include <vector>
using namespace std;

int main() {
    ios::sync_with_stdio(false);
    cin.tie(nullptr);
    int n, m;
    cin >> n >> m;
    vector<vector<pair<int, int>>> near(n + 1);
    for (int i = 0; i < m; i++) {
        int a, b, t;
        cin >> a >> b >> t;
        near[a].push_back({b, t});
        near[b].push_back({a, t});
    }
    vector<long long> best(n + 1, -1);
    priority_queue<pair<long long, int>, vector<pair<long long, int>>, greater<>> queue;
    queue.push({0, 1});
    while (!queue.empty()) {
        auto [time, place] = queue.top();
        queue.pop();
        if (best[place] >= 0) continue;
        best[place] = time;
        for (auto [other, t] : near[place])
            if (best[other] < 0) queue.push({time + t, other});
    }
    if (best[n] < 0) cout << "impossible\n";
    else cout << best[n] << '\n';
}
