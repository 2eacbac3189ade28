package io.bobbin.weave;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;

/**
 * The pipeline for a class.
 *
 * <ol>
 *   <li>{@link LambdaPass} relinks suspendable lambdas;
 *   <li>each suspendable method gets its twin: woven by {@link MethodWeave}, or a {@link Stand};
 *   <li>twins are added for methods that are inherited from where they could not be woven;
 *   <li>doorway interfaces are added;
 *   <li>{@link SerialVersion} keeps the class's serial version.
 * </ol>
 *
 * <p>The plain methods keep their code: whoever calls them gets what the source says.
 */
final class ClassWeave {
  /** Above this size HotSpot never compiles a method (its flag HugeMethodLimit). */
  private static final int JIT_LIMIT = 8_000;

  /** The largest code that a class file allows. */
  private static final int LARGEST = 65_535;

  /** How many constants a short instruction can load. */
  private static final int NEAR_CONSTANTS = 256;

  private final ClassNode node;
  private final Suspendability suspendability;
  private final CallFinder finder;
  private final WeaveOptions options;
  private final Set<String> tooLarge;
  private final @Nullable Members loaded;
  private final Set<String> before;
  private final Set<String> lambdaBodies = new HashSet<>();
  private final Map<String, MethodNode> declared = new HashMap<>();
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final List<MethodReport> reports = new ArrayList<>();
  private final List<MethodNode> added = new ArrayList<>();
  private Map<String, ReferenceBody> references = Map.of();
  private @Nullable Long addedSerialVersion;
  private boolean changed;
  private boolean forwardAll;

  /**
   * Prepares to weave a class.
   *
   * @param node the class, which is changed in place
   * @param tooLarge name and descriptor of the methods whose woven bodies are known not to fit
   * @param loaded the members that weaving gave to the class, if it is loaded already and must keep
   *     just these
   */
  ClassWeave(
      ClassNode node,
      Suspendability suspendability,
      WeaveOptions options,
      Set<String> tooLarge,
      @Nullable Members loaded) {
    this.node = node;
    this.suspendability = suspendability;
    this.finder = new CallFinder(suspendability, node.name, lambdaBodies, options.adapt());
    this.options = options;
    this.tooLarge = tooLarge;
    this.loaded = loaded;
    before = Members.keys(node);
  }

  /** Has every twin call the plain method. */
  void forwardAll() {
    forwardAll = true;
  }

  List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  List<MethodReport> reports() {
    return reports;
  }

  /** What the class has got. */
  Members members() {
    return Members.added(before, node, references, addedSerialVersion);
  }

  /**
   * Gives a class that is not to be woven the twins that woven callers count on, and those without
   * which it would be bypassed, as its methods override woven ones. They call the plain methods,
   * and need no runtime to be linked, but reflection does. Tells whether there are any.
   *
   * @param seesRuntime whether to give more than those without which the class would be bypassed
   */
  boolean runUnwoven(boolean seesRuntime) {
    noteDeclared();
    Long serialVersion = SerialVersion.before(node, suspendability);
    for (MethodNode method : List.copyOf(node.methods)) {
      String key = method.name + method.desc;
      if (!method.name.startsWith("<")
          && !Abi.isTwin(method.desc)
          && !isHandWoven(method)
          && (overridesSuspendable(method)
              || (seesRuntime && suspendability.isSuspendable(node.name, key)))) {
        added.add(forwarding(method));
      }
    }
    if (!isInterface()) {
      forwardInherited();
    }
    if (seesRuntime) {
      forwardUnknown();
    }
    node.methods.addAll(added);
    if (!added.isEmpty() && serialVersion != null) {
      add(serialVersion);
    }
    return !added.isEmpty();
  }

  private boolean overridesSuspendable(MethodNode method) {
    return (method.access & (Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC)) == 0
        && suspendability.overridesSuspendable(node.name, method.name + method.desc);
  }

  /** Weaves the class; tells whether there was anything to weave. */
  boolean run() {
    int methods = node.methods.size();
    LambdaPass lambdas =
        new LambdaPass(node, suspendability, lambdaBodies, loaded, finder, new Refusals());
    lambdas.run();
    references = lambdas.references();
    changed = !lambdaBodies.isEmpty() || node.methods.size() != methods;
    noteDeclared();
    Long serialVersion =
        loaded != null ? loaded.serialVersion() : SerialVersion.before(node, suspendability);
    for (MethodNode method : List.copyOf(node.methods)) {
      weave(method);
    }
    if (!isInterface()) {
      forwardInherited();
      addDoors();
    }
    forwardUnknown();
    if (options.debugged()) {
      showToDebuggers();
    }
    node.methods.addAll(added);
    changed |= !added.isEmpty();
    if ((changed || loaded != null) && serialVersion != null) {
      add(serialVersion);
      changed = true;
    }
    return changed;
  }

