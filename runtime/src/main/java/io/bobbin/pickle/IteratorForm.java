package io.bobbin.pickle;

import java.util.AbstractList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.Deque;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * Iterators of the JDK's collections, as what remains to be iterated and what was returned last.
 * What remains is found by copying the iterator and exhausting the copy.
 *
 * <p>They are made anew when everything has been read, so that their collections are complete.
 */
final class IteratorForm extends NamedForm {
  static final IteratorForm INSTANCE = new IteratorForm();

  private enum Way {
    /** A list and a place in it. */
    LIST(0),
    /** A collection whose order is kept, and how many elements remain. */
    ORDERED(1),
    /** A map whose order is not kept, and the keys that remain. */
    KEYED(2),
    /** The elements that remain, of which none can be removed. */
    REST(3),
    /** A list of which nothing can be changed by the iterator, and a place in it. */
    FIXED(4),
    /** One that fails. */
    STALE(5),
    /** One that asks another. */
    ASKS(6);

    /** What it is called in images. */
    final int code;

    Way(int code) {
      this.code = code;
    }
  }

  private static final Way[] WAYS = Way.values();

  /** How a class of iterators is written: the field of what it is over, and what of that. */
  private record Source(Way way, View view, String owner) {}

  private static final Map<String, Source> SOURCES = new HashMap<>();

  private static void add(Way way, View view, String owner, String... classes) {
    for (String name : classes) {
      SOURCES.put(name, new Source(way, view, owner));
    }
  }

  private static void addMap(Way way, String owner, String map, String prefix) {
    add(way, View.KEYS, owner, map + '$' + prefix + "KeyIterator");
    add(way, View.VALUES, owner, map + '$' + prefix + "ValueIterator");
    add(way, View.ENTRIES, owner, map + '$' + prefix + "EntryIterator");
  }

  static {
    String in = "java.util.";
    String concurrent = "java.util.concurrent.";
    add(
        Way.LIST,
        View.SELF,
        "this$0",
        in + "ArrayList$Itr",
        in + "ArrayList$ListItr",
        in + "ArrayList$SubList$1",
        in + "Vector$Itr",
        in + "Vector$ListItr",
        in + "Vector$1",
        in + "AbstractList$Itr",
        in + "AbstractList$ListItr",
        in + "AbstractList$SubList$1",
        in + "LinkedList$ListItr");
    add(Way.LIST, View.SELF, "list", in + "ImmutableCollections$ListItr");
    add(Way.LIST, View.SELF, "a", in + "Arrays$ArrayItr");
    add(Way.FIXED, View.SELF, "snapshot", concurrent + "CopyOnWriteArrayList$COWIterator");
    add(
        Way.ORDERED,
        View.SELF,
        "this$0",
        in + "ArrayDeque$DeqIterator",
        in + "PriorityQueue$Itr",
        in + "RegularEnumSet$EnumSetIterator",
        in + "JumboEnumSet$EnumSetIterator",
        concurrent + "LinkedBlockingQueue$Itr",
        concurrent + "LinkedBlockingDeque$Itr",
        concurrent + "ArrayBlockingQueue$Itr",
        concurrent + "ConcurrentLinkedQueue$Itr",
        concurrent + "ConcurrentLinkedDeque$Itr",
        concurrent + "LinkedTransferQueue$Itr");
    add(
        Way.ORDERED,
        View.DESCENDING,
        "this$0",
        in + "ArrayDeque$DescendingIterator",
        in + "LinkedList$DescendingIterator",
        in + "TreeMap$DescendingKeyIterator",
        concurrent + "LinkedBlockingDeque$DescendingItr",
        concurrent + "ConcurrentLinkedDeque$DescendingItr");
    addMap(Way.ORDERED, "this$0", in + "LinkedHashMap", "Linked");
    addMap(Way.ORDERED, "this$0", in + "TreeMap", "");
    addMap(Way.ORDERED, "this$0", in + "TreeMap$NavigableSubMap", "SubMap");
    addMap(Way.ORDERED, "this$0", in + "TreeMap$NavigableSubMap", "DescendingSubMap");
    addMap(Way.ORDERED, "this$0", in + "EnumMap", "");
    addMap(Way.ORDERED, "this$0", concurrent + "ConcurrentSkipListMap", "");
    addMap(Way.ORDERED, "this$0", concurrent + "ConcurrentSkipListMap$SubMap", "SubMap");
    addMap(Way.KEYED, "this$0", in + "HashMap", "");
    addMap(Way.KEYED, "this$0", in + "IdentityHashMap", "");
    addMap(Way.KEYED, "this$0", in + "WeakHashMap", "");
    addMap(Way.KEYED, "map", concurrent + "ConcurrentHashMap", "");
    add(Way.KEYED, View.SELF, "this$0", in + "Hashtable$Enumerator");
    add(
        Way.REST,
        View.SELF,
        "",
        in + "ImmutableCollections$Set12$1",
        in + "ImmutableCollections$SetN$SetNIterator",
        in + "ImmutableCollections$MapN$MapNIterator",
        in + "Collections$1",
        in + "Collections$2",
        concurrent + "ArrayBlockingQueue$None");
  }

