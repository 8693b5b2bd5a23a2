import java.util.*;

public class Pairs {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        String command = in.next(), text = in.next();
        StringBuilder made = new StringBuilder();
        if (command.equals("write")) {
            for (char c : text.toCharArray()) {
                int k = c - 'a';
                if (k < 24) made.append(k / 6).append(k % 6 + 4);
                else made.append(k == 24 ? "45" : "49");
            }
        } else {
            if (text.charAt(0) > text.charAt(1)) text = new StringBuilder(text).reverse().toString();
            for (int i = 0; i < text.length(); i += 2) {
                int a = text.charAt(i) - '0', b = text.charAt(i + 1) - '4';
                made.append((char) (a < 4 ? 'a' + a * 6 + b : b == 1 ? 'y' : 'z'));
            }
        }
        System.out.println(made);
    }
}
