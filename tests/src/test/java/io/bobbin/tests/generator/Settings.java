package io.bobbin.tests.generator;

import java.util.List;
import java.util.SplittableRandom;

/**
 * What holds for a whole program. It follows from the seed alone, so that programs with the same
 * compiler options can be compiled together.
 *
 * @param seed the seed
 * @param attempt how many programs of this seed could not be used
 * @param pins whether the program has suspendable calls at places that cannot be left (unannotated
 *     methods, monitors, constructors, the JDK's callers of lambdas)
 * @param options for javac
 */
record Settings(long seed, int attempt, boolean pins, Options options) {
  /**
   * What javac is told.
   *
   * @param level the Java version of source and class file
   * @param variables whether the class file names local variables
   */
  record Options(int level, boolean variables) {
    List<String> arguments() {
      String version = Integer.toString(level);
      return List.of(
          "-source",
          version,
          "-target",
          version,
          variables ? "-g" : "-g:source,lines",
          "-proc:none",
          "-nowarn",
          "-Xlint:none");
    }
  }

  static Settings of(long seed) {
    Dice dice = new Dice(new SplittableRandom(~seed), 17);
    int level = dice.happens(Construct.OLD_CLASS_FILE) ? dice.pick(8, 11) : 17;
    return new Settings(
        seed, 0, dice.happens(Construct.PROGRAM_THAT_PINS), new Options(level, dice.percent(75)));
  }

  /** The same for another program, as this one cannot be used. */
  Settings again() {
    return new Settings(seed, attempt + 1, pins, options);
  }

  /** The dice for the program itself. */
  Dice dice() {
    return new Dice(new SplittableRandom(seed + ((long) attempt << 48)), options.level);
  }
}
