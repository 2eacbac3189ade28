package io.bobbin.pickle;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The forms of what {@link Collections} makes, and of what asks another object of its kind. */
final class WrapperForms {
  /** Objects of which there is one. */
  private static final Map<String, Object> SINGLE = new HashMap<>();

  static {
    for (Object each :
        List.<Object>of(
            Collections.emptyList(),
            Collections.emptySet(),
            Collections.emptyMap(),
            Collections.emptyIterator(),
            Collections.emptyListIterator(),
            Collections.emptyEnumeration(),
            Collections.reverseOrder(),
            String.CASE_INSENSITIVE_ORDER)) {
      SINGLE.put(each.getClass().getName(), each);
    }
  }

  static final Form SINGLETON =
      new ValueForm<>(
          "java.util.Collections.singletons",
          Object.class,
          (object, to) -> to.numbers().text(object.getClass().getName()),
          from -> {
            String name = from.bytes().text();
            Object single = SINGLE.get(name);
            if (single == null) {
              throw from.damaged("no " + name + " is known");
            }
            return single;
          },
          false);

  private WrapperForms() {}

  static boolean isSingleton(Class<?> type) {
    return SINGLE.containsKey(type.getName());
  }

  static void all(Consumer<Form> add) {
    add.accept(SINGLETON);
    of(add, "UnmodifiableCollection", "c");
    of(add, "UnmodifiableSequencedCollection", "c");
    of(add, "UnmodifiableSequencedSet", "c");
    of(add, "UnmodifiableSequencedMap", "m");
    of(add, "UnmodifiableSet", "c");
    of(add, "UnmodifiableSortedSet", "c", "ss");
    of(add, "UnmodifiableNavigableSet", "c", "ss", "ns");
    of(add, "UnmodifiableNavigableSet$EmptyNavigableSet", "c", "ss", "ns");
    of(add, "UnmodifiableList", "c", "list");
    of(add, "UnmodifiableRandomAccessList", "c", "list");
    of(add, "UnmodifiableMap", "m");
    of(add, "UnmodifiableSortedMap", "m", "sm");
    of(add, "UnmodifiableNavigableMap", "m", "sm", "nm");
    of(add, "UnmodifiableNavigableMap$EmptyNavigableMap", "m", "sm", "nm");
    of(add, "UnmodifiableMap$UnmodifiableEntrySet", "c");
    of(add, "UnmodifiableMap$UnmodifiableEntrySet$UnmodifiableEntry", "e");
    of(add, "SynchronizedCollection", "c", "mutex");
    of(add, "SynchronizedSet", "c", "mutex");
    of(add, "SynchronizedSortedSet", "c", "mutex", "ss");
    of(add, "SynchronizedNavigableSet", "c", "mutex", "ss", "ns");
    of(add, "SynchronizedList", "c", "mutex", "list");
    of(add, "SynchronizedRandomAccessList", "c", "mutex", "list");
    of(add, "SynchronizedMap", "m", "mutex");
    of(add, "SynchronizedSortedMap", "m", "mutex", "sm");
    of(add, "SynchronizedNavigableMap", "m", "mutex", "sm", "nm");
    of(add, "CheckedCollection", "c", "type");
    of(add, "CheckedSet", "c", "type");
    of(add, "CheckedSortedSet", "c", "type", "ss");
    of(add, "CheckedNavigableSet", "c", "type", "ss", "ns");
    of(add, "CheckedList", "c", "type", "list");
    of(add, "CheckedRandomAccessList", "c", "type", "list");
    of(add, "CheckedQueue", "c", "type", "queue");
    of(add, "CheckedMap", "m", "keyType", "valueType");
    of(add, "CheckedSortedMap", "m", "keyType", "valueType", "sm");
    of(add, "CheckedNavigableMap", "m", "keyType", "valueType", "sm", "nm");
    of(add, "SingletonSet", "element");
    of(add, "SingletonList", "element");
    of(add, "SingletonMap", "k", "v");
    of(add, "CopiesList", "n", "element");
    of(add, "AsLIFOQueue", "q");
    of(add, "ReverseComparator2", "cmp");
    of(add, "UnmodifiableCollection$1", "i");
    of(add, "UnmodifiableList$1", "i");
    of(add, "UnmodifiableMap$UnmodifiableEntrySet$1", "i");
    of(add, "CheckedCollection$1", "val$it");
    of(add, "CheckedList$1", "val$i", "this$0");
    of(add, "3", "i");
    add.accept(
        JdkFieldForm.renamed(
            "java.util.AbstractMap$1$1", "java.util.AbstractMap$KeyIterator", "i"));
    add.accept(
        JdkFieldForm.renamed(
            "java.util.AbstractMap$2$1", "java.util.AbstractMap$ValueIterator", "i"));
    String[] subMap = {"m", "lo", "hi", "fromStart", "toEnd", "loInclusive", "hiInclusive"};
    ofJdk(add, "java.util.TreeMap$AscendingSubMap", subMap);
    String[] descending = Arrays.copyOf(subMap, subMap.length + 1);
    descending[subMap.length] = "reverseComparator";
    ofJdk(add, "java.util.TreeMap$DescendingSubMap", descending);
    ofJdk(
        add,
        "java.util.concurrent.ConcurrentSkipListMap$SubMap",
        "m",
        "lo",
        "hi",
        "loInclusive",
        "hiInclusive",
        "isDescending");
    ofJdk(add, "java.util.Comparators$NullComparator", "nullFirst", "real");
    ofJdk(
        add,
        "java.util.StringTokenizer",
        "currentPosition",
        "newPosition",
        "maxPosition",
        "str",
        "delimiters",
        "retDelims",
        "delimsChanged",
        "maxDelimCodePoint",
        "hasSurrogates",
        "delimiterCodePoints");
  }

  private static void of(Consumer<Form> add, String inCollections, String... fields) {
    ofJdk(add, "java.util.Collections$" + inCollections, fields);
  }

  private static void ofJdk(Consumer<Form> add, String type, String... fields) {
    Form form = JdkFieldForm.of(type, fields);
    if (form != null) {
      add.accept(form);
    }
  }
}
