import java.util.function.*;
public class InferenceBomb {
    static <T> T f(Supplier<T> a) { return a.get(); }
    static <T> T f(Callable2<T> a) { return a.call(); }
    interface Callable2<T> { T call(); }
    public static void main(String[] a) {
        f(() -> f(() -> f(() -> f(() -> f(() -> f(() -> f(() -> f(() -> f(() -> f(() -> f(() -> f(() -> f(() -> f(() -> f(() -> 1)))))))))))))));
    }
}
