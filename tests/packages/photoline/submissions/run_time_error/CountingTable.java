import java.io.*;

// One counter for every height up to a metre and a half, in millimetres after all.
public class CountingTable {
    public static void main(String[] args) throws IOException {
        StreamTokenizer in = new StreamTokenizer(new BufferedInputStream(System.in));
        in.nextToken();
        int n = (int) in.nval;
        int[] tree = new int[150_001];
        long count = 0;
        for (int i = 0; i < n; i++) {
            in.nextToken();
            int height = (int) in.nval;
            tree[height]++;
            tree[height]--;
            count += i;
            for (int j = height; j > 0; j -= j & -j) count -= tree[j];
            for (int j = height; j <= 150_000; j += j & -j) tree[j]++;
        }
        System.out.println(count);
    }
}
