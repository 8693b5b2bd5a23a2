import java.util.Scanner;

public class CountsUp {
    static volatile long sum;

    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        long a = in.nextLong(), b = in.nextLong();
        sum = a;
        for (long i = 0; i < b; i++) sum++;
        for (long i = 0; i > b; i--) sum--;
        System.out.println(sum);
    }
}
