import java.io.*;
import java.util.*;

public class AllPairs {
    public static void main(String[] args) throws IOException {
        StreamTokenizer in = new StreamTokenizer(new BufferedReader(new InputStreamReader(System.in)));
        in.nextToken();
        int n = (int) in.nval;
        in.nextToken();
        int w = (int) in.nval;
        List<Integer> prices = new LinkedList<>();
        for (int i = 0; i < n; i++) {
            in.nextToken();
            prices.add((int) in.nval);
        }
        for (int a = 0; a < n; a++) {
            for (int b = 0; b < a; b++) {
                if (prices.get(a) + prices.get(b) == w) {
                    System.out.println((a + 1) + " " + (b + 1));
                    return;
                }
            }
        }
        System.out.println("impossible");
    }
}
