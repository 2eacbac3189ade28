package io.bobbin.agent;

import io.bobbin.weave.Diagnostic;
import io.bobbin.weave.Members;
import io.bobbin.weave.WeaveOptions;
import io.bobbin.weave.WeaveResult;
import io.bobbin.weave.Weaver;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Weaves classes as they are defined.
 *
 * <p>Classes of loaders that cannot see the runtime are left alone: their woven form could not be
 * linked. What is known of a loader lives as long as the loader. Safe for use by several threads;
 * never throws, and never loads a class of the program.
 */
final class WeavingTransformer implements ClassFileTransformer, LoaderSource.Definitions {
  private static final String STACK = "io/bobbin/frame/FrameStack";

  private static final String AGENT = "io/bobbin/agent/";
  private static final String WEAVER = "io/bobbin/weave/";

  private final WeaveOptions options;
  private final Weaver weaver;
  private final Report report;
  private final @Nullable Dump dump;
  private final @Nullable Verifier verifier;
  private final Instrumentation instrumentation;

  /** Internal names of the classes that were defined, unwoven, before the agent came. */
  private final Set<String> loadedBefore = ConcurrentHashMap.newKeySet();

  /** Internal names of the classes that {@link #isMissed} has found. */
  private final Set<String> missed = ConcurrentHashMap.newKeySet();

  /** Whether {@link #loadedBefore} is complete; until then classes stay as they are. */
  private volatile boolean active;

  private final Map<ClassLoader, Loader> loaders = Collections.synchronizedMap(new WeakHashMap<>());

  /** The loaders that have defined a copy of the runtime. */
  private final Set<ClassLoader> runtimes =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private final LoadedClasses loadedClasses;
  private final ModuleReads moduleReads;
  private final RuntimeBridge bridge;

  /**
   * What is known of a class loader.
   *
   * @param headers the class files that it sees
   * @param woven what is known of each class of it that was woven
   * @param shown the internal names of the classes that were shown, also of those with nothing to
   *     weave, as a class of the same name of another loader may have something
   */
  private record Loader(LoaderSource headers, Map<String, Woven> woven, Set<String> shown) {}

  /**
   * What is known of a woven class.
   *
   * @param members what it has got, and must keep
   * @param checksum of the bytes that it was woven from last
   * @param instrumented whether another agent may have changed it since it was loaded, and has its
   *     turn after this one: its twins call the plain methods, and do so for good, as that agent
   *     changes all further versions of the class too
   */
  private record Woven(Members members, long checksum, boolean instrumented) {}

  WeavingTransformer(AgentOptions options, Report report, Instrumentation instrumentation) {
    this.options =
        new WeaveOptions(
            options.suspendable(),
            options.exclude(),
            options.chaos() != null,
            Debugging.isPossible(instrumentation),
            options.adapt(),
            options.preempt());
    weaver = new Weaver(this.options, loadedBefore);
    this.report = report;
    dump = options.dump() == null ? null : new Dump(options.dump());
    verifier = options.verify() ? new Verifier() : null;
    this.instrumentation = instrumentation;
    loadedClasses = new LoadedClasses(instrumentation);
    moduleReads = new ModuleReads(instrumentation);
    bridge = new RuntimeBridge(instrumentation, loadedClasses);
  }

