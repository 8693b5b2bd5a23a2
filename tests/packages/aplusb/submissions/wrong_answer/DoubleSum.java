import java.util.Scanner;

public class DoubleSum {
    public static void main(String[] args) {
        // A double holds only 53 bits.
        Scanner in = new Scanner(System.in);
        System.out.println((long) (in.nextDouble() + in.nextDouble()));
    }
}
