#include <algorithm>
#include <iostream>
#include <vector>
using namespace std;

int n, m;
vector<vector<pair<int, int>>> near;
vector<bool> on_route;
long long best = -1;

void drive(int place, long long time) {
    if (place == n) {
        best = best < 0 ? time : min(best, time);
        return;
    }
    on_route[place] = true;
    for (auto [other, t] : near[place])
        if (!on_route[other]) drive(other, time + t);
    on_route[place] = false;
}

int main() {
    cin >> n >> m;
    near.resize(n + 1);
    on_route.resize(n + 1);
    for (int i = 0; i < m; i++) {
        int a, b, t;
        cin >> a >> b >> t;
        near[a].push_back({b, t});
        near[b].push_back({a, t});
    }
    drive(1, 0);
    if (best < 0) cout << "impossible\n";
    else cout << best << '\n';
}
