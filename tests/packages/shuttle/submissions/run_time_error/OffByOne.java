import java.util.Scanner;

public class OffByOne {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        int n = in.nextInt(), m = in.nextInt();
        int[] roads = new int[n];
        for (int i = 0; i < m; i++) {
            roads[in.nextInt()]++;
            roads[in.nextInt()]++;
            in.nextInt();
        }
        System.out.println("impossible");
    }
}
