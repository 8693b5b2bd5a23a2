import java.util.Scanner;

public class FirstLetter {
    public static void main(String[] args) {
        String line = new Scanner(System.in).nextLine();
        char first = line.replaceAll("[^A-Za-z]", "").charAt(0);
        System.out.println(first > 0 ? "yes" : "no");
    }
}
