import java.util.*;
public class MemoryBomb {
    public static void main(String[] arguments) {
        List<long[]> held = new ArrayList<>();
        while (true) held.add(new long[1 << 18]);
    }
}
