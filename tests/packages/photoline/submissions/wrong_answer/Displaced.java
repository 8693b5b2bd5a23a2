import java.io.*;
import java.util.*;

// Counts who stands in a wrong place, which is not the number of exchanges.
public class Displaced {
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
        int count = 0;
        for (int i = 0; i < n; i++) if (sorted[i] != heights[i]) count++;
        System.out.println(count);
    }
}
