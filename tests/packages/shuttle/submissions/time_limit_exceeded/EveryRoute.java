import java.util.*;

public class EveryRoute {
    static int n;
    static List<List<int[]>> near = new ArrayList<>();
    static boolean[] onRoute;
    static long best = -1;

    static void drive(int place, long time) {
        if (place == n) {
            best = best < 0 ? time : Math.min(best, time);
            return;
        }
        onRoute[place] = true;
        for (int[] road : near.get(place)) if (!onRoute[road[0]]) drive(road[0], time + road[1]);
        onRoute[place] = false;
    }

    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        n = in.nextInt();
        int m = in.nextInt();
        onRoute = new boolean[n + 1];
        for (int i = 0; i <= n; i++) near.add(new ArrayList<>());
        for (int i = 0; i < m; i++) {
            int a = in.nextInt(), b = in.nextInt(), t = in.nextInt();
            near.get(a).add(new int[] {b, t});
            near.get(b).add(new int[] {a, t});
        }
        drive(1, 0);
        System.out.println(best < 0 ? "impossible" : best);
    }
}
