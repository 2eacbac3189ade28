package io.bobbin.agent;

import io.bobbin.weave.ClassSource;
import io.bobbin.weave.Diagnostic;
import io.bobbin.weave.Members;
import io.bobbin.weave.WeaveOptions;
import io.bobbin.weave.WeaveResult;
import io.bobbin.weave.Weaver;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.lang.ref.WeakReference;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Weaves classes as they are defined.
 *
 * <p>Classes of loaders that cannot see the runtime are left alone: their woven form could not be
 * linked. What is known of a loader lives as long as the loader. Safe for use by several threads;
 * never throws, and never loads a class of the program.
 */
final class WeavingTransformer implements ClassFileTransformer {
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

  /** Whether {@link #loadedBefore} is complete; until then classes stay as they are. */
  private volatile boolean active;

  private final Map<ClassLoader, Loader> loaders = Collections.synchronizedMap(new WeakHashMap<>());

  /**
   * What is known of a class loader.
   *
   * @param headers the class files that it sees
   * @param seesRuntime whether woven classes of it can be linked
   * @param woven what is known of each class of it that was woven
   */
  private record Loader(ClassSource headers, boolean seesRuntime, Map<String, Woven> woven) {}

  /**
   * What is known of a woven class.
   *
   * @param members what it has got, and must keep
   * @param hash of the bytes that it was woven from last
   * @param instrumented whether another agent may have changed it since it was loaded, and has its
   *     turn after this one: its twins call the plain methods, and do so for good, as that agent
   *     changes all further versions of the class too
   */
  private record Woven(Members members, int hash, boolean instrumented) {}

  WeavingTransformer(AgentOptions options, Report report, Instrumentation instrumentation) {
    this.options =
        new WeaveOptions(
            options.suspendable(),
            options.exclude(),
            options.chaos() != null,
            Debugging.isPossible(instrumentation));
    weaver = new Weaver(this.options, loadedBefore::contains);
    this.report = report;
    dump = options.dump() == null ? null : new Dump(options.dump());
    verifier = options.verify() ? new Verifier() : null;
    this.instrumentation = instrumentation;
  }

  /** Starts to weave; reports the classes that are there already and cannot be woven any more. */
  void install() {
    instrumentation.addTransformer(this, true);
    List<Class<?>> found = new ArrayList<>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (isOfProgram(type)) {
        found.add(type);
        loadedBefore.add(internalName(type));
        if (internalName(type).equals(STACK)) {
          openThread(type.getModule());
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
    Loader loader = loaders.computeIfAbsent(type.getClassLoader(), this::look);
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
        openThread(module);
      }
      Loader known = loaders.computeIfAbsent(loader, this::look);
      return weave(known, name, classFile, redefined != null);
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
    if (known != null || weaver.mayWeave(classFile, loader.headers())) {
      String why = whyNot(name, loader);
      WeaveResult result;
      if (why != null) {
        result = weaver.leave(name, classFile, loader.headers(), loader.seesRuntime());
      } else if (isAgain) {
        result = again(loader, name, classFile, known);
      } else {
        result = weaver.weave(name, classFile, loader.headers());
        loader.woven().put(name, new Woven(result.members(), Arrays.hashCode(classFile), false));
      }
      woven = result.bytes();
      report.woven(name, classFile.length, result, System.nanoTime() - start);
      if (why != null) {
        report.skipped(name.replace('/', '.'), why);
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
          loader.woven().put(name, new Woven(left.members(), Arrays.hashCode(classFile), false));
        }
        return left.bytes();
      }
    }
    return woven;
  }

  /** Weaves a class that is loaded: it is redefined, or another agent asked for it. */
  private WeaveResult again(Loader loader, String name, byte[] classFile, @Nullable Woven known) {
    Members members = known == null ? Members.none() : known.members();
    boolean instrumented =
        known != null
            && (known.instrumented()
                || Retransformations.isOne(known.hash() == Arrays.hashCode(classFile)));
    if (known != null) {
      loader.woven().put(name, new Woven(members, Arrays.hashCode(classFile), instrumented));
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
    Loader loader = loaders.computeIfAbsent(classLoader, this::look);
    if (!weaver.mayWeave(classFile, loader.headers())) {
      return classFile;
    }
    WeaveResult result =
        weaver.leave("a hidden class", classFile, loader.headers(), loader.seesRuntime());
    byte[] withTwins = result.bytes();
    return withTwins == null ? classFile : withTwins;
  }

  /** Why a class is to be left alone, or null. */
  private @Nullable String whyNot(String name, Loader loader) {
    if (!loader.seesRuntime()) {
      return "its class loader does not see the runtime";
    }
    return weaver.isExcluded(name) ? "the option exclude names it" : null;
  }

  private Loader look(ClassLoader loader) {
    boolean seesRuntime = loader.getResource(STACK + ".class") != null;
    // The source must not keep the loader alive: it is the value of a weak map by loader.
    WeakReference<ClassLoader> reference = new WeakReference<>(loader);
    ClassSource headers =
        internalName -> {
          ClassLoader alive = reference.get();
          return alive == null ? null : ClassSource.of(alive).find(internalName);
        };
    return new Loader(headers, seesRuntime, new ConcurrentHashMap<>());
  }

  /** Lets the runtime give each tasklet thread locals of its own, which are fields of Thread. */
  private void openThread(Module runtime) {
    instrumentation.redefineModule(
        Object.class.getModule(),
        Set.of(),
        Map.of(),
        Map.of("java.lang", Set.of(runtime)),
        Set.of(),
        Map.of());
  }
}