  private void noteDeclared() {
    for (MethodNode method : node.methods) {
      declared.put(method.name + method.desc, method);
    }
  }

  private void add(long serialVersion) {
    SerialVersion.add(node, serialVersion);
    addedSerialVersion = serialVersion;
  }

  private boolean isInterface() {
    return (node.access & Opcodes.ACC_INTERFACE) != 0;
  }

  // Methods

  private void weave(MethodNode method) {
    String key = method.name + method.desc;
    if (Abi.isTwin(method.desc)) {
      checkTwin(method);
      return;
    }
    if (method.name.startsWith("<")) {
      if (isAnnotated(method, Abi.SUSPENDABLE)) {
        report(
            "BBN010",
            method,
            "a constructor or initialiser cannot be left midway; waiting inside it blocks the"
                + " carrier. Remove @Suspendable, or move the waiting into a method.");
      }
      return;
    }
    boolean suspendable =
        lambdaBodies.contains(key) || suspendability.isSuspendable(node.name, key);
    if (!suspendable) {
      if (isAnnotated(method, Abi.SUSPENDABLE) && !Abi.hasRoomForTwin(method.desc)) {
        report(
            "BBN013",
            method,
            "the parameters leave no slots for the hidden ones (a method has"
                + " 255); calls pin. Pass fewer parameters.");
      }
      return;
    }
    if (isHandWoven(method)) {
      return;
    }
    added.add(twin(method, key));
    if (loaded != null) {
      keepResumeBody(method, loaded);
    }
  }

  /** Gives a method that has no resume body any more one that refuses the frames of the old one. */
  private void keepResumeBody(MethodNode method, Members members) {
    String descriptor = Abi.resumeDescriptor(overload(method));
    if (added(method.name, descriptor) == null && members.has(method.name, descriptor)) {
      added.add(Stand.refusing(method.name, descriptor));
    }
  }

  /**
   * Makes woven bodies as visible as the methods that they were made from, as debuggers step over
   * what is synthetic. Twins remain bridges, as those who copy or instrument methods leave bridges
   * alone; but not in anonymous classes, where IntelliJ sets no breakpoints in bridges.
   */
  private void showToDebuggers() {
    boolean isAnonymous = node.name.matches(".*\\$\\d+");
    for (MethodNode method : declared.values()) {
      if (Abi.isTwin(method.desc)) {
        continue;
      }
      MethodNode resume = added(method.name, Abi.resumeDescriptor(overload(method)));
      MethodNode twin = added(method.name, Abi.twin(method.desc));
      if (resume == null || twin == null || (method.access & Opcodes.ACC_SYNTHETIC) != 0) {
        continue;
      }
      resume.access &= ~Opcodes.ACC_SYNTHETIC;
      twin.access &= ~Opcodes.ACC_SYNTHETIC;
      if (isAnonymous) {
        twin.access &= ~Opcodes.ACC_BRIDGE;
      }
    }
  }

  private @Nullable MethodNode added(String name, String descriptor) {
    for (MethodNode method : added) {
      if (method.name.equals(name) && method.desc.equals(descriptor)) {
        return method;
      }
    }
    return null;
  }

  private MethodNode twin(MethodNode method, String key) {
    if ((method.access & Opcodes.ACC_ABSTRACT) != 0) {
      return forwarding(method);
    }
    if ((method.access & Opcodes.ACC_NATIVE) != 0) {
      report(
          "BBN011",
          method,
          "a native method cannot be left midway; waiting inside it blocks the"
              + " carrier. Remove @Suspendable.");
      return forwarding(method);
    }
    if ((method.access & Opcodes.ACC_SYNCHRONIZED) != 0) {
      report(
          "BBN012",
          method,
          "a synchronized method holds its monitor throughout, so waiting"
              + " inside it blocks the carrier. Use io.bobbin.Mutex where it waits.");
      return forwarding(method);
    }
    if (tooLarge.contains(key)) {
      return tooLarge(method);
    }
    try {
      if (isAnnotated(method, Abi.TRANSPARENT)) {
        return Stand.transparent(method, finder);
      }
      return woven(method);
    } catch (AnalyzerException | RuntimeException e) {
      String message =
          "the weaver failed ("
              + e
              + "); the method throws NotWovenError where woven"
              + " code calls it. Exclude the class (exclude="
              + node.name.replace('/', '.')
              + ") and report the class file.";
      Diagnostic diagnostic = report("BBN019", method, message);
      return Stand.failing(method.access, method.name, method.desc, diagnostic.toString());
    }
  }

