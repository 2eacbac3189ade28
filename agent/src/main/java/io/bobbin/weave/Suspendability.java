package io.bobbin.weave;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;

/**
 * Which methods are suspendable: annotated, of an annotated or configured type, overriding or
 * implementing one that is, or called by a bridge that is.
 *
 * <p>The answer depends on class headers and options alone, so that the class that calls a twin and
 * the class that has it always agree. It errs on the safe side: a method that is called plainly
 * pins, and nothing worse.
 *
 * <p>Safe for use by several threads.
 */
final class Suspendability {
  private static final ThreadLocal<Set<String>> DECIDING =
      new ThreadLocal<>() {
        @Override
        protected Set<String> initialValue() {
          return new HashSet<>();
        }
      };

  private final Hierarchy hierarchy;
  private final Set<String> unwoven;
  private final NamePatterns included;
  private final NamePatterns excluded;
  private final Set<String> awaited;

  /** {@link #isDeclaredSuspendable} by class, then by method. */
  private final Map<String, Map<String, Boolean>> declared = new ConcurrentHashMap<>();

  private final Map<String, Boolean> carrying = new ConcurrentHashMap<>();

  /**
   * Decides for one class loader.
   *
   * @param unwoven the internal names of classes that are known to have no twins
   * @param awaited what {@link #awaits} tells of; shared by all loaders
   */
  Suspendability(
      WeaveOptions options, Hierarchy hierarchy, Set<String> unwoven, Set<String> awaited) {
    this.awaited = awaited;
    this.hierarchy = hierarchy;
    this.unwoven = unwoven;
    included = new NamePatterns(options.suspendable());
    excluded = new NamePatterns(options.exclude());
  }

  Hierarchy hierarchy() {
    return hierarchy;
  }

  /** Whether the options leave a class alone, whatever its annotations say. */
  boolean isExcluded(String internalName) {
    return excluded.matches(internalName)
        || Platform.isJdk(internalName)
        || unwoven.contains(internalName);
  }

  /** Whether the options make every method of a class suspendable. */
  boolean isIncluded(String internalName) {
    return !included.isEmpty()
        && included.matches(internalName)
        && !Platform.isBobbin(internalName)
        && !Platform.isProxy(internalName)
        && !isExcluded(internalName);
  }

  /**
   * Whether a call that names {@code owner} finds a twin.
   *
   * @param key name and descriptor of the plain method
   */
  boolean isSuspendable(String owner, String key) {
    // What a type of the JDK has or inherits is the JDK's, so its header need not be read.
    if (owner.startsWith("[") || key.startsWith("<") || owner.startsWith("java/")) {
      return false;
    }
    ClassHeader found = declaringClass(owner, key);
    return found != null && isDeclaredSuspendable(found, key);
  }

  /**
   * The class that method resolution finds (JVMS 5.4.3.3 and 5.4.3.4, without access checks), or
   * null. Among several interfaces one that makes the method suspendable is preferred.
   */
  @Nullable ClassHeader declaringClass(String owner, String key) {
    String name = owner;
    for (int i = 0; name != null && i < Hierarchy.MOST_STEPS; i++) {
      ClassHeader header = hierarchy.find(name);
      if (header == null) {
        return null;
      }
      if (header.methods().containsKey(key)) {
        return header;
      }
      name = header.superName();
    }
    ClassHeader found = null;
    for (ClassHeader type : supertypes(owner)) {
      ClassHeader.Method method = type.methods().get(key);
      if (type.isInterface() && method != null && !method.is(Opcodes.ACC_PRIVATE)) {
        if (isDeclaredSuspendable(type, key)) {
          return type;
        }
        found = found == null ? type : found;
      }
    }
    return found;
  }

  /** Whether a class that declares a method has a twin of it. */
  boolean isDeclaredSuspendable(ClassHeader header, String key) {
    Map<String, Boolean> ofClass = declared.get(header.name());
    Boolean known = ofClass == null ? null : ofClass.get(key);
    if (known != null) {
      return known;
    }
    String id = header.name() + '.' + key;
    Set<String> deciding = DECIDING.get();
    if (!deciding.add(id)) {
      return false; // asked about itself, by way of a bridge
    }
    try {
      boolean decided = decide(header, key) && !hierarchy.isMissed(header.name());
      if (decided || unknownSupertypes(header.name()) == Unknown.NONE) {
        if (ofClass == null) {
          declared.putIfAbsent(header.name(), new ConcurrentHashMap<>());
          ofClass = Objects.requireNonNull(declared.get(header.name()));
        }
        ofClass.put(key, decided);
      }
      return decided;
    } finally {
      deciding.remove(id);
    }
  }