  /**
   * Starts to weave; reports the classes that are there already and cannot be woven any more. To be
   * called when the JVM calls this transformer.
   */
  void activate() {
    List<Class<?>> found = new ArrayList<>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (isOfProgram(type)) {
        found.add(type);
        loadedBefore.add(internalName(type));
        if (internalName(type).equals(STACK)) {
          noteRuntime(type.getClassLoader(), type.getModule());
        }
      }
    }
    active = true;
    if (report.isWanted()) {
      Weaver inTime = new Weaver(options);
      found.forEach(type -> reportLoadedBefore(inTime, type));
    }
  }

  private static boolean isOfProgram(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    String name = internalName(type);
    return loader != null
        && loader != ClassLoader.getPlatformClassLoader()
        && !type.isArray()
        && !type.isHidden()
        && !name.startsWith(AGENT)
        && !name.startsWith(WEAVER);
  }

  private static String internalName(Class<?> type) {
    return type.getName().replace('.', '/');
  }

  private void reportLoadedBefore(Weaver inTime, Class<?> type) {
    Loader loader = known(type.getClassLoader());
    byte[] classFile = loader.headers().find(internalName(type));
    if (classFile != null && inTime.mayWeave(classFile, loader.headers())) {
      report.skipped(type.getName(), "it was loaded before the agent");
    }
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable Module module,
      @Nullable ClassLoader loader,
      @Nullable String givenName,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    if (loader == null || loader == ClassLoader.getPlatformClassLoader()) {
      return null;
    }
    // A loader may define a class without telling the name, or a class file without one.
    String name = givenName != null ? givenName : Weaver.nameIn(classFile);
    if (name == null) {
      name = "?";
    }
    if (name.startsWith(AGENT)
        || name.startsWith(WEAVER)
        || (redefined != null && loadedBefore.contains(name))) {
      return null; // the last: a class that is there already cannot get new methods
    }
    if (!active) {
      loadedBefore.add(name);
      return null;
    }
    try {
      if (name.equals(STACK) && module != null) {
        noteRuntime(loader, module);
      }
      Loader known = known(loader);
      known.headers().note(module);
      byte[] woven = weave(known, name, classFile, redefined != null);
      if (woven != null) {
        moduleReads.addReader(module);
      }
      return woven;
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      // The JVM would swallow it, and the class would silently stay unwoven.
      String what = "the agent failed (" + e + "); the class stays as it is";
      report.diagnostic(new Diagnostic("BBN018", name.replace('/', '.'), "", -1, what));
      return null;
    }
  }

  private byte @Nullable [] weave(Loader loader, String name, byte[] classFile, boolean isAgain) {
    long start = System.nanoTime();
    Woven known = isAgain ? loader.woven().get(name) : null;
    byte[] woven = null;
    loader.shown().add(name);
    if (known != null || weaver.mayWeave(classFile, loader.headers())) {
      boolean seesRuntime = seesRuntime(loader, classFile);
      String why = whyNot(name, seesRuntime);
      WeaveResult result;
      if (why != null) {
        result = weaver.leave(name, classFile, loader.headers(), seesRuntime);
      } else if (isAgain) {
        result = again(loader, name, classFile, known);
      } else {
        result = weaver.weave(name, classFile, loader.headers());
        loader.woven().put(name, new Woven(result.members(), checksum(classFile), false));
      }
      woven = result.bytes();
      report.woven(name, classFile.length, result, System.nanoTime() - start);
      if (why != null) {
        report.skipped(name.replace('/', '.'), why);
      } else {
        reportTwoRuntimes(loader, name, classFile);
      }
    }
    report.looked(System.nanoTime() - start);
    if (woven != null && dump != null) {
      dump.write(name, classFile, woven);
    }
    if (woven != null && verifier != null) {
      String problem = verifier.check(woven, loader.headers());
      if (problem != null) {
        String what = "the woven class is not valid; it stays as it is. " + problem;
        report.diagnostic(new Diagnostic("BBN018", name.replace('/', '.'), "", -1, what));
        WeaveResult left = weaver.leave(name, classFile, loader.headers(), true);
        if (!isAgain) {
          loader.woven().put(name, new Woven(left.members(), checksum(classFile), false));
        }
        return left.bytes();
      }
    }
    return woven;
  }

  /** Of bytes that are mostly seen before the JVM has compiled any loop over them. */
  private static long checksum(byte[] classFile) {
    CRC32 checksum = new CRC32();
    checksum.update(classFile);
    return checksum.getValue();
  }

  /** Weaves a class that is loaded: it is redefined, or another agent asked for it. */
  private WeaveResult again(Loader loader, String name, byte[] classFile, @Nullable Woven known) {
    Members members = known == null ? Members.none() : known.members();
    boolean instrumented =
        known != null
            && (known.instrumented()
                || Retransformations.isOne(known.checksum() == checksum(classFile)));
    if (known != null) {
      loader.woven().put(name, new Woven(members, checksum(classFile), instrumented));
    }
    return weaver.weaveAgain(name, classFile, loader.headers(), members, instrumented);
  }

  /**
   * Prepares a hidden class: it is not woven, but must not be bypassed.
   *
   * @param lookup the class that defines it
   * @param classFile its bytes
   * @return the bytes to define
   */
  byte[] hidden(MethodHandles.Lookup lookup, byte[] classFile) {
    ClassLoader classLoader = lookup.lookupClass().getClassLoader();
    String definer = lookup.lookupClass().getName().replace('.', '/');
    if (classLoader == null
        || classLoader == ClassLoader.getPlatformClassLoader()
        || definer.startsWith(AGENT)
        || definer.startsWith(WEAVER)) {
      return classFile; // the last two: JDK 17 defines lambdas this way, those used here among them
    }
    Loader loader = known(classLoader);
    if (!weaver.mayWeave(classFile, loader.headers())) {
      return classFile;
    }
    WeaveResult result =
        weaver.leave("a hidden class", classFile, loader.headers(), seesRuntime(loader, classFile));
    byte[] withTwins = result.bytes();
    if (withTwins != null) {
      moduleReads.addReader(lookup.lookupClass().getModule());
    }
    return withTwins == null ? classFile : withTwins;
  }

  /** Tells of a class that the JVM will refuse: its twins and those above mean different types. */
  private void reportTwoRuntimes(Loader loader, String name, byte[] classFile) {
    if (loader.headers().isOfSystem()) {
      return;
    }
    Set<String> supertypes = weaver.wovenSupertypes(classFile, loader.headers());
    if (supertypes.isEmpty()) {
      return;
    }
    String above = loader.headers().fromAboveAnotherCopy(STACK, runtimes, supertypes);
    if (above != null) {
      String what =
          "it extends "
              + above.replace('/', '.')
              + " of a parent class loader, but its own loader has another copy of"
              + " bobbin-runtime.jar, so the JVM will refuse to link the two (LinkageError). Have one"
              + " copy, in the parent: take the jar out of the application.";
      report.diagnostic(new Diagnostic("BBN024", name.replace('/', '.'), "", -1, what));
    }
  }

  /** Why a class is to be left alone, or null. */
  private @Nullable String whyNot(String name, boolean seesRuntime) {
    if (!seesRuntime) {
      return "its class loader does not see the runtime";
    }
    return weaver.isExcluded(name) ? "the option exclude names it" : null;
  }

  private void noteRuntime(ClassLoader loader, Module module) {
    runtimes.add(loader);
    moduleReads.addRuntime(module);
    // It gives each tasklet thread locals of its own, which are fields of Thread.
    // Pickles read iterators and throwables, whose state has no other way out.
    for (String opened : List.of("java.lang", "java.util", "java.util.concurrent")) {
      Modules.open(instrumentation, Object.class.getModule(), opened, module);
    }
  }

  /** Whether a class can be linked when it is woven; sees to it if it extends what is woven. */
  private boolean seesRuntime(Loader loader, byte[] classFile) {
    ClassLoader alive = loader.headers().loader();
    if (alive == null
        || loader.headers().has(STACK)
        || loader.headers().inherits(STACK, runtimes)
        || bridge.reaches(alive)) {
      return true;
    }
    Set<String> woven = weaver.wovenSupertypes(classFile, loader.headers());
    return !woven.isEmpty() && bridge.reach(alive, woven);
  }

  private Loader known(ClassLoader loader) {
    synchronized (loaders) {
      Loader known = loaders.get(loader);
      if (known == null) {
        known =
            new Loader(
                new LoaderSource(loader, this),
                new ConcurrentHashMap<>(),
                ConcurrentHashMap.newKeySet());
        loaders.put(loader, known);
      }
      return known;
    }
  }

  /** Whether any loader that is known has loaded a class. */
  @Override
  public boolean isDefined(String internalName) {
    return !definitions(internalName).isEmpty();
  }

  /** The classes of a name that loaders which are known have loaded. */
  private List<Class<?>> definitions(String internalName) {
    List<ClassLoader> all;
    synchronized (loaders) {
      all = new ArrayList<>(loaders.keySet());
    }
    String name = internalName.replace('/', '.');
    List<Class<?>> found = new ArrayList<>();
    for (ClassLoader loader : all) {
      Class<?> type = loadedClasses.find(loader, name);
      if (type != null) {
        found.add(type);
      }
    }
    return found;
  }

  /**
   * Whether a class that has something to weave was loaded and not shown to this: the JVM does not
   * show what is loaded by a thread while that is in {@link #transform}, by a class loader that is
   * asked for a resource there. Woven code calls such a class plainly from now on.
   */
  @Override
  public boolean isMissed(String internalName) {
    if (missed.contains(internalName)) {
      return true;
    }
    for (Class<?> type : definitions(internalName)) {
      Loader definer = loaders.get(type.getClassLoader());
      if (isOfProgram(type)
          && (definer == null || !definer.shown().contains(internalName))
          && !loadedBefore.contains(internalName)) {
        missed.add(internalName);
        String what =
            "its class loader loaded it while it was asked for a class file, when agents are shown"
                + " no classes. It is not woven: waiting in it blocks the carrier, and where it"
                + " overrides a method of a woven class, woven code does not call it. Use the class"
                + " before the loader defines its first class.";
        report.diagnostic(new Diagnostic("BBN025", type.getName(), "", -1, what));
        return true;
      }
    }
    return false;
  }
}
