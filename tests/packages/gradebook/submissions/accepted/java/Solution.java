class Solution {
    static int aboveAverage(int[] scores) {
        long sum = 0;
        for (int score : scores) sum += score;
        int count = 0;
        for (int score : scores) if ((long) score * scores.length > sum) count++;
        return count;
    }
}
