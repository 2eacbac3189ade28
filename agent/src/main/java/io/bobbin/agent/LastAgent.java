package io.bobbin.agent;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * This agent once more: loaded when all others are there, so that its transformers are called
 * behind theirs.
 *
 * <p>An agent's place among the transformers is that of its {@code Instrumentation}, and does not
 * change. A second one is had by the way in which the JVM's launcher loads the agent that an
 * executable jar names as its {@code Launcher-Agent-Class}. Unlike attaching, it needs no second
 * process, no option, and draws no warning.
 */
public final class LastAgent {
  private static final String LOADER = "sun.instrument";

  private static @Nullable Instrumentation loaded;

  private LastAgent() {}

  /**
   * Called by the JVM.
   *
   * @param options none
   * @param instrumentation the second one
   */
  public static void agentmain(@Nullable String options, Instrumentation instrumentation) {
    loaded = instrumentation;
  }

  /**
   * Loads it.
   *
   * @param first the agent's own
   * @return the one whose transformers are called behind those of all agents that are there now
   * @throws ReflectiveOperationException if this JVM has another way
   */
  static synchronized Instrumentation load(Instrumentation first)
      throws ReflectiveOperationException {
    Module module = Instrumentation.class.getModule();
    Modules.export(first, module, LOADER, LastAgent.class.getModule());
    Class.forName(LOADER + ".InstrumentationImpl")
        .getMethod("loadAgent", String.class)
        .invoke(null, jar());
    if (loaded == null) {
      throw new ReflectiveOperationException("the JVM did not call " + LastAgent.class.getName());
    }
    return loaded;
  }

  private static String jar() throws InvocationTargetException {
    try {
      return new File(LastAgent.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .getPath();
    } catch (URISyntaxException e) {
      throw new InvocationTargetException(e);
    }
  }
}
