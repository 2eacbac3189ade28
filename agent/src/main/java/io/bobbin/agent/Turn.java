package io.bobbin.agent;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Gives the weaver its turn behind all agents of the command line, also those that stand after
 * ours: so they see and change what the source says, and their changes are woven with the rest.
 * Were it the other way round, what they put into a method would be missing from its twin, and so
 * passed over by woven callers.
 *
 * <p>The JVM shows a class first to the transformers that do not ask to see it again, then to the
 * others, agent by agent as they were loaded. So the weaver is at first of the former kind, to see
 * what is loaded while other agents start; and of the latter, by {@link LastAgent}, as soon as the
 * {@code premain} of all agents has returned.
 *
 * <p>A class is woven in one of the two turns. One that was woven in the first is shown woven to
 * later retransformations, so that the second leaves it alone for good; when it is redefined, its
 * new bytes come by the first again.
 */
final class Turn implements ClassFileTransformer {
  /** What the {@code java} command runs between the agents and the program. */
  private static final String LAUNCHER = "sun/launcher/LauncherHelper";

  private static final String INSTRUMENTATION = "sun.instrument.InstrumentationImpl";
  private static final String PREMAIN_CALLER = "loadClassAnd";

  private final WeavingTransformer weaver;
  private final Instrumentation instrumentation;
  private final Report report;
  private final Thread installing = Thread.currentThread();

  /** The classes that were woven in the first turn. */
  private final Map<ClassLoader, Set<String>> early =
      Collections.synchronizedMap(new WeakHashMap<>());

  /** Spares looking for {@code premain} on the stack while this agent's is surely there. */
  private volatile boolean isInstalled;

  /** Whether the second turn has come: set when it can be relied on. */
  private volatile boolean isLast;

  private Turn(WeavingTransformer weaver, Instrumentation instrumentation, Report report) {
    this.weaver = weaver;
    this.instrumentation = instrumentation;
    this.report = report;
  }

  /**
   * Has the weaver called, first in this agent's place and then behind all. To be called by the
   * agent's {@code premain}, which calls {@link #installed} when it ends.
   */
  static Turn install(WeavingTransformer weaver, Instrumentation instrumentation, Report report) {
    Turn turn = new Turn(weaver, instrumentation, report);
    instrumentation.addTransformer(turn, false);
    return turn;
  }

  /** Notes that what is loaded from now on is not loaded for this agent. */
  void installed() {
    isInstalled = true;
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable Module module,
      @Nullable ClassLoader loader,
      @Nullable String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    if (!isLast && isInstalled && isProgramAboutToStart(loader, name)) {
      last().addTransformer(new Second(), true);
      isLast = true;
    }
    if (isLast && !isEarly(loader, name)) {
      return null;
    }
    byte[] woven = weaver.transform(module, loader, name, redefined, domain, classFile);
    if (woven != null && loader != null && name != null) {
      noteEarly(loader, name);
    }
    return woven;
  }

  private Instrumentation last() {
    try {
      return LastAgent.load(instrumentation);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      report.skipped(
          "what the agents behind this one add to suspendable methods",
          "the agent cannot go behind them: " + e);
      return instrumentation;
    }
  }

  private void noteEarly(ClassLoader loader, String name) {
    synchronized (early) {
      Set<String> names = early.get(loader);
      if (names == null) {
        names = ConcurrentHashMap.newKeySet();
        early.put(loader, names);
      }
      names.add(name);
    }
  }

  private boolean isEarly(@Nullable ClassLoader loader, @Nullable String name) {
    Set<String> names = loader == null || name == null ? null : early.get(loader);
    return names != null && names.contains(name);
  }

  /** Whether a class is loaded by the thread that called {@code premain}, but not for it. */
  private boolean isProgramAboutToStart(@Nullable ClassLoader loader, @Nullable String name) {
    if (loader == null) {
      return LAUNCHER.equals(name);
    }
    return Thread.currentThread() == installing // there is no launcher in an embedded JVM
        && StackWalker.getInstance()
            .walk(
                frames ->
                    frames.noneMatch(
                        f ->
                            f.getClassName().equals(INSTRUMENTATION)
                                && f.getMethodName().startsWith(PREMAIN_CALLER)));
  }

  private final class Second implements ClassFileTransformer {
    @Override
    public byte @Nullable [] transform(
        @Nullable Module module,
        @Nullable ClassLoader loader,
        @Nullable String name,
        @Nullable Class<?> redefined,
        @Nullable ProtectionDomain domain,
        byte[] classFile) {
      return isEarly(loader, name)
          ? null
          : weaver.transform(module, loader, name, redefined, domain, classFile);
    }
  }
}
