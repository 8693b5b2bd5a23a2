import java.util.*;

public class FromZero {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        int low = 0, high = in.nextInt() - 1;
        while (true) {
            int middle = (low + high) / 2;
            System.out.println(middle);
            System.out.flush();
            String answer = in.next();
            if (answer.equals("found")) return;
            if (answer.equals("before")) high = middle - 1;
            else low = middle + 1;
        }
    }
}
