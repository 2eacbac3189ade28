package io.bobbin.agent;

import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;

/**
 * Weaves and parks a canary when the agent starts, so that a JVM in which weaving does not work is
 * told at once and not by a program that hangs.
 */
final class SelfCheck {
  private static final String CANARY = "io.bobbin.frame.Canary";

  private SelfCheck() {}

  /**
   * Runs the canary, if the runtime is on the class path of the program.
   *
   * @return what is wrong and how to mend it, or null
   */
  static @Nullable String run() {
    try {
      Class<?> canary = Class.forName(CANARY, true, ClassLoader.getSystemClassLoader());
      Object problem = canary.getMethod("sing").invoke(null);
      return problem == null
          ? null
          : "BBN002 weaving does not work in this JVM: "
              + problem
              + ". Put bobbin-agent.jar and bobbin-runtime.jar of one version on the command line,"
              + " and the agent before other agents.";
    } catch (ClassNotFoundException e) {
      return null; // a container whose applications bring the runtime themselves
    } catch (InvocationTargetException e) {
      return "BBN002 weaving does not work in this JVM: "
          + e.getCause()
          + ". Run it with verify=woven,dump=DIR and report what is in DIR.";
    } catch (ReflectiveOperationException e) {
      return "BBN002 bobbin-runtime.jar on the class path is of another version than the agent: "
          + e
          + ". Use one version of both.";
    }
  }
}
