import java.util.*;

public class EveryPlan {
    static int n;
    static int[] plan;
    static boolean[] isSeated;

    static boolean isGood() {
        for (int i = 1; i < n; i++) if (Math.abs(plan[i] - plan[i - 1]) < 2) return false;
        return true;
    }

    static boolean seat(int seat) {
        if (seat == n) return isGood();
        for (int number = 1; number <= n; number++) {
            if (isSeated[number]) continue;
            isSeated[number] = true;
            plan[seat] = number;
            if (seat(seat + 1)) return true;
            isSeated[number] = false;
        }
        return false;
    }

    public static void main(String[] args) {
        n = new Scanner(System.in).nextInt();
        plan = new int[n];
        isSeated = new boolean[n + 1];
        if (!seat(0)) {
            System.out.println("impossible");
            return;
        }
        for (int number : plan) System.out.println(number);
    }
}
