import java.io.*;

public class BubbleSort {
    public static void main(String[] args) throws IOException {
        StreamTokenizer in = new StreamTokenizer(new BufferedInputStream(System.in));
        in.nextToken();
        int n = (int) in.nval;
        int[] v = new int[n];
        for (int i = 0; i < n; i++) {
            in.nextToken();
            v[i] = (int) in.nval;
        }
        long count = 0;
        for (int end = n; end > 1; end--)
            for (int i = 1; i < end; i++)
                if (v[i - 1] > v[i]) {
                    int x = v[i];
                    v[i] = v[i - 1];
                    v[i - 1] = x;
                    count++;
                }
        System.out.println(count);
    }
}
