package io.bobbin.agent;

/**
 * Tells whether the class that the JVM shows again is as it was, for another agent to change it, or
 * has been edited. The JVM itself tells agents no difference.
 */
final class Retransformations {
  private static final String INSTRUMENTATION = "sun.instrument.InstrumentationImpl";

  private enum Request {
    REDEFINITION,
    RETRANSFORMATION,
    UNKNOWN
  }

  private Retransformations() {}

  /**
   * Whether a transformer is being called as an agent asked for a class again. Agents written in
   * Java ask by a call that is on the stack of the transformer; of a debugger, and of agents
   * written in C, nothing is there to see.
   *
   * @param same whether the class comes with the bytes that it came with before
   */
  static boolean isOne(boolean same) {
    Request request =
        StackWalker.getInstance()
            .walk(
                frames ->
                    frames
                        .filter(frame -> frame.getClassName().equals(INSTRUMENTATION))
                        .map(frame -> request(frame.getMethodName()))
                        .filter(found -> found != Request.UNKNOWN)
                        .findFirst()
                        .orElse(Request.UNKNOWN));
    return request == Request.RETRANSFORMATION || (request == Request.UNKNOWN && same);
  }

  private static Request request(String method) {
    return switch (method) {
      case "redefineClasses" -> Request.REDEFINITION;
      case "retransformClasses" -> Request.RETRANSFORMATION;
      default -> Request.UNKNOWN;
    };
  }
}