  private IteratorForm() {
    super("java.util.Iterator");
  }

  static boolean isFor(Class<?> type) {
    return RestoredIterator.class.isAssignableFrom(type) || SOURCES.containsKey(type.getName());
  }

  /** What is asked in the end. */
  private static Object innermost(Object iterator) {
    return iterator instanceof RestoredIterator restored ? restored.of : iterator;
  }

  @Override
  void saveShape(Object object, ImageWriter to) {
    to.number(object instanceof ListIterator ? 1 : 0);
  }

  @Override
  Object shell(ImageReader from) {
    return from.number(0, 1) == 1 ? new RestoredIterator.OfList() : new RestoredIterator();
  }

  @Override
  void save(Object object, ImageWriter to) {
    Object iterator = innermost(object);
    if (iterator instanceof KeyedIterator keyed) {
      saveKeyed(
          keyed.map,
          keyed.view,
          keyed.canRemove() ? new Object[] {keyed.last()} : null,
          Arrays.asList(keyed.remaining()),
          null,
          to);
      return;
    }
    if (iterator instanceof StaleIterator stale) {
      saveStale(stale.isBeforeEnd(), to);
      return;
    }
    Source source = SOURCES.get(iterator.getClass().getName());
    if (source == null) {
      to.number(Way.ASKS.code);
      to.reference(iterator);
      return;
    }
    try {
      switch (source.way) {
        case LIST -> saveList(iterator, source, to);
        case FIXED -> saveFixed(iterator, source, to);
        case ORDERED ->
            saveOrdered(
                iterator,
                source,
                canRemove(iterator)
                    && !(object instanceof RestoredIterator restored && restored.hasRemoved),
                to);
        case KEYED -> saveKeyed(iterator, source, to);
        case REST -> {
          to.number(Way.REST.code);
          rest(iterator).forEach(to::reference);
        }
        case STALE, ASKS -> throw new IllegalStateException();
      }
    } catch (ConcurrentModificationException e) {
      saveStale(hasNext(iterator), to);
    }
  }

  private static boolean hasNext(Object iterator) {
    return iterator instanceof Iterator<?> plain
        ? plain.hasNext()
        : ((Enumeration<?>) iterator).hasMoreElements();
  }

  private static List<@Nullable Object> rest(Object iterator) {
    Object copy = Inner.copy(iterator, iterator.getClass());
    if (Inner.has(copy.getClass(), "itr")) {
      Object asked = Objects.requireNonNull(Inner.get(copy, "itr"));
      Inner.set(copy, "itr", Inner.copy(asked, asked.getClass()));
    }
    return drain(copy);
  }

  private static List<@Nullable Object> drain(Object copy) {
    List<@Nullable Object> rest = new ArrayList<>();
    if (copy instanceof Enumeration<?> enumeration) {
      while (enumeration.hasMoreElements()) {
        rest.add(enumeration.nextElement());
      }
    } else {
      Iterator<?> plain = (Iterator<?>) copy;
      while (plain.hasNext()) {
        rest.add(plain.next());
      }
    }
    return rest;
  }

  private static Object owner(Object iterator, Source source) {
    Object owner = Inner.get(iterator, source.owner);
    if (owner == null) {
      throw new IllegalStateException();
    }
    return owner;
  }

