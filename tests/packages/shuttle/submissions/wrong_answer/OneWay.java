import java.util.*;

public class OneWay {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        int n = in.nextInt(), m = in.nextInt();
        int[][] roads = new int[m][];
        // Takes every road in the direction only in which it was written down.
        for (int i = 0; i < m; i++) roads[i] = new int[] {in.nextInt(), in.nextInt(), in.nextInt()};
        long[] best = new long[n + 1];
        Arrays.fill(best, Long.MAX_VALUE / 2);
        best[1] = 0;
        for (int round = 0; round < 50; round++)
            for (int[] road : roads) best[road[1]] = Math.min(best[road[1]], best[road[0]] + road[2]);
        System.out.println(best[n] < Long.MAX_VALUE / 2 ? best[n] : "impossible");
    }
}
