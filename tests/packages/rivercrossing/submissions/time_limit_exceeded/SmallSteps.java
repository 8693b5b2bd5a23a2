import java.util.Scanner;

public class SmallSteps {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        double w = in.nextInt(), d = in.nextInt(), s = in.nextInt(), r = in.nextInt();
        double best = Math.hypot(w, d) / s;
        for (double x = 0; x <= d; x += 1e-5) best = Math.min(best, Math.hypot(w, x) / s + (d - x) / r);
        System.out.println(best);
    }
}
