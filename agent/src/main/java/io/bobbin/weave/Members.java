package io.bobbin.weave;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The members that weaving has added to a class as it was loaded.
 *
 * <p>The JVM lets no redefinition add or remove any, so whatever a new version of the class would
 * get by itself, it is woven to have exactly these. There may be many thousand instances: methods
 * are kept as hashes of name and descriptor.
 */
public final class Members {
  static final Members NONE = new Members(new long[0], Collections.emptySortedMap(), null);

  private final long[] methods;
  private final SortedMap<String, ReferenceBody> references;
  private final @Nullable Long serialVersion;

  private Members(
      long[] methods, SortedMap<String, ReferenceBody> references, @Nullable Long serialVersion) {
    this.methods = methods;
    this.references = references;
    this.serialVersion = serialVersion;
  }

  /**
   * What a class has that weaving has left as it is.
   *
   * @return no members
   */
  public static Members none() {
    return NONE;
  }

  /**
   * What a woven class has more than before.
   *
   * @param before name and descriptor of its methods before weaving
   * @param references the methods among the new ones that stand for method references, by name
   * @param serialVersion the serial version that was added, or null
   */
  static Members added(
      Set<String> before,
      ClassNode woven,
      Map<String, ReferenceBody> references,
      @Nullable Long serialVersion) {
    long[] all = new long[woven.methods.size()];
    int count = 0;
    for (MethodNode method : woven.methods) {
      String key = method.name + method.desc;
      if (!before.contains(key)) {
        all[count++] = hash(key);
      }
    }
    long[] methods = Arrays.copyOf(all, count);
    Arrays.sort(methods);
    return methods.length == 0 && serialVersion == null
        ? NONE
        : new Members(methods, new TreeMap<>(references), serialVersion);
  }

  /** Name and descriptor of each method of a class. */
  static Set<String> keys(ClassNode node) {
    Set<String> keys = new HashSet<>();
    for (MethodNode method : node.methods) {
      keys.add(method.name + method.desc);
    }
    return keys;
  }

  boolean isEmpty() {
    return methods.length == 0 && serialVersion == null;
  }

  /** Whether a method was added. */
  boolean has(String name, String descriptor) {
    return Arrays.binarySearch(methods, hash(name + descriptor)) >= 0;
  }

  /** Whether a method of the class has a twin that weaving added. */
  boolean hasTwin(MethodNode method) {
    return has(method.name, Abi.twin(method.desc));
  }

  /** The methods that stand for method references, by name: in the order that they are added in. */
  SortedMap<String, ReferenceBody> references() {
    return references;
  }

  /** The serial version that was added, or null. */
  @Nullable Long serialVersion() {
    return serialVersion;
  }

  /** 64 bits, so that two members of one class never meet in practice. */
  private static long hash(String key) {
    return Fnv.of(key);
  }
}
