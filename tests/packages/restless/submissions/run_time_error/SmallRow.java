import java.util.*;

public class SmallRow {
    public static void main(String[] args) {
        int n = new Scanner(System.in).nextInt();
        if (n == 2 || n == 3) {
            System.out.println("impossible");
            return;
        }
        int[] row = new int[1000];
        for (int i = 0; i < n; i++) row[i] = i < n / 2 ? 2 * i + 2 : 2 * (i - n / 2) + 1;
        for (int i = 0; i < n; i++) System.out.println(row[i]);
    }
}
