import java.util.Scanner;

public class NeverMeets {
    static volatile int left = 1, right;

    public static void main(String[] args) {
        right = 2 * new Scanner(System.in).nextInt();
        while (left != right) {
            left++;
            right--;
        }
        System.out.println("O");
    }
}
