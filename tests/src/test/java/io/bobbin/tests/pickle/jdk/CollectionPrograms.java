package io.bobbin.tests.pickle.jdk;

import io.bobbin.Channel;
import io.bobbin.Suspendable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Set;
import java.util.Stack;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.WeakHashMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;
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

  @SuppressWarnings({"unchecked", "rawtypes"}) // it has texts
  private static Map<String, String> properties() {
    Properties properties = new Properties(defaults());
    fill((Map) properties);
    return (Map) properties;
  }

  private static Properties defaults() {
    Properties defaults = new Properties();
    defaults.setProperty("default", "value");
    return defaults;
  }

  @Suspendable
  private static String descends(Channel<Integer> gate, Deque<String> over) {
    StringBuilder log = new StringBuilder();
    for (Iterator<String> i = over.descendingIterator(); i.hasNext(); ) {
      gate.receive();
      String next = i.next();
      log.append(next);
      gate.receive();
      if (next.equals("b") || next.equals("d")) {
        i.remove();
        gate.receive();
      }
    }
    return log + Programs.content(over, true);
  }

  /** Nobody but the map has the keys of a twin: a collection of garbage would take them away. */
  @Suspendable
  private static String whileKeysAreHeld(Channel<Integer> gate, Programs.Program program) {
    List<String> keys = new ArrayList<>(FEW);
    String result = program.run(gate);
    return result + keys.size();
  }

  @Suspendable
  private static String enumMap(Channel<Integer> gate) {
    EnumMap<Color, Object> map = new EnumMap<>(Color.class);
    EnumSet<Color> set = EnumSet.noneOf(Color.class);
    Map<TimeUnit, String> units = new EnumMap<>(TimeUnit.class);
    units.put(TimeUnit.DAYS, "d");
    gate.receive();
    map.put(Color.BLUE, map.keySet());
    map.put(Color.RED, set);
    gate.receive();
    set.add(Color.GREEN);
    set.add(Color.RED);
    StringBuilder log = new StringBuilder();
    for (Color each : set) {
      gate.receive();
      log.append(each);
    }
    for (Map.Entry<Color, Object> entry : map.entrySet()) {
      gate.receive();
      log.append(entry.getKey());
      entry.setValue("set");
      gate.receive();
      log.append(entry.getValue());
    }
    return log.append(map).append(set).append(units).toString();
  }

  @Suspendable
  private static String circles(Channel<Integer> gate) {
    List<Object> list = new ArrayList<>();
    list.add(list);
    Map<Object, Object> map = new HashMap<>();
    Object[] key = {map};
    map.put(key, map);
    map.put("list", list);
    Set<Object> set = new LinkedHashSet<>();
    set.add(key);
    key = new Object[] {map, set};
    map.put("set", set);
    set.add(key);
    gate.receive();
    Object[] found = (Object[]) ((Set<?>) map.get("set")).toArray()[1];
    return ""
        + (list.get(0) == list)
        + (((List<?>) map.get("list")).get(0) == list)
        + map.size()
        + set.contains(key)
        + map.containsKey(set.iterator().next())
        + (found[0] == map)
        + (found[1] == set);
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
    collection(
        to, "PriorityQueue", () -> fill(new PriorityQueue<>(Comparator.reverseOrder())), true);
    collection(to, "LinkedBlockingQueue", () -> fill(new LinkedBlockingQueue<>(9)), true);
    collection(to, "LinkedBlockingDeque", () -> fill(new LinkedBlockingDeque<>(9)), true);
    collection(to, "ArrayBlockingQueue", () -> fill(new ArrayBlockingQueue<>(9)), true);
    collection(to, "ConcurrentLinkedQueue", () -> fill(new ConcurrentLinkedQueue<>()), true);
    collection(to, "ConcurrentLinkedDeque", () -> fill(new ConcurrentLinkedDeque<>()), true);
    collection(to, "LinkedTransferQueue", () -> fill(new LinkedTransferQueue<>()), true);
    collection(to, "CopyOnWriteArraySet", () -> fill(new CopyOnWriteArraySet<>()), true);
    collection(to, "ConcurrentSkipListSet", () -> fill(new ConcurrentSkipListSet<>()), true);
    collection(to, "newKeySet", () -> fill(ConcurrentHashMap.newKeySet()), false);
    collection(to, "newSetFromMap", () -> fill(Collections.newSetFromMap(new TreeMap<>())), true);
    collection(to, "sorted set", () -> fill(new TreeSet<>(Collections.reverseOrder())), true);
    collection(to, "descendingSet", () -> fill(new TreeSet<>()).descendingSet(), true);
    collection(to, "asLifoQueue", () -> fill(Collections.asLifoQueue(new ArrayDeque<>())), true);
    collection(
        to,
        "unmodifiableCollection",
        () -> Collections.unmodifiableCollection(fill(new ArrayDeque<>())),
        true);
    collection(
        to,
        "checkedCollection",
        () -> Collections.checkedCollection(fill(new ArrayDeque<>()), String.class),
        true);
    collection(
        to,
        "synchronizedSet",
        () -> Collections.synchronizedSet(fill(new LinkedHashSet<>())),
        true);
    collection(
        to,
        "unmodifiableSortedSet",
        () -> Collections.unmodifiableSortedSet(fill(new TreeSet<>())),
        true);
    collection(to, "singleton", () -> Collections.singleton("b"), true);
    list(to, "subList", () -> fill(new ArrayList<>()).subList(1, 4));
    list(to, "subList of subList", () -> fill(new ArrayList<>()).subList(1, 5).subList(1, 4));
    list(to, "subList of LinkedList", () -> fill(new LinkedList<>()).subList(1, 4));
    list(to, "subList of Vector", () -> fill(new Vector<>()).subList(1, 4));
    list(to, "subList of List.of", () -> FEW.subList(1, 4));
    list(to, "unmodifiableList", () -> Collections.unmodifiableList(fill(new ArrayList<>())));
    list(to, "synchronizedList", () -> Collections.synchronizedList(fill(new ArrayList<>())));
    list(to, "checkedList", () -> Collections.checkedList(fill(new LinkedList<>()), String.class));
    list(to, "nCopies", () -> Collections.nCopies(3, "n"));
    list(to, "singletonList", () -> Collections.singletonList("s"));
    map(to, "Properties", CollectionPrograms::properties, false);
    map(to, "subMap", () -> fill(new TreeMap<>()).subMap("b", "e"), true);
    map(to, "descendingMap", () -> fill(new TreeMap<>()).descendingMap(), true);
    map(to, "unmodifiableMap", () -> Collections.unmodifiableMap(fill(new TreeMap<>())), true);
    map(to, "synchronizedMap", () -> Collections.synchronizedMap(fill(new TreeMap<>())), true);
    to.put(
        "checkedMap",
        gate ->
            Programs.iterates(
                gate,
                Collections.checkedMap(fill(new TreeMap<>()), String.class, String.class).keySet(),
                true));
    map(to, "singletonMap", () -> Collections.singletonMap("b", "c"), true);
    map(to, "reversed", () -> fill(new TreeMap<>(String.CASE_INSENSITIVE_ORDER.reversed())), true);
    map(
        to,
        "subMap of skip list",
        () -> fill(new ConcurrentSkipListMap<>()).subMap("b", "e"),
        true);
    to.put("descendingIterator", gate -> descends(gate, fill(new ArrayDeque<>())));
    to.put("descendingIterator of LinkedList", gate -> descends(gate, fill(new LinkedList<>())));
    to.put(
        "Collections.enumeration", gate -> Programs.enumerates(gate, Collections.enumeration(FEW)));
    to.put("emptyEnumeration", gate -> Programs.enumerates(gate, Collections.emptyEnumeration()));
    to.put(
        "ConcurrentHashMap.elements",
        gate -> Programs.enumerates(gate, fill(new ConcurrentHashMap<>()).elements()));
    to.put("EnumMap", CollectionPrograms::enumMap);
    to.put("circles", CollectionPrograms::circles);
    to.put("emptySet", gate -> Programs.iterates(gate, Collections.emptySet(), true));
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
    Map<String, Programs.Program> weak = new LinkedHashMap<>();
    map(weak, "WeakHashMap", () -> fill(new WeakHashMap<>()), false);
    weak.forEach((name, program) -> to.put(name, gate -> whileKeysAreHeld(gate, program)));
    map(to, "Hashtable", () -> fill(new Hashtable<>()), false);
    map(to, "IdentityHashMap", () -> fill(new IdentityHashMap<>()), false);
    map(to, "ConcurrentSkipListMap", () -> fill(new ConcurrentSkipListMap<>()), true);
    to.put("Vector.elements", gate -> Programs.enumerates(gate, fill(new Vector<>()).elements()));
    to.put("Hashtable.keys", gate -> Programs.enumerates(gate, fill(new Hashtable<>()).keys()));
  }

  static void list(Map<String, Programs.Program> to, String name, Supplier<List<String>> maker) {
    collection(to, name, maker::get, true);
    to.put(name + " in both directions", gate -> Programs.walks(gate, maker.get()));
  }

  static void collection(
      Map<String, Programs.Program> to,
      String name,
      Supplier<Collection<String>> maker,
      boolean ordered) {
    to.put(name, gate -> Programs.iterates(gate, maker.get(), ordered));
    to.put(
        name + " changed",
        gate -> {
          try {
            return Programs.failsFast(gate, maker.get(), ordered);
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
    to.put(name + ".keySet", gate -> Programs.iterates(gate, maker.get().keySet(), ordered));
    to.put(name + ".values", gate -> Programs.iterates(gate, maker.get().values(), ordered));
    to.put(name + ".entrySet", gate -> Programs.iterates(gate, maker.get().entrySet(), ordered));
    to.put(name + " set", gate -> Programs.setsValues(gate, maker.get(), ordered));
  }
}
