import java.io.*;
import java.util.*;

public class Remembers {
    public static void main(String[] args) throws IOException {
        StreamTokenizer in = new StreamTokenizer(new BufferedReader(new InputStreamReader(System.in)));
        in.nextToken();
        int n = (int) in.nval;
        in.nextToken();
        int w = (int) in.nval;
        Map<Integer, Integer> seen = new HashMap<>();
        for (int number = 1; number <= n; number++) {
            in.nextToken();
            int price = (int) in.nval;
            Integer other = seen.get(w - price);
            if (other != null) {
                System.out.println(other + " " + number);
                return;
            }
            seen.put(price, number);
        }
        System.out.println("impossible");
    }
}
