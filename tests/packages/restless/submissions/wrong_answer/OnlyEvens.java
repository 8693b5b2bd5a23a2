import java.util.*;

public class OnlyEvens {
    public static void main(String[] args) {
        int n = new Scanner(System.in).nextInt();
        StringBuilder plan = new StringBuilder(n < 4 && n > 1 ? "impossible" : "1");
        for (int number = 4; number <= n; number += 2) plan.append(' ').append(number);
        System.out.println(plan);
    }
}
