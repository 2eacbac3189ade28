package io.bobbin.schedule;

import io.bobbin.frame.NotWovenError;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import org.jspecify.annotations.Nullable;

/** What happens where the agent is missing, or left something unwoven. */
public final class Unwoven {
  /** System property: set by the agent, to its version. */
  private static final String AGENT = "bobbin.agent";

  private static final boolean AGENT_IS_HERE = System.getProperty(AGENT) != null;

  private static final Logger LOGGER = System.getLogger("io.bobbin");

  private static final ClassValue<Boolean> REPORTED =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          LOGGER.log(
              Level.WARNING,
              "BBN028 {0} is not woven: while it waits it blocks its carrier thread. Its class, or"
                  + " the class that has the lambda, was excluded, was loaded before the agent, or"
                  + " is generated; see the agent''s report= option.",
              type.getName());
          return true;
        }
      };

  private Unwoven() {}

  /** Refuses to start a tasklet where the agent is missing. */
  public static void requireAgent() {
    if (!AGENT_IS_HERE && System.getProperty(AGENT) == null) {
      throw new NotWovenError(
          "BBN021 Tasklet.start: the Bobbin agent is missing, so nothing is woven and nothing could"
              + " be suspended. Add this to the java command: -javaagent:"
              + agentJar());
    }
  }

  /**
   * Tells, once for each class, that suspendable code runs that was not woven.
   *
   * @param type the class
   */
  public static void report(Class<?> type) {
    REPORTED.get(type);
  }

  /** The agent's jar, as far as it can be guessed from where the runtime's is. */
  private static Path agentJar() {
    Path fallback = Path.of("bobbin-agent.jar");
    Path runtime = runtimeJar();
    Path folder = runtime == null ? null : runtime.getParent();
    Path file = runtime == null ? null : runtime.getFileName();
    if (folder == null || file == null) {
      return fallback;
    }
    String name = file.toString().replace("bobbin-runtime", "bobbin-agent");
    Path[] guesses = {
      folder.resolve(name), // beside it
      folder.resolve("../../agent/target/bobbin-agent.jar"), // in the build
      folder
          .resolve("../../../bobbin-agent")
          .resolve(folder.getFileName() + "")
          .resolve(name) // ~/.m2
    };
    for (Path guess : guesses) {
      if (guess.toString().endsWith(".jar") && Files.isRegularFile(guess)) {
        return guess.normalize();
      }
    }
    return fallback;
  }

  private static @Nullable Path runtimeJar() {
    try {
      CodeSource source = Unwoven.class.getProtectionDomain().getCodeSource();
      return source == null ? null : Path.of(source.getLocation().toURI());
    } catch (URISyntaxException | RuntimeException e) {
      return null;
    }
  }
}
