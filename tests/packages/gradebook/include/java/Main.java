import java.io.StreamTokenizer;

public class Main {
    public static void main(String[] args) throws Exception {
        StreamTokenizer in = new StreamTokenizer(System.in);
        in.nextToken();
        int[] scores = new int[(int) in.nval];
        for (int i = 0; i < scores.length; i++) {
            in.nextToken();
            scores[i] = (int) in.nval;
        }
        System.out.println(Solution.aboveAverage(scores));
    }
}
