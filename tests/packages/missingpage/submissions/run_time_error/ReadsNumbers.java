import java.util.*;

public class ReadsNumbers {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        int n = in.nextInt();
        System.out.println((1 + n) / 2);
        System.out.flush();
        int answer = in.nextInt();
        System.out.println(answer);
    }
}
