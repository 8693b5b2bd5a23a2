import java.util.Scanner;

public class Matrix {
    static final long MOD = 1_000_000_007L;

    static long[][] times(long[][] a, long[][] b) {
        long[][] c = new long[3][3];
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 3; j++)
                for (int k = 0; k < 3; k++) c[i][j] = (c[i][j] + a[i][k] * b[k][j]) % MOD;
        return c;
    }

    public static void main(String[] args) {
        long n = new Scanner(System.in).nextLong();
        long[][] result = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
        long[][] power = {{1, 1, 1}, {1, 0, 0}, {0, 1, 0}};
        while (n > 0) {
            if (n % 2 == 1) result = times(result, power);
            power = times(power, power);
            n /= 2;
        }
        System.out.println(result[0][0]);
    }
}
