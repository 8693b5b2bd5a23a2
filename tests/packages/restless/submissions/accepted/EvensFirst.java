import java.util.*;

public class EvensFirst {
    public static void main(String[] args) {
        int n = new Scanner(System.in).nextInt();
        if (n == 2 || n == 3) {
            System.out.println("impossible");
            return;
        }
        StringBuilder plan = new StringBuilder();
        for (int first = 2; first > 0; first--)
            for (int number = first; number <= n; number += 2) plan.append(number).append(' ');
        System.out.println(plan);
    }
}