  private static void saveStale(boolean hasNext, ImageWriter to) {
    to.number(Way.STALE.code);
    to.number(hasNext ? 1 : 0);
  }

  // Lists

  /** Where an iterator of a list stands, and the index of what it returned last, or -1. */
  private record Place(int cursor, int last) {
    static Place of(Object iterator) {
      Class<?> type = iterator.getClass();
      if (Inner.has(type, "nextIndex")) {
        int cursor = (int) Inner.number(iterator, "nextIndex");
        Object returned = Inner.get(iterator, "lastReturned");
        int last =
            returned == null ? -1 : returned == Inner.get(iterator, "next") ? cursor : cursor - 1;
        return new Place(cursor, last);
      }
      if (Inner.has(type, "count")) {
        return new Place((int) Inner.number(iterator, "count"), -1);
      }
      int last = Inner.has(type, "lastRet") ? (int) Inner.number(iterator, "lastRet") : -1;
      return new Place((int) Inner.number(iterator, "cursor"), last);
    }

    Place minus(int offset) {
      return new Place(cursor - offset, last < 0 ? -1 : last - offset);
    }
  }

  private static void saveList(Object iterator, Source source, ImageWriter to) {
    Object owner = owner(iterator, source);
    Place place;
    if (Inner.has(iterator.getClass(), "i")) {
      Object within = Objects.requireNonNull(Inner.get(iterator, "i"));
      requireFresh(within, Objects.requireNonNull(Inner.get(owner, "root")));
      place = Place.of(within).minus((int) Inner.number(owner, "offset"));
    } else {
      requireFresh(iterator, owner);
      place = Place.of(iterator);
    }
    to.number(Way.LIST.code);
    to.number(place.cursor);
    to.number(place.last < 0 ? 0 : place.last == place.cursor ? 2 : 1);
    to.reference(owner);
  }

  private static void requireFresh(Object iterator, Object list) {
    if (Inner.has(iterator.getClass(), "expectedModCount")
        && Inner.number(iterator, "expectedModCount")
            != Inner.field(AbstractList.class, "modCount").bits(list)) {
      throw new ConcurrentModificationException();
    }
  }

  private static void saveFixed(Object iterator, Source source, ImageWriter to) {
    to.number(Way.FIXED.code);
    to.number(Inner.number(iterator, "cursor"));
    for (Object each : (Object[]) owner(iterator, source)) {
      to.reference(each);
    }
  }

  @SuppressWarnings("unchecked") // elements are only passed on
  private static Iterator<Object> at(Object over, int cursor, int last, ImageReader from) {
    if (over instanceof Object[] array) {
      Iterator<Object> iterator = Arrays.asList(array).iterator();
      for (int i = Math.min(cursor, array.length); i > 0; i--) {
        iterator.next();
      }
      return iterator;
    }
    List<Object> list = (List<Object>) over;
    // An iterator over elements that were removed since stands behind the end
    int place = Math.min(cursor, list.size());
    if (place < 0 || (last == 1 && place == 0) || (last == 2 && place == list.size())) {
      throw from.damaged("an iterator that stands outside of its list");
    }
    if (!(list instanceof RandomAccess)) {
      from.payForSteps(place);
    }
    ListIterator<Object> iterator =
        list.listIterator(last == 1 ? place - 1 : last == 2 ? place + 1 : place);
    if (last == 1) {
      iterator.next();
    } else if (last == 2) {
      iterator.previous();
    }
    return iterator;
  }

  // Collections with an order

  /** Whether an iterator has returned an element that it can remove. */
  private static boolean canRemove(Object iterator) {
    Class<?> type = iterator.getClass();
    for (String name :
        new String[] {
          "lastReturnedEntry", "current", "lastReturned", "lastRet", "lastReturnedIndex"
        }) {
      if (Inner.has(type, name)) {
        if (Inner.field(type, name).isReference()) {
          return Inner.get(iterator, name) != null;
        }
        long last = Inner.number(iterator, name);
        return type.getName().contains("EnumSet") ? last != 0 : last >= 0;
      }
    }
    return Inner.has(type, "itr") && canRemove(Objects.requireNonNull(Inner.get(iterator, "itr")));
  }

