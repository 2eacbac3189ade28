package io.bobbin.weave;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
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
  private static final ThreadLocal<Set<String>> DECIDING = ThreadLocal.withInitial(HashSet::new);

  private final Hierarchy hierarchy;
  private final Predicate<String> unwoven;
  private final NamePatterns included;
  private final NamePatterns excluded;
  private final Map<String, Boolean> declared = new ConcurrentHashMap<>();
  private final Map<String, Boolean> carrying = new ConcurrentHashMap<>();

  /**
   * Decides for one class loader.
   *
   * @param unwoven tells of classes, by internal name, that are known to have no twins
   */
  Suspendability(WeaveOptions options, Hierarchy hierarchy, Predicate<String> unwoven) {
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
        || unwoven.test(internalName);
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
    if (owner.startsWith("[") || key.startsWith("<")) {
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
    Set<String> visited = new HashSet<>();
    while (name != null && visited.add(name)) {
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
    String id = header.name() + '.' + key;
    Boolean known = declared.get(id);
    if (known != null) {
      return known;
    }
    Set<String> deciding = DECIDING.get();
    if (!deciding.add(id)) {
      return false; // asked about itself, by way of a bridge
    }
    try {
      boolean decided = decide(header, key);
      declared.put(id, decided);
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

  /** Whether a class or one of its supertypes declares a suspendable method. */
  boolean carriesSuspendable(String internalName) {
    if (Platform.isJdk(internalName)) {
      return false;
    }
    Boolean known = carrying.get(internalName);
    if (known == null) {
      ClassHeader header = hierarchy.find(internalName);
      known =
          header != null
              && (declaresSuspendable(header)
                  || supertypes(internalName).stream().anyMatch(this::declaresSuspendable));
      carrying.put(internalName, known);
    }
    return known;
  }

  private boolean declaresSuspendable(ClassHeader header) {
    if (isExcluded(header.name())) {
      return false;
    }
    return header.annotated()
        || isIncluded(header.name())
        || header.methods().values().stream().anyMatch(ClassHeader.Method::annotated);
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
    if (Abi.door(owner, name, descriptor) != null) {
      return owner;
    }
    if (Platform.isJdk(owner)) {
      ClassHeader declaring = declaringClass(owner, name + descriptor);
      if (declaring == null || Abi.door(declaring.name(), name, descriptor) == null) {
        return null;
      }
      return declaring.name();
    }
    for (ClassHeader type : supertypes(owner)) {
      if (Abi.door(type.name(), name, descriptor) != null) {
        return type.name();
      }
    }
    return null;
  }

  /** Every proper supertype whose header is to be found, superclasses before interfaces. */
  Set<ClassHeader> supertypes(String internalName) {
    Set<String> seen = new HashSet<>();
    Deque<String> todo = new ArrayDeque<>();
    Set<ClassHeader> found = new LinkedHashSet<>();
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
      header.interfaces().forEach(todo::addLast);
    }
    return found;
  }
}
