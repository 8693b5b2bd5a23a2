import java.util.*;

public class ThinksLong {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        int low = 1, high = in.nextInt();
        long thoughts = 0;
        while (true) {
            int middle = (low + high) / 2;
            for (long i = 0; i < 40_000L * high; i++) thoughts = thoughts * 31 + (i ^ middle);
            System.out.println(thoughts == 42 ? 1 : middle);
            System.out.flush();
            String answer = in.next();
            if (answer.equals("found")) return;
            if (answer.equals("before")) high = middle - 1;
            else low = middle + 1;
        }
    }
}