  private static void saveOrdered(
      Object iterator, Source source, boolean canRemove, ImageWriter to) {
    Object owner = owner(iterator, source);
    if (Inner.has(iterator.getClass(), "forgetMeNot")
        && (Inner.get(iterator, "forgetMeNot") != null
            || Inner.get(iterator, "lastRetElt") != null)) {
      throw to.refusal("has removed elements from within the queue");
    }
    View view = source.view;
    int size = view.size(owner);
    List<@Nullable Object> rest = rest(iterator);
    int remaining = rest.size();
    int consumed = owner instanceof ArrayDeque ? consumed(iterator, view, owner) : size - remaining;
    if (consumed < 0 || remaining > size - consumed) {
      // The collection has lost elements that are still to be returned
      to.number(Way.REST.code);
      rest.forEach(to::reference);
      return;
    }
    to.number(Way.ORDERED.code);
    to.number(view.code);
    to.number(consumed);
    to.number(remaining);
    to.number(canRemove && consumed > 0 ? 1 : 0);
    to.reference(owner);
    to.reference(entry(iterator, view, canRemove));
  }

  /** How many elements of a deque stand before the next; more may have been added behind since. */
  private static int consumed(Object iterator, View view, Object deque) {
    int length = ((Object[]) Objects.requireNonNull(Inner.get(deque, "elements"))).length;
    int cursor = (int) Inner.number(iterator, "cursor");
    int distance =
        view == View.DESCENDING
            ? (int) Inner.number(deque, "tail") - 1 - cursor
            : cursor - (int) Inner.number(deque, "head");
    return Math.floorMod(distance, length);
  }

  /** The entry that a loop may still have in its hands. */
  private static @Nullable Object entry(Object iterator, View view, boolean canRemove) {
    if (view == View.ENTRIES && canRemove) {
      for (String name : new String[] {"lastReturnedEntry", "current", "lastReturned"}) {
        if (Inner.has(iterator.getClass(), name)
            && Inner.get(iterator, name) instanceof Map.Entry<?, ?> entry
            && EntryForm.isFor(entry.getClass())) {
          return entry;
        }
      }
    }
    return null;
  }

  private static Iterator<Object> ordered(
      Object owner, View view, int consumed, int remaining, ImageReader from) {
    if ((long) consumed + remaining > view.size(owner)) {
      throw from.damaged("an iterator that stands outside of its collection");
    }
    from.payForSteps(consumed);
    Iterator<Object> iterator = view.iterator(owner);
    for (int i = 0; i < consumed; i++) {
      iterator.next();
    }
    if (owner instanceof ArrayDeque) {
      Inner.setNumber(iterator, "remaining", remaining);
    }
    return iterator;
  }

  // Maps without

  @SuppressWarnings("unchecked") // elements are only passed on
  private static void saveKeyed(Object iterator, Source source, ImageWriter to) {
    Map<Object, Object> map = (Map<Object, Object>) owner(iterator, source);
    Class<?> type = iterator.getClass();
    View view = source.view;
    Object copy;
    if (Inner.has(type, "type")) {
      int ofEntries = 2;
      if (Inner.number(iterator, "iterator") != 0
          && Inner.number(iterator, "expectedModCount") != Inner.number(map, "modCount")) {
        throw new ConcurrentModificationException();
      }
      view = View.of((int) Inner.number(iterator, "type") + 1);
      copy = Inner.copy(iterator, type);
      Inner.setNumber(copy, "type", ofEntries);
    } else {
      String name = type.getName();
      copy =
          Inner.copy(iterator, Inner.type(name.substring(0, name.indexOf('$')) + "$EntryIterator"));
    }
    List<@Nullable Object> keys = new ArrayList<>();
    for (Object each : drain(copy)) {
      keys.add(((Map.Entry<?, ?>) each).getKey());
    }
    boolean canRemove = canRemove(iterator);
    Object[] last = canRemove ? new Object[] {lastKey(iterator)} : null;
    saveKeyed(map, view, last, keys, entry(iterator, view, canRemove), to);
  }

