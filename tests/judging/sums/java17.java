import java.util.Scanner;

public class Sum {
    public static void main(String[] args) {
        var in = new Scanner(System.in);
        System.out.println(in.nextLong() + in.nextLong());
    }
}
