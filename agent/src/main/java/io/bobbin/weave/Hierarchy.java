package io.bobbin.weave;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The classes that one class loader sees, as headers. Never loads a class.
 *
 * <p>Safe for use by several threads; a header is read at most once, as a rule.
 */
final class Hierarchy {
  private static final int MOST_STEPS = 1000;

  /** Weak, so that the source may be the key of a weak map whose value leads here. */
  private final WeakReference<ClassSource> source;

  private final Map<String, Optional<ClassHeader>> headers = new ConcurrentHashMap<>();

  Hierarchy(ClassSource source) {
    this.source = new WeakReference<>(source);
  }

  /** The header of a class, or null if its class file is not to be found or not to be read. */
  @Nullable ClassHeader find(String internalName) {
    Optional<ClassHeader> known = headers.get(internalName);
    if (known == null) {
      known = read(internalName);
      headers.put(internalName, known);
    }
    return known.orElse(null);
  }

  /** Notes the header of a class whose bytes are at hand. */
  void put(ClassHeader header) {
    headers.put(header.name(), Optional.of(header));
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