  private MethodNode woven(MethodNode method) throws AnalyzerException {
    MethodWeave.Bodies bodies =
        new MethodWeave(node.name, suspendability.hierarchy(), finder, options, node.sourceFile)
            .weave(method, overload(method), new Pins(method));
    CodeSize twin = CodeSize.of(bodies.twin());
    CodeSize resume = CodeSize.of(bodies.resume());
    if (!fits(bodies.twin(), twin) || !fits(bodies.resume(), resume)) {
      return tooLarge(method);
    }
    if (loaded != null && !loaded.has(method.name, bodies.resume().desc)) {
      report(
          "BBN026",
          method,
          "a redefinition has made it small enough to be woven, but a class gets no members once"
              + " it is loaded; waiting inside it blocks the carrier. Start the JVM again.");
      return forwarding(method);
    }
    added.add(bodies.resume());
    int before = CodeSize.of(method).most();
    int after = twin.most() + resume.most();
    List<String> points = bodies.plan().describePoints();
    reports.add(
        new MethodReport(
            method.name + method.desc,
            before,
            after,
            points.size(),
            points,
            bodies.plan().describeAdapted()));
    if (before <= JIT_LIMIT && Math.max(twin.most(), resume.most()) > JIT_LIMIT) {
      report(
          "BBN015",
          method,
          "the woven body is larger than the 8,000 bytes up to which the JIT"
              + " compiles a method; it will be interpreted. Split the method.");
    }
    return forwardAll ? forwarding(method) : bodies.twin();
  }

  private MethodNode tooLarge(MethodNode method) {
    report(
        "BBN014",
        method,
        "the woven body is larger than the 64 KB that a class file allows;"
            + " waiting inside it blocks the carrier. Split the method.");
    return forwarding(method);
  }

  private final class Refusals implements LambdaPass.Refusals {
    @Override
    public void note(MethodNode method, InvokeDynamicInsnNode site) {
      diagnostics.add(
          new Diagnostic(
              "BBN026",
              node.name.replace('/', '.'),
              method.name + method.desc,
              MethodPlan.lineOf(site),
              "a redefinition has added a lambda or method reference that may wait, for which a"
                  + " class gets no members once it is loaded; waiting inside it blocks the"
                  + " carrier. Start the JVM again."));
    }
  }

  private final class Pins implements CallFinder.Pins {
    private final MethodNode method;

    Pins(MethodNode method) {
      this.method = method;
    }

    @Override
    public void note(AbstractInsnNode insn, SuspendCall call, String why) {
      diagnostics.add(
          new Diagnostic(
              "BBN016",
              node.name.replace('/', '.'),
              method.name + method.desc,
              MethodPlan.lineOf(insn),
              "waiting in "
                  + call.callee()
                  + " blocks the carrier here: "
                  + why
                  + ". Where it waits for long, use io.bobbin.Mutex instead of a monitor, or move"
                  + " the call."));
    }
  }

  /** How many methods of the same name come before a method, by descriptor. */
  private int overload(MethodNode method) {
    int overload = 0;
    for (MethodNode other : node.methods) {
      if (other.name.equals(method.name)
          && !Abi.isTwin(other.desc)
          && other.desc.compareTo(method.desc) < 0) {
        overload++;
      }
    }
    return overload;
  }

  private MethodNode forwarding(MethodNode method) {
    return (method.access & Opcodes.ACC_ABSTRACT) != 0
        ? Stand.forwarding(node.name, isInterface(), method.access, method.name, method.desc)
        : Stand.beside(node.name, isInterface(), method.access, method.name, method.desc);
  }

