import java.util.*;

public class ShortBoard {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        int n = in.nextInt(), w = in.nextInt();
        int[] prices = new int[1000];
        for (int i = 0; i < n; i++) {
            prices[i] = in.nextInt();
            for (int other = 0; other < i; other++) {
                if (prices[i] + prices[other] == w) {
                    System.out.println((i + 1) + " " + (other + 1));
                    return;
                }
            }
        }
        System.out.println("impossible");
    }
}
