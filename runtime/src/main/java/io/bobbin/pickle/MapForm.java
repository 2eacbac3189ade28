package io.bobbin.pickle;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Maps that are their keys and values, in the order of their iterators. */
final class MapForm extends NamedForm {
  /** Makes an empty map. */
  interface Maker {
    Map<Object, Object> make(ImageReader from);
  }

  /** Writes what its maker reads. */
  interface Shape {
    void save(Map<Object, Object> map, ImageWriter to);
  }

  private static final int PAIRS = 0;
  private static final int OF_HASH_SET = 1;
  private static final int OF_TREE_SET = 2;

  private final Maker maker;
  private final Shape shape;
  private final boolean isHashed;
  private final @Nullable String part;

  /**
   * Makes a form.
   *
   * @param isHashed whether keys are asked for hash codes, or compared
   * @param part the field of what a map has besides, as a comparator
   */
  MapForm(Class<?> type, Maker maker, Shape shape, boolean isHashed, @Nullable String part) {
    super(type.getName());
    this.maker = maker;
    this.shape = shape;
    this.isHashed = isHashed;
    this.part = part;
  }

  @Override
  boolean isHashed() {
    return isHashed;
  }

  @Override
  boolean isCollection() {
    return true;
  }

  @Override
  @SuppressWarnings("unchecked") // it is only read
  void saveShape(Object object, ImageWriter to) {
    shape.save((Map<Object, Object>) object, to);
  }

  @Override
  void save(Object object, ImageWriter to) {
    Map<?, ?> map = (Map<?, ?>) object;
    if (part != null) {
      to.reference(Inner.get(map, part));
    }
    int values = values(map);
    to.number(values);
    // entrySet().iterator() of an access-ordered map leaves the order as it is
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (asksForHashCodes(map)) {
        to.key(entry.getKey());
      } else {
        to.reference(entry.getKey());
      }
      if (values == PAIRS) {
        to.valueOfKey(entry.getValue());
      }
    }
  }

  private boolean asksForHashCodes(Map<?, ?> map) {
    return isHashed && !(map instanceof SortedMap);
  }

  /** Whether a map is the inside of a set, whose values are all one object of the JDK. */
  private static int values(Map<?, ?> map) {
    if (map.isEmpty()) {
      return PAIRS;
    }
    Object first = map.values().iterator().next();
    if (first == null || first.getClass() != Object.class) {
      return PAIRS;
    }
    if (first == Inner.constant(HashSet.class, "PRESENT")) {
      return OF_HASH_SET;
    }
    return first == Inner.constant(TreeSet.class, "PRESENT") ? OF_TREE_SET : PAIRS;
  }

  @Override
  Object shell(ImageReader from) {
    return maker.make(from);
  }

  @Override
  @SuppressWarnings("unchecked") // what the maker made
  void fill(Object object, ImageReader from) {
    Map<Object, Object> map = (Map<Object, Object>) object;
    if (part != null) {
      Access field = Inner.field(map.getClass(), part);
      field.setReference(map, from.reference(field.type()));
    }
    int values = from.number(PAIRS, OF_TREE_SET);
    Object present =
        values == PAIRS
            ? null
            : Inner.constant(values == OF_HASH_SET ? HashSet.class : TreeSet.class, "PRESENT");
    try {
      if (asksForHashCodes(map)) {
        boolean sorts = map instanceof HashMap || map instanceof ConcurrentHashMap;
        from.payForComparing(values == PAIRS ? 2 : 1, sorts);
      }
      while (from.referencesLeft() > 0) {
        Object key = asksForHashCodes(map) ? from.key() : from.reference();
        map.put(key, values == PAIRS ? from.reference() : present);
      }
    } catch (NullPointerException | ClassCastException e) {
      throw from.damaged("keys that a " + name() + " cannot have: " + e);
    }
  }

  @Override
  String part(Object object, int index) {
    int at = part == null ? index : index - 1;
    if (at < 0) {
      return String.valueOf(part);
    }
    boolean pairs = values((Map<?, ?>) object) == PAIRS;
    return (pairs && at % 2 == 1 ? "value " : "key ") + at / (pairs ? 2 : 1);
  }
}
