package io.bobbin.tests.pickle.jdk;

import java.util.*;
import java.util.concurrent.*;
import java.util.function.Supplier;

/** Programs over each kind of collection. */
final class CollectionPrograms {
  private static final List<String> FEW = List.of("a", "b", "c", "d", "e");

  private CollectionPrograms() {}

  enum Color {
    RED,
    GREEN,
    BLUE
  }

  private static <C extends Collection<String>> C fill(C collection) {
    collection.addAll(FEW);
    return collection;
  }

  private static <M extends Map<String, String>> M fill(M map) {
    for (String each : FEW) {
      map.put(each, each + each);
    }
    return map;
  }

  static void all(Map<String, Programs.Program> to) {
    list(to, "ArrayList", () -> fill(new ArrayList<>()));
    list(to, "LinkedList", () -> fill(new LinkedList<>()));
    list(to, "Vector", () -> fill(new Vector<>()));
    list(to, "Stack", () -> fill(new Stack<>()));
    list(to, "CopyOnWriteArrayList", () -> fill(new CopyOnWriteArrayList<>()));
    list(to, "Arrays.asList", () -> Arrays.asList("a", "b", "c", "d"));
    list(to, "List.of", () -> List.of("a", "b", "c", "d"));
    list(to, "List.of2", () -> List.of("a", "b"));
    list(to, "toList", () -> FEW.stream().toList());
    collection(to, "ArrayDeque", () -> fill(new ArrayDeque<>()), true);
    collection(to, "HashSet", () -> fill(new HashSet<>()), false);
    collection(to, "LinkedHashSet", () -> fill(new LinkedHashSet<>()), true);
    collection(to, "TreeSet", () -> fill(new TreeSet<>()), true);
    collection(to, "Set.of", () -> Set.of("a", "b", "c", "d"), false);
    collection(to, "Set.of1", () -> Set.of("a"), false);
    map(to, "HashMap", () -> fill(new HashMap<>()), false);
    map(to, "LinkedHashMap", () -> fill(new LinkedHashMap<>()), true);
    map(to, "accessOrder", () -> fill(new LinkedHashMap<>(16, 0.75f, true)), true);
    map(to, "TreeMap", () -> fill(new TreeMap<>()), true);
    map(to, "Map.of", () -> Map.of("a", "b", "c", "d", "e", "f"), false);
    map(to, "Map.of1", () -> Map.of("a", "b"), false);
    map(to, "ConcurrentHashMap", () -> fill(new ConcurrentHashMap<>()), false);
    map(to, "WeakHashMap", () -> fill(new WeakHashMap<>()), false);
    map(to, "Hashtable", () -> fill(new Hashtable<>()), false);
    map(to, "IdentityHashMap", () -> fill(new IdentityHashMap<>()), false);
    map(to, "ConcurrentSkipListMap", () -> fill(new ConcurrentSkipListMap<>()), true);
    to.put("Vector.elements", () -> Programs.enumerates(fill(new Vector<>()).elements()));
    to.put("Hashtable.keys", () -> Programs.enumerates(fill(new Hashtable<>()).keys()));
  }

  static void list(
      Map<String, Programs.Program> to, String name, Supplier<List<String>> maker) {
    collection(to, name, maker::get, true);
    to.put(name + " in both directions", () -> Programs.walks(maker.get()));
  }

  static void collection(
      Map<String, Programs.Program> to,
      String name,
      Supplier<Collection<String>> maker,
      boolean ordered) {
    to.put(name, () -> Programs.iterates(maker.get(), ordered));
    to.put(
        name + " changed",
        () -> {
          try {
            return Programs.failsFast(maker.get());
          } catch (UnsupportedOperationException e) {
            return "cannot be changed";
          }
        });
  }

  static void map(
      Map<String, Programs.Program> to,
      String name,
      Supplier<Map<String, String>> maker,
      boolean ordered) {
    to.put(name + ".keySet", () -> Programs.iterates(maker.get().keySet(), ordered));
    to.put(name + ".values", () -> Programs.iterates(maker.get().values(), ordered));
    to.put(name + ".entrySet", () -> Programs.iterates(maker.get().entrySet(), ordered));
    to.put(name + " set", () -> Programs.setsValues(maker.get(), ordered));
  }
}
