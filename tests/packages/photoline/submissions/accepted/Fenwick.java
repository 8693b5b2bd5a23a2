import java.io.*;
import java.util.*;

public class Fenwick {
    public static void main(String[] args) throws IOException {
        StreamTokenizer in = new StreamTokenizer(new BufferedInputStream(System.in));
        in.nextToken();
        int n = (int) in.nval;
        int[] heights = new int[n];
        for (int i = 0; i < n; i++) {
            in.nextToken();
            heights[i] = (int) in.nval;
        }
        int[] sorted = heights.clone();
        Arrays.sort(sorted);
        int[] tree = new int[n + 1];
        long count = 0;
        for (int i = 0; i < n; i++) {
            int rank = Arrays.binarySearch(sorted, heights[i]) + 1;
            count += i;
            for (int j = rank; j > 0; j -= j & -j) count -= tree[j];
            for (int j = rank; j <= n; j += j & -j) tree[j]++;
        }
        System.out.println(count);
    }
}
