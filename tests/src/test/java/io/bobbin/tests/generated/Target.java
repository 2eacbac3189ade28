package io.bobbin.tests.generated;

import io.bobbin.tests.oracle.Compiler;
import io.bobbin.tests.oracle.Mode;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A target made by code; its entry is {@code static Object run()} of class {@code target.Main}.
 *
 * @param name what it is about
 * @param classes makes its class files, by binary name
 * @param modes how it is run
 */
record Target(String name, Supplier<Map<String, byte[]>> classes, Set<Mode> modes) {
  static final String MAIN = "target.Main";

  Target(String name, Supplier<Map<String, byte[]>> classes) {
    this(name, classes, Mode.IN_PLACE);
  }

  /** The same without chaos points, which double the suspend points, and then it would not fit. */
  Target withoutChaos() {
    return new Target(name, classes, EnumSet.of(Mode.ENTRY, Mode.PARKS, Mode.NO_ROOM));
  }

  /** A target with the given members of class {@code Main}. */
  static Target ofSource(String name, Supplier<String> members) {
    return new Target(
        name,
        () ->
            Compiler.compile(
                Map.of(
                    MAIN,
                    """
                    package target;
                    import io.bobbin.Suspendable;
                    import io.bobbin.tests.oracle.Log;
                    import io.bobbin.tests.oracle.Park;
                    public class Main {
                    %s
                    }
                    """
                        .formatted(members.get())),
                "-g",
                "--release",
                "17"));
  }

  @Override
  public String toString() {
    return name;
  }
}
