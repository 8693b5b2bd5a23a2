import java.io.*;

public class CaseMatters {
    public static void main(String[] args) throws IOException {
        String line = new BufferedReader(new InputStreamReader(System.in)).readLine();
        String letters = line.replaceAll("[^A-Za-z]", "");
        System.out.println(letters.contentEquals(new StringBuilder(letters).reverse()) ? "yes" : "no");
    }
}
