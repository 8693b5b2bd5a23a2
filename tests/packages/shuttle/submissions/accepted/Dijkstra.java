import java.io.*;
import java.util.*;

public class Dijkstra {
    record Road(int to, int seconds) {}

    record Arrival(long time, int place) {}

    public static void main(String[] args) throws IOException {
        StreamTokenizer in = new StreamTokenizer(new BufferedInputStream(System.in));
        int n = next(in), m = next(in);
        List<List<Road>> near = new ArrayList<>();
        for (int i = 0; i <= n; i++) near.add(new ArrayList<>());
        for (int i = 0; i < m; i++) {
            int a = next(in), b = next(in), t = next(in);
            near.get(a).add(new Road(b, t));
            near.get(b).add(new Road(a, t));
        }
        long[] best = new long[n + 1];
        Arrays.fill(best, -1);
        PriorityQueue<Arrival> queue = new PriorityQueue<>(Comparator.comparingLong(Arrival::time));
        queue.add(new Arrival(0, 1));
        while (!queue.isEmpty()) {
            Arrival now = queue.poll();
            if (best[now.place()] >= 0) continue;
            best[now.place()] = now.time();
            for (Road road : near.get(now.place()))
                if (best[road.to()] < 0) queue.add(new Arrival(now.time() + road.seconds(), road.to()));
        }
        System.out.println(best[n] < 0 ? "impossible" : best[n]);
    }

    static int next(StreamTokenizer in) throws IOException {
        in.nextToken();
        return (int) in.nval;
    }
}
