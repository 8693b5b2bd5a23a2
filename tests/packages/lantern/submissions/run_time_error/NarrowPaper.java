import java.util.Scanner;

public class NarrowPaper {
    public static void main(String[] args) {
        int n = new Scanner(System.in).nextInt();
        char[] row = new char[1];
        for (int y = 0; y < n; y++) row[2 * y] = 'O';
        System.out.println(row);
    }
}
