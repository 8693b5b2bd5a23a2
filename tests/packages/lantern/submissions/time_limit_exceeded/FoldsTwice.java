import java.util.Arrays;
import java.util.Scanner;

public class FoldsTwice {
    static volatile int folds;

    // How wide is it? Folds the paper from both sides each time: 2^n folds.
    static int width(int n) {
        folds++;
        return n == 1 ? 1 : Math.max(width(n - 1), width(n - 1)) + 2;
    }

    public static void main(String[] args) {
        int n = new Scanner(System.in).nextInt();
        int middle = width(n) / 2;
        for (int y = 1 - n; y < n; y++) {
            int half = n - 1 - Math.abs(y);
            char[] row = new char[middle + half + 1];
            Arrays.fill(row, ' ');
            row[middle - half] = row[middle + half] = 'O';
            if (y == 0 && n > 1) row[middle] = '*';
            System.out.println(row);
        }
    }
}
