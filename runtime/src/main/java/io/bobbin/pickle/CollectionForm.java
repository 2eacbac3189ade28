package io.bobbin.pickle;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Collections that are their elements in the order of their iterators, and perhaps a capacity. */
final class CollectionForm extends NamedForm {
  /** Makes an empty collection. */
  interface Maker {
    Collection<Object> make(int capacity);
  }

  private final Maker maker;
  private final @Nullable ToIntFunction<Collection<?>> capacity;
  private final boolean allocates;
  private final boolean isSorted;

  private CollectionForm(
      Class<?> type,
      Maker maker,
      @Nullable ToIntFunction<Collection<?>> capacity,
      boolean allocates,
      boolean isSorted) {
    super(type.getName());
    this.isSorted = isSorted;
    this.maker = maker;
    this.capacity = capacity;
    this.allocates = allocates;
  }

  static CollectionForm of(Class<?> type, Supplier<Collection<Object>> maker) {
    return new CollectionForm(type, any -> maker.get(), null, false, false);
  }

  /** A collection with a capacity; its maker may allocate that much, or not. */
  static CollectionForm bounded(
      Class<?> type, Maker maker, ToIntFunction<Collection<?>> capacity, boolean allocates) {
    return new CollectionForm(type, maker, capacity, allocates, false);
  }

  /** A queue that orders its elements by its field {@code comparator}. */
  static CollectionForm sorted(Class<?> type, Supplier<Collection<Object>> maker) {
    return new CollectionForm(type, any -> maker.get(), null, false, true);
  }

  @Override
  boolean isHashed() {
    return isSorted;
  }

  @Override
  boolean isCollection() {
    return true;
  }

  @Override
  void saveShape(Object object, ImageWriter to) {
    if (capacity != null) {
      to.number(capacity.applyAsInt((Collection<?>) object));
    }
  }

  @Override
  void save(Object object, ImageWriter to) {
    if (isSorted) {
      to.reference(Inner.get(object, "comparator"));
    }
    for (Object each : (Collection<?>) object) {
      to.reference(each);
    }
  }

  @Override
  Object shell(ImageReader from) {
    int most = capacity == null ? 0 : from.number(1, Integer.MAX_VALUE);
    return maker.make(allocates ? from.reserve(most) : most);
  }

  @Override
  @SuppressWarnings("unchecked") // what the maker made
  void fill(Object object, ImageReader from) {
    if (isSorted) {
      Inner.set(object, "comparator", from.reference(Comparator.class));
    }
    Object[] elements = from.allReferences();
    try {
      ((Collection<Object>) object).addAll(Arrays.asList(elements));
    } catch (ClassCastException | IllegalStateException | NullPointerException e) {
      throw from.damaged("elements that a " + name() + " cannot have: " + e);
    }
  }
}
