import java.util.Scanner;

public class CountsUp {
    static volatile long sum;

    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        long a = in.nextLong(), b = in.nextLong();
        final long step = 1_000_000;
        sum = a;
        for (; b >= step; b -= step) sum += step;
        for (; b <= -step; b += step) sum -= step;
        System.out.println(sum + b);
    }
}
