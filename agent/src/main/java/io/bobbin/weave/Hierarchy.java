package io.bobbin.weave;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The classes that one class loader sees, as headers. Never loads a class.
 *
 * <p>A header is that of the class which was defined, if the weaver saw it; or it is read from the
 * source; or, if that has none (a loader need not offer the class files of its classes as
 * resources), it is that of a class which was defined elsewhere, if there is but one.
 *
 * <p>Safe for use by several threads; a header is read at most once, as a rule.
 */
final class Hierarchy {
  /** Ends a walk up the superclasses of damaged class files, which may go in circles. */
  static final int MOST_STEPS = 1000;

  /** Weak, so that the source may be the key of a weak map whose value leads here. */
  private final WeakReference<ClassSource> source;

  private final Function<String, Set<ClassHeader>> elsewhere;
  private final Map<String, ClassHeader> defined = new ConcurrentHashMap<>();
  private final Map<String, Optional<ClassHeader>> headers = new ConcurrentHashMap<>();

  /**
   * Makes the hierarchy of a class loader.
   *
   * @param elsewhere the headers of the classes of a name that the weaver has seen being defined
   */
  Hierarchy(ClassSource source, Function<String, Set<ClassHeader>> elsewhere) {
    this.source = new WeakReference<>(source);
    this.elsewhere = elsewhere;
  }

  /** The header of a class, or null if its class file is not to be found or not to be read. */
  @Nullable ClassHeader find(String internalName) {
    ClassHeader own = defined.get(internalName);
    if (own != null) {
      return own;
    }
    Optional<ClassHeader> known = headers.get(internalName);
    if (known == null) {
      known = read(internalName);
      headers.put(internalName, known);
    }
    if (known.isEmpty() && !Platform.isJdk(internalName)) {
      Set<ClassHeader> candidates = elsewhere.apply(internalName);
      if (candidates.size() == 1) {
        known = Optional.of(candidates.iterator().next());
        headers.put(internalName, known);
      }
    }
    return known.orElse(null);
  }

  /** Whether a class whose header is not to be found may have something to weave. */
  boolean isUnknown(String internalName) {
    if (Platform.isJdk(internalName) || find(internalName) != null) {
      return false;
    }
    ClassSource alive = source.get();
    return alive == null
        || !alive.isDefined(internalName)
        || !elsewhere.apply(internalName).isEmpty();
  }

  /** Whether a class that has something to weave was defined without being woven. */
  boolean isMissed(String internalName) {
    ClassSource alive = source.get();
    return alive != null && !Platform.isBobbin(internalName) && alive.isMissed(internalName);
  }

  /** Notes the header of a class that is being defined. */
  void put(ClassHeader header) {
    defined.put(header.name(), header);
  }

  /** The header of a class that was defined by this loader, or null. */
  @Nullable ClassHeader defined(String internalName) {
    return defined.get(internalName);
  }

  /** Notes a header if none is known of its class; returns the one that is known then. */
  ClassHeader putIfAbsent(ClassHeader header) {
    Optional<ClassHeader> known =
        headers.compute(
            header.name(),
            (name, before) -> before != null && before.isPresent() ? before : Optional.of(header));
    return known.orElse(header);
  }

  private Optional<ClassHeader> read(String internalName) {
    ClassSource alive = source.get();
    byte[] bytes = alive == null ? null : alive.find(internalName);
    if (bytes == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(ClassHeader.read(bytes));
    } catch (RuntimeException e) {
      // Damaged or not a class: for the weaver it is as if it were not there.
      return Optional.empty();
    }
  }

  boolean isInterface(String internalName) {
    ClassHeader header = find(internalName);
    return header != null && header.isInterface();
  }

  /** Whether a class is another one or a subclass of it; false where a header is missing. */
  boolean isSubclass(String internalName, String ancestor) {
    String name = internalName;
    for (int i = 0; i < MOST_STEPS; i++) {
      if (name.equals(ancestor)) {
        return true;
      }
      ClassHeader header = find(name);
      if (header == null || header.superName() == null) {
        return false;
      }
      name = header.superName();
    }
    return false;
  }

  /**
   * The nearest common superclass, as the verifier understands it: {@code Object} for interfaces,
   * and where a header is missing.
   */
  String commonSuperclass(String first, String second) {
    if (first.equals(second)) {
      return first;
    }
    if (isInterface(first) || isInterface(second)) {
      return "java/lang/Object";
    }
    String name = first;
    for (int i = 0; i < MOST_STEPS; i++) {
      if (isSubclass(second, name)) {
        return name;
      }
      ClassHeader header = find(name);
      if (header == null || header.superName() == null) {
        return "java/lang/Object";
      }
      name = header.superName();
    }
    return "java/lang/Object";
  }

  /** Whether a {@code static final} field can be read again instead of being saved. */
  boolean isConstant(String owner, String field) {
    ClassHeader header = find(owner);
    return header != null && header.constants().contains(field);
  }
}
