package io.bobbin.agent;

import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/** The entry that the JVM calls for {@code -javaagent:bobbin-agent.jar}. */
public final class BobbinAgent {
  /** System property: set to the agent's version while it is installed. */
  private static final String INSTALLED = "bobbin.agent";

  private static final int EXIT_USAGE = 2;
  private static final int EXIT_BROKEN = 3;

  private BobbinAgent() {}

  /**
   * Installs the weaver before the program starts.
   *
   * @param options what stands behind the jar's name and {@code =}
   * @param instrumentation the JVM's
   */
  public static void premain(@Nullable String options, Instrumentation instrumentation) {
    install(options, instrumentation, true);
  }

  /**
   * Installs the weaver in a running program: classes that are loaded already stay as they are.
   *
   * @param options as for {@link #premain}
   * @param instrumentation the JVM's
   */
  public static void agentmain(@Nullable String options, Instrumentation instrumentation) {
    install(options, instrumentation, false);
  }

  private static void install(
      @Nullable String text, Instrumentation instrumentation, boolean othersMayFollow) {
    if (System.getProperty(INSTALLED) != null) {
      return; // the command line names the agent twice
    }
    AgentOptions options;
    try {
      options = AgentOptions.parse(text);
    } catch (AgentOptions.UsageException e) {
      System.err.println("bobbin-agent: " + e.getMessage());
      Runtime.getRuntime().halt(EXIT_USAGE);
      return;
    }
    if (options.chaos() != null) {
      System.setProperty("bobbin.chaos.seed", options.chaos().toString());
    }
    Report report = new Report(options);
    WeavingTransformer transformer = new WeavingTransformer(options, report, instrumentation);
    Turn turn = null;
    if (othersMayFollow) {
      turn = Turn.install(transformer, instrumentation, report);
    } else {
      instrumentation.addTransformer(transformer, true);
    }
    transformer.activate();
    String unseen = HiddenClasses.show(instrumentation, transformer);
    if (unseen != null) {
      report.skipped("hidden classes", unseen);
    }
    report.writeAtExit();
    System.setProperty(INSTALLED, version());
    String broken = SelfCheck.run();
    if (broken != null) {
      System.err.println("bobbin-agent: " + broken);
      Runtime.getRuntime().halt(EXIT_BROKEN);
    }
    if (turn != null) {
      turn.installed();
    }
  }

  private static String version() {
    String version = BobbinAgent.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }
}
