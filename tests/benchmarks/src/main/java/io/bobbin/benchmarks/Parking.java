package io.bobbin.benchmarks;

/** Parks tasks so that {@link Memory} can weigh them; there is a subclass for each contender. */
abstract class Parking {
  /** Parks tasks so deep. */
  abstract void park(int depth, int tasks);

  /** Fails unless all tasks are parked still. */
  abstract void check();

  /** The name of a contender's class. */
  static String className(String contender) {
    return Parking.class.getName() + contender;
  }

  /** Whether there is such a class for a contender in this build. */
  static boolean exists(Contender contender) {
    try {
      Class.forName(className(contender.name()));
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
