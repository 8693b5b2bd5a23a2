import java.util.Scanner;

public class Snell {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        double w = in.nextInt(), d = in.nextInt(), s = in.nextInt(), r = in.nextInt();
        double x = r > s ? Math.min(d, w * s / Math.sqrt(r * r - s * s)) : d;
        // Scientific notation, as is allowed where a tolerance is set.
        System.out.printf("%.12e%n", Math.hypot(w, x) / s + (d - x) / r);
    }
}