  /**
   * Whether code is small enough for a class file. Where that depends on how jumps are encoded it
   * is written to see: {@link Weaver} would find out too, but would weave the whole class again.
   */
  private static boolean fits(MethodNode method, CodeSize size) {
    if (size.least() > LARGEST || size.most() <= LARGEST) {
      return size.most() <= LARGEST;
    }
    ClassWriter alone = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    alone.setComputeLimits(Integer.MAX_VALUE, Long.MAX_VALUE);
    alone.visit(Opcodes.V1_8, 0, "Alone", null, "java/lang/Object", null);
    for (int i = 0; i < NEAR_CONSTANTS; i++) {
      alone.newConst(i);
    }
    method.accept(alone);
    try {
      alone.toByteArray();
      return true;
    } catch (MethodTooLargeException e) {
      return false;
    }
  }

  /**
   * A twin that stands in the class file already. The runtime's are written by hand; those of a
   * generated subclass were copied from a woven superclass by reflection, and must do what the
   * generated plain method does.
   */
  private void checkTwin(MethodNode twin) {
    String plain = Abi.plain(twin.desc);
    if (node.name.startsWith(Abi.RUNTIME)) {
      return;
    }
    MethodNode beside = declared.get(twin.name + plain);
    MethodNode forward =
        beside != null
            ? forwarding(beside)
            : Stand.forwarding(node.name, isInterface(), twin.access, twin.name, plain);
    node.methods.remove(twin);
    added.add(forward);
    declared.put(twin.name + twin.desc, forward);
  }

  private boolean isHandWoven(MethodNode method) {
    return declared.containsKey(method.name + Abi.twin(method.desc));
  }

  // Classes

  /**
   * Twins for methods that an interface makes suspendable and that are inherited from a superclass
   * which knows nothing of it: without them two interfaces' twins could conflict.
   */
  private void forwardInherited() {
    Set<String> done = new HashSet<>();
    for (ClassHeader type : suspendability.supertypes(node.name)) {
      if (!type.isInterface()) {
        continue;
      }
      for (Map.Entry<String, ClassHeader.Method> method : type.methods().entrySet()) {
        String key = method.getKey();
        if (!method.getValue().is(Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC)
            && !declared.containsKey(key)
            && suspendability.isDeclaredSuspendable(type, key)
            && done.add(key)) {
          forwardInherited(key);
        }
      }
    }
  }

  private void forwardInherited(String key) {
    String name = node.superName;
    while (name != null) {
      ClassHeader header = suspendability.hierarchy().find(name);
      if (header == null) {
        // Whether it has the method is not known, but the plain call finds what is right.
        addForwarding(key, Opcodes.ACC_PUBLIC);
        return;
      }
      ClassHeader.Method inherited = header.methods().get(key);
      if (inherited != null) {
        if (!suspendability.isDeclaredSuspendable(header, key)
            && !inherited.is(Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_ABSTRACT)) {
          addForwarding(key, inherited.access() & ~Opcodes.ACC_FINAL);
        }
        return;
      }
      name = header.superName();
    }
  }

  private void addForwarding(String key, int access) {
    int parameters = key.indexOf('(');
    String method = key.substring(0, parameters);
    added.add(Stand.forwarding(node.name, false, access, method, key.substring(parameters)));
  }

  /**
   * Where it is not known what a supertype declares, any method may override a woven one: each gets
   * a twin, without which it would be bypassed. So do methods that are inherited from a known class
   * if an interface is unknown, whose default they would replace.
   */
  private void forwardUnknown() {
    if (loaded != null) {
      keepForwarding(loaded);
      return;
    }
    Suspendability.Unknown unknown = suspendability.unknownSupertypes(node.name);
    if (unknown == Suspendability.Unknown.BOTH) {
      suspendability.await(node.name);
    }
    if (unknown == Suspendability.Unknown.NONE && !suspendability.awaits(node.name)) {
      return;
    }
    boolean inherits =
        unknown == Suspendability.Unknown.INTERFACE || unknown == Suspendability.Unknown.BOTH;
    int before = added.size();
    forwardOverriding(inherits, (name, twin) -> true);
    if (added.size() > before) {
      report(
          "BBN017",
          "the class file of a supertype (its own, or a subclass's) is not to be found, so "
              + (added.size() - before)
              + " methods got twins that call them: if they override suspendable ones, waiting in"
              + " them blocks the carrier. Let the class loader offer it as a resource.");
    }
  }

  /**
   * Gives a class that is loaded the twins that it had because supertypes were unknown: they may be
   * known by now, but a class loses no members, and gets none.
   */
  private void keepForwarding(Members members) {
    added.removeIf(m -> !before.contains(m.name + m.desc) && !members.has(m.name, m.desc));
    forwardOverriding(true, members::has);
  }

