package io.bobbin.tests.oracle;

import io.bobbin.weave.Diagnostic;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The comparison: a target as javac made it, against the same target woven, in every {@link Mode}.
 *
 * <p>Equal must be the result, the log, and the exception with message, causes, suppressed ones and
 * the whole trace down to the entry. A run on a stack must have parked, no wait that is to park may
 * have blocked, and each frame it saved must be as its resume point says.
 */
public final class Differential {
  static {
    // Read once by Chaos: every suspend point.
    System.setProperty("bobbin.chaos.period", "1");
    // Read by the weaver: every jump back.
    System.setProperty("bobbin.preempt.interval", "0");
  }

  /** Deep plain recursion needs it; woven code must do with a small stack. */
  private static final long PLAIN_STACK = 2L << 30;

  private static final long WOVEN_STACK = 512 << 10;
  private static final long SECONDS = 120;

  /** The complaint about a target that has something that cannot be pickled begins with this. */
  public static final String NOT_PICKLABLE = "cannot be pickled: ";

  private final WovenTargets targets;

  private Differential(WovenTargets targets) {
    this.targets = targets;
  }

  /** Compares targets given as class files by binary name. */
  public static Differential of(Map<String, byte[]> classes) {
    return of(Targets.of(classes));
  }

  /** Compares targets; woven classes are kept for the next entry. */
  public static Differential of(Targets targets) {
    return new Differential(new WovenTargets(targets));
  }

  /** Fails if any woven run of {@code Object run()} of the class differs from the plain one. */
  public void check(String className) {
    check(new Entry(className, "run"), Mode.IN_PLACE);
  }

  /** Fails if a woven run of the entry in one of the modes differs from the plain one. */
  public void check(Entry entry, Set<Mode> modes) {
    List<String> failures = failures(entry, modes);
    if (!failures.isEmpty()) {
      throw new AssertionError(String.join("\n", failures));
    }
  }

  /** How the woven runs differ from the plain one: a text for each mode that does. */
  public List<String> failures(Entry entry, Set<Mode> modes) {
    List<String> failures = new ArrayList<>();
    Outcome plain = plain(entry);
    if (plain.thrown() instanceof ClassFormatError
        || plain.thrown() instanceof VerifyError
        || plain.thrown() instanceof ReflectiveOperationException) {
      return List.of(entry + " is no target: " + plain.thrown());
    }
    for (Mode mode : modes) {
      String difference = difference(entry, mode, plain);
      if (difference != null) {
        failures.add(difference);
      }
    }
    return failures;
  }

  /**
   * Runs an entry, and hands on what it is pickled to at each park, with the number of lines that
   * it had shown by then. One that cannot be pickled ends there.
   */
  public void images(Entry entry, BiConsumer<byte[], Integer> to) {
    Log log = new Log(entry.className(), entry.method());
    onThread(
        WOVEN_STACK,
        log,
        entry,
        () -> {
          ClassLoader loader = targets.loader(Mode.PICKLED);
          PickledRun.Keeper keeper = image -> to.accept(image, Outcome.lines(log).size());
          return pickled(log, entry, new PickledRun(entry.twin(loader), loader, keeper));
        });
  }

  /**
   * Goes on from what an entry was pickled to in another JVM; returns how that differs from the
   * rest of the plain run in this one, or null.
   *
   * @param plainRun what the plain run shows
   * @param shown how many lines of that the entry had shown by then
   */
  public @Nullable String differenceFrom(
      Entry entry, byte[] image, List<String> plainRun, int shown) {
    Log log = new Log(entry.className(), entry.method());
    Outcome rest =
        onThread(
            WOVEN_STACK,
            log,
            entry,
            () -> outcome(log, entry, () -> PickledRun.goOn(image, targets.loader(Mode.PICKLED))));
    List<String> expected = plainRun.subList(shown, plainRun.size());
    List<String> report = new ArrayList<>(Diff.of(expected, rest.lines()));
    report.addAll(rest.complaints());
    return report.isEmpty() ? null : String.join("\n", report);
  }

  /** What the plain run of an entry shows. */
  public List<String> plainRun(Entry entry) {
    return plain(entry).lines();
  }

  /** A target woven; it is linked, and so verified, but not initialised. */
  public Class<?> wovenClass(String className, Mode mode) throws ClassNotFoundException {
    Class<?> woven = Class.forName(className, false, targets.loader(mode));
    woven.getDeclaredMethods();
    return woven;
  }

  /** The class file of a target as javac made it. */
  public byte[] plainBytes(String className) {
    return targets.plain(className);
  }

  /** The class file of a target woven, or null if it needs no weaving. */
  public byte @Nullable [] wovenBytes(String className, Mode mode) {
    return targets.woven(className, mode);
  }

  /** A target as javac made it. */
  public Class<?> plainClass(String className) throws ClassNotFoundException {
    return Class.forName(className, false, targets.plainLoader());
  }

  /**
   * The codes of what the weaver says about the methods of a class and the classes within it, but
   * for BBN015, which tells of sizes.
   */
  public List<String> weaveAll(String className) {
    List<String> found = new ArrayList<>();
    for (String name : Corpus.withNested(className)) {
      for (Diagnostic diagnostic : targets.weave(Mode.PARKS, name)) {
        String method = diagnostic.method().replaceFirst("\\(.*", "");
        if (!diagnostic.code().equals("BBN015")) {
          found.add(name + '.' + method + ' ' + diagnostic.code());
        }
      }
    }
    return found.stream().distinct().sorted().toList();
  }

