package io.bobbin.weave;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
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
  private final Predicate<String> unwoven;
  private final Map<ClassSource, Suspendability> known = new WeakHashMap<>();

  /** {@link Suspendability#awaits} of all loaders. */
  private final Set<String> awaited = ConcurrentHashMap.newKeySet();

  /**
   * Makes a weaver.
   *
   * @param options what to weave
   */
  public Weaver(WeaveOptions options) {
    this(options, internalName -> false);
  }

  /**
   * Makes a weaver for a program that runs already.
   *
   * @param options what to weave
   * @param unwoven tells of classes, by internal name, that were loaded without being woven; called
   *     by any thread
   */
  public Weaver(WeaveOptions options, Predicate<String> unwoven) {
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
      header.interfaces().stream().filter(suspendability::hasSuspendable).forEach(found::add);
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
      return new HeaderScan(suspendability(headers)).mayWeave(ClassHeader.reader(classFile));
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
      mayWeave = new HeaderScan(suspendability).mayWeave(ClassHeader.reader(classFile));
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
          : weave(classFile, suspendability, false);
    } catch (ClassTooLargeException e) {
      String why = "the woven class has more than 65,535 constants";
      return giveUp(internalName, classFile, suspendability, why);
    } catch (RuntimeException e) {
      return giveUp(internalName, classFile, suspendability, "the weaver failed (" + e + ")");
    }
  }

  /**
   * Weaves a class that another agent is about to change: its twins call the plain methods, so that
   * woven callers reach what the other agent puts there. Frames that are parked in it go on.
   *
   * @param internalName its name with slashes
   * @param classFile its bytes, which are left as they are
   * @param headers where to find the classes that it refers to
   * @return the bytes, with the same members as {@link #weave} gives
   */
  public WeaveResult weaveForwarding(String internalName, byte[] classFile, ClassSource headers) {
    try {
      return weave(classFile, suspendability(headers), true);
    } catch (RuntimeException e) {
      return failure(internalName, "the weaver failed (" + e + ")");
    }
  }

  /** Leaves a class that cannot be woven, with the twins that woven callers count on. */
  private static WeaveResult giveUp(
      String internalName, byte[] classFile, Suspendability suspendability, String why) {
    WeaveResult told = failure(internalName, why);
    try {
      byte[] withTwins = leave(classFile, suspendability, true).bytes();
      return new WeaveResult(withTwins, told.diagnostics(), List.of());
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

  private static WeaveResult leave(
      byte[] classFile, Suspendability suspendability, boolean seesRuntime) {
    ClassNode node = Modernizer.read(classFile, suspendability.hierarchy());
    ClassWeave weave = new ClassWeave(node, suspendability, false, Set.of());
    if (!weave.runUnwoven(seesRuntime)) {
      return WeaveResult.UNCHANGED;
    }
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    node.accept(writer);
    byte[] bytes = restoreVersion(writer.toByteArray(), classFile);
    return new WeaveResult(bytes, weave.diagnostics(), List.of());
  }

  private WeaveResult weave(byte[] classFile, Suspendability suspendability, boolean forwarding) {
    Set<String> tooLarge = new HashSet<>();
    while (true) {
      ClassNode node = Modernizer.read(classFile, suspendability.hierarchy());
      // A yield inside of the runtime would be a point at which a tasklet can be killed while a
      // value is neither with its sender nor with its receiver.
      boolean chaos = options.chaos() && !Platform.isBobbin(node.name);
      ClassWeave weave = new ClassWeave(node, suspendability, chaos, tooLarge);
      if (forwarding) {
        weave.forwardAll();
      }
      if (!weave.run()) {
        return new WeaveResult(null, weave.diagnostics(), List.of());
      }
      ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
      // ASM's defaults, meant for class files of strangers, are passed by a method of some 50 KB.
      writer.setComputeLimits(Integer.MAX_VALUE, Long.MAX_VALUE);
      try {
        node.accept(writer);
        return new WeaveResult(
            restoreVersion(writer.toByteArray(), classFile), weave.diagnostics(), weave.reports());
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
      return known.computeIfAbsent(
          headers,
          source ->
              new Suspendability(options, new Hierarchy(source, this::defined), unwoven, awaited));
    }
  }

  /** The headers of the classes of a name that were seen being defined, whatever their loaders. */
  private Set<ClassHeader> defined(String internalName) {
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

  private static WeaveResult failure(String internalName, String what) {
    String message = what + "; the class stays as it is, and waiting in it blocks the carrier.";
    return new WeaveResult(
        null,
        List.of(new Diagnostic("BBN018", internalName.replace('/', '.'), "", -1, message)),
        List.of());
  }
}
