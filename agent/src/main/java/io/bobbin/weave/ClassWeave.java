package io.bobbin.weave;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;

/**
 * The pipeline for a class.
 *
 * <ol>
 *   <li>{@link LambdaPass} relinks suspendable lambdas;
 *   <li>each suspendable method gets its twin: woven by {@link MethodWeave}, or a {@link Stand};
 *   <li>{@link Forwards} adds what the class needs for what it inherits and may override;
 *   <li>{@link LambdaBodies} lists what lambdas are known by in images;
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
  private final Forwards forwards;
  private Map<String, ReferenceBody> references = Map.of();

  /** The bodies of all lambdas, as they are once the lambdas are relinked. */
  private LambdaBodies allLambdas = LambdaBodies.none();

  /** Name and descriptor of the methods whose loops poll. */
  private Set<String> preempted = Set.of();

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
    forwards = new Forwards(node, suspendability, declared, added);
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
        added.add(forwards.to(method));
      }
    }
    if (!isInterface()) {
      forwards.addInherited();
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
    allLambdas = new LambdaBodies(node);
    changed = !lambdaBodies.isEmpty() || node.methods.size() != methods;
    noteDeclared();
    preempted = Preempted.of(node, options.preempt());
    Long serialVersion =
        loaded != null ? loaded.serialVersion() : SerialVersion.before(node, suspendability);
    for (MethodNode method : List.copyOf(node.methods)) {
      weave(method);
    }
    if (!isInterface()) {
      forwards.addInherited();
      changed |= forwards.addDoors();
    }
    forwardUnknown();
    if (options.debugged()) {
      showToDebuggers();
    }
    changed |= !added.isEmpty();
    MethodNode list = changed || loaded != null ? allLambdas.list(loaded) : null;
    if (list != null) {
      added.add(list);
    }
    node.methods.addAll(added);
    if ((changed || loaded != null) && serialVersion != null) {
      add(serialVersion);
      changed = true;
    }
    if (changed) {
      LambdaPass.describePlain(node);
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
    if (forwards.find(method.name, descriptor) == null && members.has(method.name, descriptor)) {
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
      MethodNode resume = forwards.find(method.name, Abi.resumeDescriptor(overload(method)));
      MethodNode twin = forwards.find(method.name, Abi.twin(method.desc));
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

  private MethodNode twin(MethodNode method, String key) {
    if ((method.access & Opcodes.ACC_ABSTRACT) != 0) {
      return forwards.to(method);
    }
    if ((method.access & Opcodes.ACC_NATIVE) != 0) {
      report(
          "BBN011",
          method,
          "a native method cannot be left midway; waiting inside it blocks the"
              + " carrier. Remove @Suspendable.");
      return forwards.to(method);
    }
    if ((method.access & Opcodes.ACC_SYNCHRONIZED) != 0) {
      report(
          "BBN012",
          method,
          "a synchronized method holds its monitor throughout, so waiting"
              + " inside it blocks the carrier. Use io.bobbin.Mutex where it waits.");
      return forwards.to(method);
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
    int told = diagnostics.size();
    MethodWeave.Bodies bodies = bodies(method, preempted.contains(method.name + method.desc));
    if (bodies.polls() && !isSmall(bodies) && !isCompiled(bodies)) {
      List<Diagnostic> ofPolling = diagnostics.subList(told, diagnostics.size());
      List<Diagnostic> kept = List.copyOf(ofPolling);
      ofPolling.clear();
      MethodWeave.Bodies without = bodies(method, false);
      if (isCompiled(without) || !(fits(bodies.twin()) && fits(bodies.resume()))) {
        bodies = without;
        report(
            "BBN032",
            method,
            "the woven body with polls in its loops is larger than what the JIT compiles, so they"
                + " do not poll, and cannot be preempted. Split the method.");
      } else {
        diagnostics.subList(told, diagnostics.size()).clear();
        diagnostics.addAll(kept);
      }
    }
    boolean isSmall = isSmall(bodies);
    if (!isSmall && !(fits(bodies.twin()) && fits(bodies.resume()))) {
      return tooLarge(method);
    }
    if (loaded != null && !loaded.has(method.name, bodies.resume().desc)) {
      report(
          "BBN026",
          method,
          "a redefinition has made it small enough to be woven, but a class gets no members once"
              + " it is loaded; waiting inside it blocks the carrier. Start the JVM again.");
      return forwards.to(method);
    }
    added.add(bodies.resume());
    reports.add(new MethodReport(method, bodies));
    if (!isSmall && isCompiled(method) && !isCompiled(bodies)) {
      report(
          "BBN015",
          method,
          "the woven body is larger than the 8,000 bytes up to which the JIT"
              + " compiles a method; it will be interpreted. Split the method.");
    }
    return forwardAll ? forwards.to(method) : bodies.twin();
  }

  private MethodWeave.Bodies bodies(MethodNode method, boolean preempt) throws AnalyzerException {
    return new MethodWeave(
            node.name, suspendability.hierarchy(), finder, options, allLambdas, node.sourceFile)
        .weave(method, overload(method), preempt, new Pins(method));
  }

  private static boolean isSmall(MethodWeave.Bodies bodies) {
    return CodeSize.isSurelyWithin(bodies.twin(), JIT_LIMIT)
        && CodeSize.isSurelyWithin(bodies.resume(), JIT_LIMIT);
  }

  private static boolean isCompiled(MethodWeave.Bodies bodies) {
    return isCompiled(bodies.twin()) && isCompiled(bodies.resume());
  }

  private static boolean isCompiled(MethodNode method) {
    return CodeSize.of(method).most() <= JIT_LIMIT;
  }

  private MethodNode tooLarge(MethodNode method) {
    report(
        "BBN014",
        method,
        "the woven body is larger than the 64 KB that a class file allows;"
            + " waiting inside it blocks the carrier. Split the method.");
    return forwards.to(method);
  }

  private final class Refusals implements LambdaPass.Refusals {
    @Override
    public void note(MethodNode method, InvokeDynamicInsnNode site) {
      report(
          "BBN026",
          method,
          MethodPlan.lineOf(site),
          "a redefinition has added a lambda or method reference that may wait, for which a"
              + " class gets no members once it is loaded; waiting inside it blocks the"
              + " carrier. Start the JVM again.");
    }
  }

  private final class Pins implements CallFinder.Pins {
    private final MethodNode method;

    Pins(MethodNode method) {
      this.method = method;
    }

    @Override
    public void note(AbstractInsnNode insn, SuspendCall call, String why) {
      report(
          "BBN016",
          method,
          MethodPlan.lineOf(insn),
          "waiting in "
              + call.callee()
              + " blocks the carrier here: "
              + why
              + ". Where it waits for long, use io.bobbin.Mutex instead of a monitor, or move"
              + " the call.");
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

  /**
   * Whether code is small enough for a class file. Where that depends on how jumps are encoded it
   * is written to see: {@link Weaver} would find out too, but would weave the whole class again.
   */
  private static boolean fits(MethodNode method) {
    CodeSize size = CodeSize.of(method);
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
            ? forwards.to(beside)
            : Stand.forwarding(node.name, isInterface(), twin.access, twin.name, plain);
    node.methods.remove(twin);
    added.add(forward);
    declared.put(twin.name + twin.desc, forward);
  }

  private boolean isHandWoven(MethodNode method) {
    return declared.containsKey(method.name + Abi.twin(method.desc));
  }

  private void forwardUnknown() {
    if (loaded != null) {
      forwards.keep(loaded, before);
      return;
    }
    int count = forwards.addForUnknown();
    if (count > 0) {
      report(
          "BBN017",
          "the class file of a supertype (its own, or a subclass's) is not to be found, so "
              + count
              + " methods got twins that call them: if they override suspendable ones, waiting in"
              + " them blocks the carrier. Let the class loader offer it as a resource.");
    }
  }

  // Small things

  private Diagnostic report(String code, MethodNode method, String message) {
    return report(code, method, MethodPlan.firstLine(method), message);
  }

  private Diagnostic report(String code, MethodNode method, int line, String message) {
    String name = method.name + method.desc;
    Diagnostic diagnostic = new Diagnostic(code, node.name.replace('/', '.'), name, line, message);
    diagnostics.add(diagnostic);
    return diagnostic;
  }

  private void report(String code, String message) {
    diagnostics.add(new Diagnostic(code, node.name.replace('/', '.'), "", -1, message));
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
