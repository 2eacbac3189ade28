package io.bobbin.weave;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassTooLargeException;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.tree.ClassNode;

/**
 * Weaves class files: bytes in, bytes out. Never loads a class.
 *
 * <p>May be used by several threads. What is known of a {@link ClassSource} is remembered as long
 * as the source is in use.
 */
public final class Weaver {
  private final WeaveOptions options;
  private final NamePatterns excluded;
  private final Set<String> unwoven;
  private final Map<ClassSource, Suspendability> known = new WeakHashMap<>();

  /** {@link Suspendability#awaits} of all loaders. */
  private final Set<String> awaited = ConcurrentHashMap.newKeySet();

  /**
   * Makes a weaver.
   *
   * @param options what to weave
   */
  public Weaver(WeaveOptions options) {
    this(options, Set.of());
  }

  /**
   * Makes a weaver for a program that runs already.
   *
   * @param options what to weave
   * @param unwoven the internal names of the classes that were loaded without being woven; it is
   *     not copied, and may grow if it is safe for use by several threads
   */
  public Weaver(WeaveOptions options, Set<String> unwoven) {
    this.options = options;
    excluded = new NamePatterns(options.exclude());
    this.unwoven = unwoven;
  }

  /**
   * The name that stands in a class file.
   *
   * @param classFile its bytes
   * @return the name with slashes, or null if the class file cannot be read
   */
  public static @Nullable String nameIn(byte[] classFile) {
    try {
      return ClassHeader.reader(classFile).getClassName();
    } catch (RuntimeException e) {
      return null;
    }
  }

  /**
   * Whether a class file declares a method.
   *
   * @param classFile its bytes
   * @param name the name of the method
   * @param descriptor its descriptor
   * @return true if it does, or if the class file cannot be read
   */
  public static boolean declares(byte[] classFile, String name, String descriptor) {
    try {
      return ClassHeader.read(classFile).methods().containsKey(name + descriptor);
    } catch (RuntimeException e) {
      return true;
    }
  }

  /**
   * The superclass and interfaces of a class that are known to have suspendable methods.
   *
   * @param classFile its bytes
   * @param headers where to find the classes that it refers to
   * @return their internal names; none if the class file cannot be read
   */
  public Set<String> wovenSupertypes(byte[] classFile, ClassSource headers) {
    Set<String> found = new HashSet<>();
    try {
      ClassHeader header = ClassHeader.read(classFile);
      Suspendability suspendability = suspendability(headers);
      if (header.superName() != null && suspendability.hasSuspendable(header.superName())) {
        found.add(header.superName());
      }
      for (String type : header.interfaces()) {
        if (suspendability.hasSuspendable(type)) {
          found.add(type);
        }
      }
    } catch (RuntimeException e) {
      return Set.of(); // weave() or leave() tells what is wrong with it
    }
    return found;
  }

  /**
   * Whether the options exclude a class.
   *
   * @param internalName its name with slashes
   * @return true if a pattern of {@link WeaveOptions#exclude()} matches it
   */
  public boolean isExcluded(String internalName) {
    return excluded.matches(internalName);
  }

  /**
   * Tells quickly whether a class may have anything to weave.
   *
   * @param classFile its bytes
   * @param headers where to find the classes that it refers to
   * @return false if {@link #weave} would change nothing; true also for a class file that cannot be
   *     read
   */
  public boolean mayWeave(byte[] classFile, ClassSource headers) {
    try {
      return new HeaderScan(suspendability(headers), classFile).mayWeave();
    } catch (RuntimeException e) {
      return true; // to be told by weave()
    }
  }

  /**
   * Weaves a class.
   *
   * @param internalName its name with slashes
   * @param classFile its bytes, which are left as they are
   * @param headers where to find the classes that it refers to
   * @return the woven bytes, or none if the class is to stay as it is
   */
  public WeaveResult weave(String internalName, byte[] classFile, ClassSource headers) {
    ClassHeader header;
    Suspendability suspendability = suspendability(headers);
    boolean mayWeave;
    try {
      header = ClassHeader.read(classFile);
      mayWeave = new HeaderScan(suspendability, classFile).mayWeave();
    } catch (RuntimeException e) {
      return failure(internalName, "the class file cannot be read (" + e + ")");
    }
    suspendability.hierarchy().put(header);
    if (!mayWeave) {
      return WeaveResult.UNCHANGED;
    }
    try {
      return suspendability.isExcluded(header.name())
          ? leave(classFile, suspendability, true)
          : weave(classFile, suspendability, null, false);
    } catch (ClassTooLargeException e) {
      String why = "the woven class has more than 65,535 constants";
      return giveUp(internalName, classFile, suspendability, why);
    } catch (RuntimeException e) {
      return giveUp(internalName, classFile, suspendability, "the weaver failed (" + e + ")");
    }
  }

