package io.bobbin.pickle;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Stack;
import java.util.TreeMap;
import java.util.Vector;
import java.util.WeakHashMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The forms of collections and maps that a program fills. */
final class CollectionForms {
  private static final MapForm.Shape NO_SHAPE = (map, to) -> {};

  private CollectionForms() {}

  @SuppressWarnings("JdkObsolete") // programs have them
  static void all(Consumer<Form> add) {
    add.accept(CollectionForm.of(ArrayList.class, ArrayList::new));
    add.accept(CollectionForm.of(LinkedList.class, LinkedList::new));
    add.accept(CollectionForm.of(ArrayDeque.class, ArrayDeque::new));
    add.accept(CollectionForm.of(Vector.class, Vector::new));
    add.accept(CollectionForm.of(Stack.class, Stack::new));
    add.accept(CollectionForm.of(CopyOnWriteArrayList.class, CopyOnWriteArrayList::new));
    add.accept(CollectionForm.of(ConcurrentLinkedQueue.class, ConcurrentLinkedQueue::new));
    add.accept(CollectionForm.of(ConcurrentLinkedDeque.class, ConcurrentLinkedDeque::new));
    add.accept(CollectionForm.of(LinkedTransferQueue.class, LinkedTransferQueue::new));
    add.accept(
        CollectionForm.bounded(
            LinkedBlockingQueue.class, LinkedBlockingQueue::new, CollectionForms::capacity, false));
    add.accept(
        CollectionForm.bounded(
            LinkedBlockingDeque.class, LinkedBlockingDeque::new, CollectionForms::capacity, false));
    add.accept(
        CollectionForm.bounded(
            ArrayBlockingQueue.class, ArrayBlockingQueue::new, CollectionForms::capacity, true));
    hashed(HashMap.class, HashMap::new, add);
    hashed(Hashtable.class, Hashtable::new, add);
    hashed(WeakHashMap.class, WeakHashMap::new, add);
    hashed(ConcurrentHashMap.class, ConcurrentHashMap::new, add);
    add.accept(
        new MapForm(IdentityHashMap.class, from -> new IdentityHashMap<>(), NO_SHAPE, false, null));
    add.accept(
        new MapForm(
            LinkedHashMap.class,
            from -> new LinkedHashMap<>(16, 0.75f, from.number(0, 1) != 0),
            (map, to) -> to.number(Inner.number(map, "accessOrder")),
            true,
            null));
    add.accept(new MapForm(TreeMap.class, from -> new TreeMap<>(), NO_SHAPE, true, "comparator"));
    add.accept(
        new MapForm(
            ConcurrentSkipListMap.class,
            from -> new ConcurrentSkipListMap<>(),
            NO_SHAPE,
            true,
            "comparator"));
    fields(add, "java.util.Properties", "map", "defaults");
    fields(add, "java.util.Properties$EntrySet", "entrySet");
    add.accept(CollectionForm.sorted(PriorityQueue.class, PriorityQueue::new));
    add.accept(CollectionForm.sorted(PriorityBlockingQueue.class, PriorityBlockingQueue::new));
    add.accept(
        new MapForm(
            EnumMap.class,
            CollectionForms::enumMap,
            (map, to) ->
                ClassNames.write((Class<?>) Objects.requireNonNull(Inner.get(map, "keyType")), to),
            false,
            null));
    add.accept(new EnumSetForm());
    SubListForm.all().forEach(add);
    add.accept(ViewForm.INSTANCE);
    WrapperForms.all(add);
    add.accept(
        new ValueForm<>(
            "java.util.List.of.subList",
            Collection.class,
            (list, to) -> {
              to.reference(Inner.get(list, "root"));
              to.number(Inner.number(list, "offset"));
              to.number(list.size());
            },
            from -> {
              List<?> root = from.reference(List.class);
              int offset = from.number(0, Integer.MAX_VALUE);
              int size = from.number(0, Integer.MAX_VALUE);
              if (root == null || (long) offset + size > root.size()) {
                throw from.damaged("a part of a list that ends behind its end");
              }
              return root.subList(offset, offset + size);
            },
            true));
    add.accept(
        new ValueForm<>(
            "java.util.Map.entry",
            Map.Entry.class,
            (entry, to) -> {
              to.reference(entry.getKey());
              to.reference(entry.getValue());
            },
            from -> {
              Object key = from.reference();
              Object value = from.reference();
              if (key == null || value == null) {
                throw from.damaged("a Map.entry with null");
              }
              return Map.entry(key, value);
            },
            true));
    fields(add, "java.util.HashSet", "map");
    fields(add, "java.util.LinkedHashSet", "map");
    fields(add, "java.util.TreeSet", "m");
    fields(add, "java.util.concurrent.ConcurrentSkipListSet", "m");
    fields(add, "java.util.concurrent.CopyOnWriteArraySet", "al");
    fields(add, "java.util.concurrent.ConcurrentHashMap$KeySetView", "map", "value");
    fields(add, "java.util.Collections$SetFromMap", "m", "s");
    fields(add, "java.util.Arrays$ArrayList", "a");
    fields(add, "java.util.AbstractMap$SimpleEntry", "key", "value");
    fields(add, "java.util.AbstractMap$SimpleImmutableEntry", "key", "value");
    add.accept(
        new ValueForm<>(
            "java.util.List.of",
            Collection.class,
            (list, to) -> {
              to.number(allowsNulls((List<?>) list) ? 1 : 0);
              for (Object each : list) {
                to.reference(each);
              }
            },
            from -> {
              boolean allowsNulls = from.number(0, 1) != 0;
              Object[] elements = from.allReferences();
              return allowsNulls ? Arrays.stream(elements).toList() : List.of(elements);
            },
            true));
    add.accept(new ImmutableForm("java.util.Set.of", "Set12", "SetN"));
    add.accept(new ImmutableForm("java.util.Map.of", "Map1", "MapN"));
  }

  private static void fields(Consumer<Form> add, String type, String... fields) {
    Form form = JdkFieldForm.of(type, fields);
    if (form != null) {
      add.accept(form);
    }
  }

  private static void hashed(
      Class<?> type, Supplier<Map<Object, Object>> maker, Consumer<Form> add) {
    add.accept(new MapForm(type, from -> maker.get(), NO_SHAPE, true, null));
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // which enum it is, the image says
  private static Map<Object, Object> enumMap(ImageReader from) {
    return (Map) new EnumMap(ClassNames.readEnum(from));
  }

  private static int capacity(Collection<?> queue) {
    int free = ((BlockingQueue<?>) queue).remainingCapacity();
    return free + queue.size();
  }

  private static boolean allowsNulls(List<?> list) {
    try {
      list.indexOf(null);
      return true;
    } catch (NullPointerException e) {
      return false;
    }
  }
}
