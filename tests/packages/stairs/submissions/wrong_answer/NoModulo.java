import java.util.Scanner;

public class NoModulo {
    public static void main(String[] args) {
        long n = new Scanner(System.in).nextLong();
        long a = 0, b = 0, c = 1;
        // Sums up without the modulus, and stops when the numbers have overflowed anyway.
        for (long i = 0; i < Math.min(n, 2000); i++) {
            long next = a + b + c;
            a = b;
            b = c;
            c = next;
        }
        System.out.println(c);
    }
}