  /**
   * Weaves a class that is loaded already, to the members that it has: the JVM lets it get no
   * others. What would need others is called plainly, and pins. Whether a method is suspendable is
   * not decided again, as others were woven by what was decided.
   *
   * @param internalName its name with slashes
   * @param classFile its new bytes, or those it was woven from; they are left as they are
   * @param headers where to find the classes that it refers to
   * @param loaded what was added to it when it was loaded
   * @param forwarding whether another agent is about to change the class: then its twins call the
   *     plain methods, so that woven callers reach what the other agent puts there; frames that are
   *     parked in it go on
   * @return the woven bytes, or none if the class is to stay as it is
   */
  public WeaveResult weaveAgain(
      String internalName,
      byte[] classFile,
      ClassSource headers,
      Members loaded,
      boolean forwarding) {
    try {
      Suspendability suspendability = suspendability(headers);
      if (suspendability.isExcluded(internalName)) {
        return leave(classFile, suspendability, true);
      }
      ClassHeader redefined = ClassHeader.read(classFile);
      ClassHeader known = suspendability.hierarchy().putIfAbsent(redefined.withoutAnnotations());
      List<Diagnostic> diagnostics = new ArrayList<>(compare(known, redefined));
      if (loaded.isEmpty()) {
        return new WeaveResult(null, loaded, diagnostics, List.of());
      }
      WeaveResult woven = weave(classFile, suspendability, loaded, forwarding);
      diagnostics.addAll(woven.diagnostics());
      return new WeaveResult(woven.bytes(), loaded, diagnostics, woven.methods());
    } catch (RuntimeException e) {
      return failure(internalName, "the weaver failed (" + e + ")");
    }
  }

  /** Tells where a redefinition adds or removes the annotation, which has no effect. */
  private static List<Diagnostic> compare(ClassHeader known, ClassHeader redefined) {
    List<Diagnostic> told = new ArrayList<>();
    String name = known.name().replace('/', '.');
    if (known.annotated() != redefined.annotated()) {
      told.add(new Diagnostic("BBN026", name, "", -1, annotation(redefined.annotated())));
    }
    redefined
        .methods()
        .forEach(
            (key, method) -> {
              ClassHeader.Method before = known.methods().get(key);
              if (before != null && before.annotated() != method.annotated()) {
                told.add(new Diagnostic("BBN026", name, key, -1, annotation(method.annotated())));
              }
            });
    return told;
  }

  private static String annotation(boolean added) {
    return "a redefinition has "
        + (added ? "added" : "removed")
        + " @Suspendable, which has no effect before the JVM starts again: a class gets and loses"
        + " no members once it is loaded.";
  }

  /** Leaves a class that cannot be woven, with the twins that woven callers count on. */
  private WeaveResult giveUp(
      String internalName, byte[] classFile, Suspendability suspendability, String why) {
    WeaveResult told = failure(internalName, why);
    try {
      WeaveResult left = leave(classFile, suspendability, true);
      return new WeaveResult(left.bytes(), left.members(), told.diagnostics(), List.of());
    } catch (RuntimeException e) {
      return told;
    }
  }

  /**
   * Prepares a class that is not to be woven: it gets twins that call its plain methods, as woven
   * callers count on them, and would bypass it where it overrides methods of woven classes.
   *
   * @param internalName its name with slashes
   * @param classFile its bytes, which are left as they are
   * @param headers where to find the classes that it refers to
   * @param seesRuntime whether its loader finds the types of twins; if not, reflection fails on a
   *     class with twins, so it gets those only without which it would be bypassed
   * @return the bytes with twins, or none if the class is to stay as it is
   */
  public WeaveResult leave(
      String internalName, byte[] classFile, ClassSource headers, boolean seesRuntime) {
    try {
      Suspendability suspendability = suspendability(headers);
      suspendability.hierarchy().put(ClassHeader.read(classFile));
      return leave(classFile, suspendability, seesRuntime);
    } catch (RuntimeException e) {
      return failure(internalName, "the class file cannot be read (" + e + ")");
    }
  }

