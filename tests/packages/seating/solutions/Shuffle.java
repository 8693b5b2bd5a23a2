import java.util.*;

public class Shuffle {
    public static void main(String[] args) {
        int n = new Scanner(System.in).nextInt();
        if (n > 1 && n < 4) {
            System.out.println("NO");
            return;
        }
        StringBuilder out = new StringBuilder("YES\n");
        for (int i = 2; i <= n; i += 2) out.append(i).append(' ');
        for (int i = 1; i <= n; i += 2) out.append(i).append(' ');
        System.out.println(out);
    }
}