  private boolean decide(ClassHeader header, String key) {
    ClassHeader.Method method = header.methods().get(key);
    String descriptor = key.substring(key.indexOf('('));
    if (method == null
        || key.startsWith("<")
        || isExcluded(header.name())
        || header.isAnnotation() // the JDK implements those itself, and knows no further methods
        || Abi.isTwin(descriptor)
        || !Abi.hasRoomForTwin(descriptor)) {
      return false;
    }
    if (method.annotated() || header.annotated() || isIncluded(header.name())) {
      return true;
    }
    String bridged = method.bridged();
    if (method.is(Opcodes.ACC_STATIC) && bridged != null) {
      int dot = bridged.indexOf('.');
      return isSuspendable(bridged.substring(0, dot), bridged.substring(dot + 1));
    }
    if (method.is(Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC)) {
      return false;
    }
    if (overridesSuspendable(header.name(), key)) {
      return true;
    }
    String self = header.name() + '.' + key;
    for (Map.Entry<String, ClassHeader.Method> other : header.methods().entrySet()) {
      if (self.equals(other.getValue().bridged())
          && !key.equals(other.getKey())
          && isDeclaredSuspendable(header, other.getKey())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a class or one of its supertypes declares a suspendable method, or may do so, as the
   * header is not to be found.
   */
  boolean carriesSuspendable(String internalName) {
    if (Platform.isJdk(internalName)) {
      return false;
    }
    Boolean known = carrying.get(internalName);
    if (known != null) {
      return known;
    }
    ClassHeader header = hierarchy.find(internalName);
    if (header == null) {
      return hierarchy.isUnknown(internalName);
    }
    boolean carries = declaresSuspendable(header);
    for (ClassHeader type : supertypes(internalName)) {
      carries |= declaresSuspendable(type);
    }
    if (!carries && unknownSupertypes(internalName) != Unknown.NONE) {
      return true; // and not to be remembered, as more may be known later
    }
    carrying.put(internalName, carries);
    return carries;
  }

  /** Whether a class is known to declare or inherit a suspendable method. */
  boolean hasSuspendable(String internalName) {
    return hierarchy.find(internalName) != null
        && carriesSuspendable(internalName)
        && unknownSupertypes(internalName) == Unknown.NONE;
  }

  /** What kinds of supertypes a class has whose headers are not to be found. */
  enum Unknown {
    NONE,
    CLASS,
    INTERFACE,
    BOTH
  }

  /**
   * Notes the unknown superclasses of a class that has unknown interfaces too: what it inherits
   * from the former may implement methods of the latter.
   */
  void await(String internalName) {
    ClassHeader self = hierarchy.find(internalName);
    for (ClassHeader type = self; type != null; ) {
      String superName = type.superName();
      type = superName == null ? null : hierarchy.find(superName);
      if (superName != null && type == null) {
        awaited.add(superName);
      }
    }
  }

  /** Whether a class of the name is to have twins of all its methods, for a class below it. */
  boolean awaits(String internalName) {
    return awaited.contains(internalName);
  }

  /** The kinds of supertypes of a class of which it is not known what they declare. */
  Unknown unknownSupertypes(String internalName) {
    boolean unknownClass = false;
    boolean unknownInterface = false;
    List<ClassHeader> types = supertypes(internalName);
    ClassHeader self = hierarchy.find(internalName);
    if (self != null) {
      types.add(self);
    }
    for (ClassHeader type : types) {
      unknownClass |= type.superName() != null && hierarchy.isUnknown(type.superName());
      for (String each : type.interfaces()) {
        unknownInterface |= hierarchy.isUnknown(each);
      }
    }
    if (unknownClass) {
      return unknownInterface ? Unknown.BOTH : Unknown.CLASS;
    }
    return unknownInterface ? Unknown.INTERFACE : Unknown.NONE;
  }

  private boolean declaresSuspendable(ClassHeader header) {
    if (isExcluded(header.name())) {
      return false;
    }
    if (header.annotated() || isIncluded(header.name())) {
      return true;
    }
    for (ClassHeader.Method method : header.methods().values()) {
      if (method.annotated()) {
        return true;
      }
    }
    return false;
  }

  /** Whether a method of a class overrides one that has a twin, by which it could be bypassed. */
  boolean overridesSuspendable(String internalName, String key) {
    for (ClassHeader type : supertypes(internalName)) {
      ClassHeader.Method overridden = type.methods().get(key);
      if (overridden != null
          && !overridden.is(Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC)
          && isDeclaredSuspendable(type, key)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The interface of the JDK through whose doorway a call goes, or null.
   *
   * @param owner the interface that the call names
   */
  @Nullable String doorway(String owner, String name, String descriptor) {
    String key = name + descriptor;
    if (!Abi.hasDoor(key)) {
      return null;
    }
    if (Abi.door(owner, key) != null) {
      return owner;
    }
    if (Platform.isJdk(owner)) {
      ClassHeader declaring = declaringClass(owner, key);
      if (declaring == null || Abi.door(declaring.name(), key) == null) {
        return null;
      }
      return declaring.name();
    }
    for (ClassHeader type : supertypes(owner)) {
      if (Abi.door(type.name(), key) != null) {
        return type.name();
      }
    }
    return null;
  }

  /** Every proper supertype whose header is to be found, superclasses before interfaces. */
  List<ClassHeader> supertypes(String internalName) {
    Set<String> seen = new HashSet<>();
    Deque<String> todo = new ArrayDeque<>();
    List<ClassHeader> found = new ArrayList<>();
    todo.add(internalName);
    while (!todo.isEmpty()) {
      String name = todo.removeFirst();
      if (!seen.add(name) || name.equals("java/lang/Object")) {
        continue;
      }
      ClassHeader header = hierarchy.find(name);
      if (header == null) {
        continue;
      }
      if (!name.equals(internalName)) {
        found.add(header);
      }
      if (header.superName() != null) {
        todo.addFirst(header.superName());
      }
      for (String type : header.interfaces()) {
        todo.addLast(type);
      }
    }
    return found;
  }
}