  private WeaveResult leave(byte[] classFile, Suspendability suspendability, boolean seesRuntime) {
    ClassNode node = Modernizer.read(classFile, suspendability.hierarchy());
    ClassWeave weave = new ClassWeave(node, suspendability, options, Set.of(), null);
    if (!weave.runUnwoven(seesRuntime)) {
      return WeaveResult.UNCHANGED;
    }
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    StackMaps.compress(node);
    node.accept(writer);
    byte[] bytes = restoreVersion(writer.toByteArray(), classFile);
    return new WeaveResult(bytes, weave.members(), weave.diagnostics(), List.of());
  }

  private WeaveResult weave(
      byte[] classFile,
      Suspendability suspendability,
      @Nullable Members loaded,
      boolean forwarding) {
    Set<String> tooLarge = new HashSet<>();
    while (true) {
      ClassNode node = Modernizer.read(classFile, suspendability.hierarchy());
      ClassWeave weave = new ClassWeave(node, suspendability, options, tooLarge, loaded);
      if (forwarding) {
        weave.forwardAll();
      }
      if (!weave.run()) {
        return new WeaveResult(null, Members.NONE, weave.diagnostics(), List.of());
      }
      ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
      // ASM's defaults, meant for class files of strangers, are passed by a method of some 50 KB.
      writer.setComputeLimits(Integer.MAX_VALUE, Long.MAX_VALUE);
      StackMaps.compress(node);
      try {
        node.accept(writer);
        return new WeaveResult(
            restoreVersion(writer.toByteArray(), classFile),
            weave.members(),
            weave.diagnostics(),
            weave.reports());
      } catch (MethodTooLargeException e) {
        String plain = e.getMethodName() + Abi.plain(e.getDescriptor());
        String method = Abi.isTwin(e.getDescriptor()) ? plain : ownerOfResume(node, e);
        if (!tooLarge.add(method)) {
          throw e;
        }
      }
    }
  }

  /** The method whose resume body is too large: of those of the name, the overload counts. */
  private static String ownerOfResume(ClassNode node, MethodTooLargeException e) {
    List<String> descriptors = new ArrayList<>();
    node.methods.stream()
        .filter(m -> m.name.equals(e.getMethodName()) && !Abi.isTwin(m.desc))
        .filter(m -> !m.desc.startsWith("(" + Abi.FRAME_DESCRIPTOR))
        .forEach(m -> descriptors.add(m.desc));
    descriptors.sort(null);
    for (int overload = 0; overload < descriptors.size(); overload++) {
      if (Abi.resumeDescriptor(overload).equals(e.getDescriptor())) {
        return e.getMethodName() + descriptors.get(overload);
      }
    }
    throw e; // a plain method
  }

  private static int majorVersion(byte[] classFile) {
    return ((classFile[6] & 0xff) << 8) | (classFile[7] & 0xff);
  }

  /** Gives a class file newer than ASM its version back. */
  private static byte[] restoreVersion(byte[] woven, byte[] original) {
    int before = majorVersion(original);
    int after = majorVersion(woven);
    if (before > after) {
      woven[6] = original[6];
      woven[7] = original[7];
    }
    return woven;
  }

  private Suspendability suspendability(ClassSource headers) {
    synchronized (known) {
      Suspendability found = known.get(headers);
      if (found == null) {
        Hierarchy hierarchy = new Hierarchy(headers, new Elsewhere());
        found = new Suspendability(options, hierarchy, unwoven, awaited);
        known.put(headers, found);
      }
      return found;
    }
  }

  /** The headers of the classes of a name that were seen being defined, whatever their loaders. */
  private final class Elsewhere implements Function<String, Set<ClassHeader>> {
    @Override
    public Set<ClassHeader> apply(String internalName) {
      Set<ClassHeader> found = new HashSet<>();
      synchronized (known) {
        for (Suspendability each : known.values()) {
          ClassHeader header = each.hierarchy().defined(internalName);
          if (header != null) {
            found.add(header);
          }
        }
      }
      return found;
    }
  }

  private static WeaveResult failure(String internalName, String what) {
    String message = what + "; the class stays as it is, and waiting in it blocks the carrier.";
    return new WeaveResult(
        null,
        Members.NONE,
        List.of(new Diagnostic("BBN018", internalName.replace('/', '.'), "", -1, message)),
        List.of());
  }
}