  /**
   * Adds a twin to each method that may override one.
   *
   * @param inherits whether inherited ones get twins too
   * @param wanted which of them are wanted, by name and the descriptor of the twin
   */
  private void forwardOverriding(boolean inherits, BiPredicate<String, String> wanted) {
    Set<String> twins = new HashSet<>();
    for (MethodNode method : node.methods) {
      twins.add(method.name + method.desc);
    }
    for (MethodNode method : added) {
      twins.add(method.name + method.desc);
    }
    for (MethodNode method : node.methods) {
      if (mayOverride(method.access, method.name, method.desc)
          && wanted.test(method.name, Abi.twin(method.desc))
          && twins.add(method.name + Abi.twin(method.desc))) {
        added.add(forwarding(method));
      }
    }
    if (inherits && !isInterface()) {
      forwardInheritedFromClasses(twins, wanted);
    }
  }

  private void forwardInheritedFromClasses(Set<String> twins, BiPredicate<String, String> wanted) {
    for (ClassHeader type : suspendability.supertypes(node.name)) {
      if (type.isInterface()) {
        continue;
      }
      type.methods()
          .forEach(
              (key, method) -> {
                int parameters = key.indexOf('(');
                String name = key.substring(0, parameters);
                String descriptor = key.substring(parameters);
                if (method.is(Opcodes.ACC_PUBLIC)
                    && !method.is(Opcodes.ACC_ABSTRACT)
                    && mayOverride(method.access(), name, descriptor)
                    && !suspendability.isDeclaredSuspendable(type, key)
                    && wanted.test(name, Abi.twin(descriptor))
                    && twins.add(name + Abi.twin(descriptor))) {
                  addForwarding(key, method.access() & ~Opcodes.ACC_FINAL);
                }
              });
    }
  }

  private static boolean mayOverride(int access, String name, String descriptor) {
    return (access & (Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC)) == 0
        && !name.startsWith("<")
        && !Abi.isTwin(descriptor)
        && Abi.hasRoomForTwin(descriptor);
  }

  /** Adds the doorway interfaces of the JDK's interfaces that the class implements suspendably. */
  private void addDoors() {
    Set<String> doors = new LinkedHashSet<>();
    for (ClassHeader type : suspendability.supertypes(node.name)) {
      if (!type.isInterface()) {
        continue;
      }
      for (String key : type.methods().keySet()) {
        String door = Abi.door(type.name(), key);
        if (door != null
            && declared.containsKey(key)
            && suspendability.isSuspendable(node.name, key)) {
          doors.add(door);
          forwardRest(type);
        }
      }
    }
    for (String door : doors) {
      if (!node.interfaces.contains(door)) {
        node.interfaces.add(door);
        if (node.signature != null) {
          node.signature += "L" + door + ";";
        }
        changed = true;
      }
    }
  }

  /** Gives the class a twin of each method of an interface that has a doorway. */
  private void forwardRest(ClassHeader type) {
    for (String key : type.methods().keySet()) {
      int parameters = key.indexOf('(');
      String name = key.substring(0, parameters);
      String descriptor = key.substring(parameters);
      if (Abi.door(type.name(), key) != null
          && !suspendability.isSuspendable(node.name, key)
          && added(name, Abi.twin(descriptor)) == null) {
        added.add(Stand.forwarding(node.name, false, Opcodes.ACC_PUBLIC, name, descriptor));
      }
    }
  }

  // Small things

  private Diagnostic report(String code, MethodNode method, String message) {
    Diagnostic diagnostic =
        new Diagnostic(
            code,
            node.name.replace('/', '.'),
            method.name + method.desc,
            method.instructions.size() == 0 ? -1 : firstLine(method),
            message);
    diagnostics.add(diagnostic);
    return diagnostic;
  }

  private void report(String code, String message) {
    diagnostics.add(new Diagnostic(code, node.name.replace('/', '.'), "", -1, message));
  }

  private static int firstLine(MethodNode method) {
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof LineNumberNode line) {
        return line.line;
      }
    }
    return -1;
  }

  private static boolean isAnnotated(MethodNode method, String descriptor) {
    return contains(method.visibleAnnotations, descriptor)
        || contains(method.invisibleAnnotations, descriptor);
  }

  private static boolean contains(@Nullable List<AnnotationNode> annotations, String descriptor) {
    if (annotations != null) {
      for (AnnotationNode annotation : annotations) {
        if (annotation.desc.equals(descriptor)) {
          return true;
        }
      }
    }
    return false;
  }
}
