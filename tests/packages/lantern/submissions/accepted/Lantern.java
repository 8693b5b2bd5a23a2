import java.util.Arrays;
import java.util.Scanner;

public class Lantern {
    public static void main(String[] args) {
        int n = new Scanner(System.in).nextInt();
        StringBuilder out = new StringBuilder();
        for (int y = 1 - n; y < n; y++) {
            int half = n - 1 - Math.abs(y);
            char[] row = new char[n + half];
            Arrays.fill(row, ' ');
            row[n - 1 - half] = row[n - 1 + half] = 'O';
            if (y == 0 && n > 1) row[n - 1] = '*';
            out.append(row).append('\n');
        }
        System.out.print(out);
    }
}
