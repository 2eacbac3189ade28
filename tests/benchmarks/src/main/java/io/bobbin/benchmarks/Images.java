package io.bobbin.benchmarks;

import java.io.IOException;
import java.util.List;

/** How large a contender's images are; a class {@code Pickles} with its name behind tells. */
interface Images {
  /** The name of this workload in {@link Row}. */
  String WORKLOAD = "imageBytes";

  /** The bytes of an image of {@link Pickles}, or of the same state. */
  int size(String methods);

  /** Prints the bytes of one contender's image. */
  static void main(String[] args) throws ReflectiveOperationException {
    Class<?> found = Class.forName(className(args[0]));
    Images images = found.asSubclass(Images.class).getDeclaredConstructor().newInstance();
    System.out.println(images.size(args[1]));
  }

  /** Asks all contenders, each in a JVM of its own. */
  static void measure(Jvm jvm, Arguments arguments, Row row, Figures figures)
      throws IOException, InterruptedException {
    for (Contender contender : arguments.contenders()) {
      if (contender.runsOn(jvm.version()) && exist(contender)) {
        String methods = String.valueOf(row.parameter());
        double bytes =
            Memory.weigh(
                jvm,
                contender,
                arguments.agent(),
                List.of(),
                List.of(Images.class.getName(), contender.name(), methods));
        figures.add(contender, WORKLOAD, methods, bytes);
      }
    }
  }

  private static String className(String contender) {
    return Pickles.class.getName() + contender;
  }

  private static boolean exist(Contender contender) {
    try {
      // Not initialised: this JVM may be too old for it.
      Class.forName(className(contender.name()), false, Images.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
