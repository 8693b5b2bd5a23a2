import java.util.Scanner;

public class TwoDigits {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        double w = in.nextInt(), d = in.nextInt(), s = in.nextInt(), r = in.nextInt();
        double x = r > s ? Math.min(d, w * s / Math.sqrt(r * r - s * s)) : d;
        System.out.printf("%.2f%n", Math.hypot(w, x) / s + (d - x) / r);
    }
}
