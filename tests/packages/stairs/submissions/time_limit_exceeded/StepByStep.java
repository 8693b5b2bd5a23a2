import java.util.Scanner;

public class StepByStep {
    public static void main(String[] args) {
        long n = new Scanner(System.in).nextLong();
        long a = 0, b = 0, c = 1;
        for (long i = 0; i < n; i++) {
            long next = (a + b + c) % 1_000_000_007L;
            a = b;
            b = c;
            c = next;
        }
        System.out.println(c);
    }
}
