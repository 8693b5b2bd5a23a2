import java.io.*;

public class SearchesPartner {
    static volatile int partner;

    public static void main(String[] args) throws IOException {
        String line = new BufferedReader(new InputStreamReader(System.in)).readLine();
        char[] letters = line.toLowerCase().replaceAll("[^a-z]", "").toCharArray();
        boolean isMirror = true;
        for (int i = 0; i < letters.length; i++)
            for (int j = 0; j < letters.length; j++) {
                partner = letters.length - 1 - i;
                if (j == partner && letters[i] != letters[j]) isMirror = false;
            }
        System.out.println(isMirror ? "yes" : "no");
    }
}
