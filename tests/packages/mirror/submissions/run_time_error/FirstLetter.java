import java.util.Scanner;

public class FirstLetter {
    public static void main(String[] args) {
        String letters = new Scanner(System.in).nextLine().toLowerCase().replaceAll("[^a-z]", "");
        // charAt throws where there is no first letter.
        boolean isMirror = letters.charAt(0) == letters.charAt(letters.length() - 1);
        isMirror = isMirror && letters.contentEquals(new StringBuilder(letters).reverse());
        System.out.println(isMirror ? "yes" : "no");
    }
}