  private static @Nullable Object lastKey(Object iterator) {
    Class<?> type = iterator.getClass();
    if (Inner.has(type, "traversalTable")) {
      Object[] table = (Object[]) Objects.requireNonNull(Inner.get(iterator, "traversalTable"));
      Object key = table[(int) Inner.number(iterator, "lastReturnedIndex")];
      return key == Inner.constant(java.util.IdentityHashMap.class, "NULL_KEY") ? null : key;
    }
    String name = Inner.has(type, "current") ? "current" : "lastReturned";
    return ((Map.Entry<?, ?>) Objects.requireNonNull(Inner.get(iterator, name))).getKey();
  }

  private static void saveKeyed(
      Map<Object, Object> map,
      View view,
      @Nullable Object @Nullable [] last,
      List<@Nullable Object> keys,
      @Nullable Object entry,
      ImageWriter to) {
    to.number(Way.KEYED.code);
    to.number(view.code);
    to.number(last == null ? 0 : 1);
    to.reference(map);
    to.reference(entry);
    if (last != null) {
      to.reference(last[0]);
    }
    keys.forEach(to::reference);
  }

  // Reading

  @Override
  @SuppressWarnings("unchecked") // elements are only passed on
  void fill(Object object, ImageReader from) {
    RestoredIterator restored = (RestoredIterator) object;
    boolean ofList = restored instanceof ListIterator;
    switch (WAYS[from.number(0, WAYS.length - 1)]) {
      case LIST -> {
        int cursor = from.number(0, Integer.MAX_VALUE);
        int last = from.number(0, 2);
        Object list = from.reference();
        if (!(list instanceof List) && !(list instanceof Object[])) {
          throw from.damaged("an iterator over no list");
        }
        from.atEnd(() -> restored.of = at(list, cursor, last, from));
      }
      case FIXED -> {
        int cursor = from.number(0, from.referencesLeft());
        restored.of =
            Collections.unmodifiableList(Arrays.asList(from.allReferences())).listIterator(cursor);
      }
      case REST -> {
        requireNone(ofList, from);
        restored.of = Collections.unmodifiableList(Arrays.asList(from.allReferences())).iterator();
      }
      case STALE -> restored.of = new StaleIterator(from.number(0, 1) != 0);
      case ASKS -> {
        Iterator<?> asked =
            ofList ? from.reference(ListIterator.class) : from.reference(Iterator.class);
        restored.of = (Iterator<Object>) Objects.requireNonNull(asked);
      }
      case ORDERED -> {
        requireNone(ofList, from);
        View view = View.read(from);
        int consumed = from.number(0, Integer.MAX_VALUE);
        int remaining = from.number(0, Integer.MAX_VALUE);
        boolean canRemove = from.number(0, 1) != 0;
        Object owner = owner(view, from);
        RestoredEntry entry = from.reference(RestoredEntry.class);
        if (entry != null) {
          entry.map = (Map<Object, Object>) owner;
        }
        restored.hasRemoved = !canRemove;
        from.atEnd(() -> restored.of = ordered(owner, view, consumed, remaining, from));
      }
      case KEYED -> {
        requireNone(ofList, from);
        View view = View.read(from);
        boolean canRemove = from.number(0, 1) != 0;
        Map<Object, Object> map = (Map<Object, Object>) owner(view, from);
        RestoredEntry entry = from.reference(RestoredEntry.class);
        if (entry != null) {
          entry.map = map;
        }
        Object last = canRemove ? from.reference() : null;
        Object[] keys = from.allReferences();
        from.atEnd(() -> restored.of = new KeyedIterator(map, view, keys, canRemove, last));
      }
    }
  }

  private static void requireNone(boolean ofList, ImageReader from) {
    if (ofList) {
      throw from.damaged("a list's iterator over no list");
    }
  }

  private static Object owner(View view, ImageReader from) {
    Object owner = from.reference();
    boolean fits =
        switch (view) {
          case SELF -> owner instanceof Collection;
          case DESCENDING -> owner instanceof Deque || owner instanceof NavigableMap;
          case KEYS, VALUES, ENTRIES -> owner instanceof Map;
        };
    if (owner == null || !fits) {
      throw from.damaged("an iterator over no collection");
    }
    return owner;
  }
}
