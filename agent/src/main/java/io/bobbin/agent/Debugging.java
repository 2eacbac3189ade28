package io.bobbin.agent;

import java.lang.instrument.Instrumentation;

/**
 * Tells whether a debugger may be attached to this JVM.
 *
 * <p>Asks the JVM for its arguments by the way that the JDK itself goes: the public one, by way of
 * management beans, takes longer than to weave a hundred classes.
 */
final class Debugging {
  private static final String HOLDER = "jdk.internal.misc.VM";

  private Debugging() {}

  /** Whether the JVM was started with its debugging agent. */
  static boolean isPossible(Instrumentation instrumentation) {
    Module jdk = Object.class.getModule();
    Modules.export(instrumentation, jdk, "jdk.internal.misc", Debugging.class.getModule());
    try {
      Object arguments = Class.forName(HOLDER).getMethod("getRuntimeArguments").invoke(null);
      for (String argument : (String[]) arguments) {
        if (argument.startsWith("-agentlib:jdwp")
            || argument.startsWith("-Xrunjdwp")
            || (argument.startsWith("-agentpath:") && argument.contains("jdwp"))) {
          return true;
        }
      }
      return false;
    } catch (ReflectiveOperationException | ClassCastException e) {
      System.getLogger(Debugging.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "bobbin-agent: the arguments of the JVM cannot be read, so a debugger may pass over"
                  + " woven methods",
              e);
      return false;
    }
  }
}
