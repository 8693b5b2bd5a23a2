import java.util.Scanner;

public class Table {
    public static void main(String[] args) {
        int n = new Scanner(System.in).nextInt(); // throws InputMismatchException when it is long
        long[] ways = new long[1003];
        ways[2] = 1;
        for (int i = 3; i < ways.length; i++)
            ways[i] = (ways[i - 1] + ways[i - 2] + ways[i - 3]) % 1_000_000_007L;
        System.out.println(ways[n + 2]);
    }
}
