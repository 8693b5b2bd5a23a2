import java.util.Scanner;

public class ParseInt {
    public static void main(String[] args) {
        // Integer.parseInt throws on anything beyond 32 bits.
        Scanner in = new Scanner(System.in);
        int a = Integer.parseInt(in.next());
        int b = Integer.parseInt(in.next());
        System.out.println((long) a + b);
    }
}