  /** What {@link Diagnosed} announces for a class and the classes within it. */
  public List<String> expectedDiagnostics(String className) {
    List<String> expected = new ArrayList<>();
    ClassLoader loader = targets.plainLoader();
    for (String name : Corpus.withNested(className)) {
      Class<?> type;
      try {
        type = Class.forName(name, false, loader);
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException("listed but not found: " + name, e);
      }
      List<Executable> members = new ArrayList<>(List.of(type.getDeclaredMethods()));
      members.addAll(List.of(type.getDeclaredConstructors()));
      for (Executable member : members) {
        Diagnosed diagnosed = member.getAnnotation(Diagnosed.class);
        if (diagnosed != null) {
          String method = member instanceof Method ? member.getName() : "<init>";
          for (String code : diagnosed.value()) {
            expected.add(name + '.' + method + ' ' + code);
          }
        }
      }
    }
    return expected.stream().distinct().sorted().toList();
  }

  /** What the weaver said about the targets so far. */
  public List<Diagnostic> diagnostics(Mode mode) {
    return targets.diagnostics(mode);
  }

  /** The sizes of the methods woven so far, as text. */
  public List<String> sizes(Mode mode) {
    return targets.reports(mode).stream()
        .map(
            r ->
                "%s: %d points, %d -> %d bytes"
                    .formatted(r.method(), r.suspendPoints(), r.bytesBefore(), r.bytesAfter()))
        .toList();
  }

  private @Nullable String difference(Entry entry, Mode mode, Outcome plain) {
    Outcome woven = woven(entry, mode);
    List<String> report = new ArrayList<>(Diff.of(plain.lines(), woven.lines()));
    for (String complaint : woven.complaints()) {
      report.add("! " + complaint);
    }
    if (mode.onStack() && woven.parks() == 0 && mode.chaos()) {
      report.add("! the woven run never parked");
    }
    if (report.isEmpty()) {
      return null;
    }
    report.add(0, entry + ", " + mode + ", " + woven.parks() + " parks; - is plain, + is woven:");
    for (Diagnostic diagnostic : diagnostics(mode)) {
      if (diagnostic.className().replace('/', '.').startsWith(entry.className())) {
        report.add("diagnostic: " + diagnostic);
      }
    }
    if (woven.thrown() != null && plain.thrown() == null) {
      StringWriter text = new StringWriter();
      woven.thrown().printStackTrace(new PrintWriter(text));
      report.add("the whole trace: " + text);
    }
    return String.join("\n", report);
  }

  private Outcome plain(Entry entry) {
    Log log = new Log(entry.className(), entry.method());
    return onThread(PLAIN_STACK, log, entry, () -> plain(log, entry, targets.plainLoader()));
  }

  private Outcome woven(Entry entry, Mode mode) {
    Log log = new Log(entry.className(), entry.method());
    if (!mode.onStack()) {
      return onThread(PLAIN_STACK, log, entry, () -> plain(log, entry, targets.loader(mode)));
    }
    return onThread(
        WOVEN_STACK,
        log,
        entry,
        () -> {
          ClassLoader loader = targets.loader(mode);
          MethodHandle twin = entry.twin(loader);
          if (mode == Mode.PICKLED) {
            return pickled(log, entry, new PickledRun(twin, loader));
          }
          TestStack.Body body = (stack, room) -> (Object) twin.invoke(stack, room);
          TestStack stack = mode == Mode.NO_ROOM ? new TestStack(body, 1) : new TestStack(body);
          if (mode.everything()) {
            stack.everythingIsWoven();
          }
          if (mode == Mode.PACKED) {
            stack.packsFrames();
          }
          Object result = null;
          Throwable thrown = null;
          try {
            result = mode == Mode.HOPS ? new Hopper(stack, log).finish() : stack.finish();
          } catch (Throwable t) {
            thrown = t;
          }
          return Outcome.of(log, entry, result, thrown, stack.parks(), stack.complaints());
        });
  }

  private static Outcome pickled(Log log, Entry entry, PickledRun run) {
    Object result = null;
    Throwable thrown = null;
    try {
      result = run.finish();
    } catch (PickledRun.Refused e) {
      String why = NOT_PICKLABLE + e.getMessage();
      return Outcome.of(log, entry, null, null, run.parks(), List.of(why));
    } catch (Throwable t) {
      thrown = t;
    }
    return Outcome.of(log, entry, result, thrown, run.parks(), List.of());
  }

  private static Outcome plain(Log log, Entry entry, ClassLoader loader)
      throws ReflectiveOperationException {
    MethodHandle method = entry.plain(loader);
    return outcome(log, entry, () -> (Object) method.invoke());
  }

  /** A run that is over within a call. */
  private interface Run {
    @Nullable Object run() throws Throwable;
  }

  private static Outcome outcome(Log log, Entry entry, Run run) {
    Object result = null;
    Throwable thrown = null;
    try {
      result = run.run();
    } catch (Throwable t) {
      thrown = t;
    }
    return Outcome.of(log, entry, result, thrown, 0, List.of());
  }

  private static Outcome onThread(long stackSize, Log log, Entry entry, Callable<Outcome> run) {
    FutureTask<Outcome> task = new FutureTask<>(() -> log.during(run));
    Thread thread = new Thread(null, task, "target " + entry, stackSize);
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      return Outcome.of(log, entry, null, e.getCause(), 0, List.of());
    } catch (TimeoutException e) {
      AssertionError hangs = new AssertionError("hangs after " + SECONDS + " s");
      hangs.setStackTrace(thread.getStackTrace());
      return Outcome.of(log, entry, null, hangs, 0, List.of());
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }
}
