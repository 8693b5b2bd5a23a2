import java.io.*;

public class Halves {
    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        int low = 1, high = Integer.parseInt(in.readLine());
        while (true) {
            int middle = (low + high) / 2;
            System.out.println(middle);
            System.out.flush();
            String answer = in.readLine();
            if (answer.equals("found")) return;
            if (answer.equals("before")) high = middle - 1;
            else low = middle + 1;
        }
    }
}
