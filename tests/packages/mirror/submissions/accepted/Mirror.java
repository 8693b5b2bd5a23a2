import java.io.*;

public class Mirror {
    public static void main(String[] args) throws IOException {
        String line = new BufferedReader(new InputStreamReader(System.in)).readLine();
        StringBuilder letters = new StringBuilder();
        for (char c : line.toLowerCase().toCharArray()) if (c >= 'a' && c <= 'z') letters.append(c);
        // Shouts, which is allowed.
        System.out.println(letters.toString().equals(letters.reverse().toString()) ? "YES" : "NO");
    }
}
