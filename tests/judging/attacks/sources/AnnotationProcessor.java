import java.io.*;
import java.nio.file.*;
import java.util.*;
import javax.annotation.processing.*;
import javax.lang.model.element.TypeElement;

/** A processor of annotations that would run inside the compiler, were it taken for one. */
@SupportedAnnotationTypes("*")
public class AnnotationProcessor extends AbstractProcessor {
    static {
        try {
            Files.writeString(Path.of("ran"), "x");
        } catch (IOException none) {
        }
    }
    @Override public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        throw new RuntimeException("ran");
    }
    @Deprecated public static void main(String[] arguments) {
        if (new File("/program/ran").exists()) System.out.println("ran in the compiler");
        System.out.println("contained");
    }
}
