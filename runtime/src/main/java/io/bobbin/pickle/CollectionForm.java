package io.bobbin.pickle;

import java.util.Collection;
import java.util.function.ToIntFunction;

/** Collections that are their elements in the order of their iterators, and perhaps a capacity. */
final class CollectionForm extends NamedForm {
  /** Makes an empty collection. */
  interface Maker {
    Collection<Object> make(int capacity);
  }

  private static final ToIntFunction<Collection<?>> NO_CAPACITY = any -> 0;

  private final Maker maker;
  private final ToIntFunction<Collection<?>> capacity;
  private final boolean allocates;

  private CollectionForm(
      Class<?> type, Maker maker, ToIntFunction<Collection<?>> capacity, boolean allocates) {
    super(type.getName());
    this.maker = maker;
    this.capacity = capacity;
    this.allocates = allocates;
  }

  static CollectionForm of(Class<?> type, java.util.function.Supplier<Collection<Object>> maker) {
    return new CollectionForm(type, any -> maker.get(), NO_CAPACITY, false);
  }

  /** A collection with a capacity; its maker may allocate that much, or not. */
  static CollectionForm bounded(
      Class<?> type, Maker maker, ToIntFunction<Collection<?>> capacity, boolean allocates) {
    return new CollectionForm(type, maker, capacity, allocates);
  }

  @Override
  boolean isCollection() {
    return true;
  }

  @Override
  void saveShape(Object object, ImageWriter to) {
    if (capacity != NO_CAPACITY) {
      to.number(capacity.applyAsInt((Collection<?>) object));
    }
  }

  @Override
  void save(Object object, ImageWriter to) {
    for (Object each : (Collection<?>) object) {
      to.reference(each);
    }
  }

  @Override
  Object shell(ImageReader from) {
    int most = capacity == NO_CAPACITY ? 0 : from.number(1, Integer.MAX_VALUE);
    return maker.make(allocates ? from.reserve(most) : most);
  }

  @Override
  @SuppressWarnings("unchecked") // what the maker made
  void fill(Object object, ImageReader from) {
    Object[] elements = from.allReferences();
    try {
      ((Collection<Object>) object).addAll(java.util.Arrays.asList(elements));
    } catch (IllegalStateException | NullPointerException e) {
      throw from.damaged("elements that a " + name() + " cannot have: " + e);
    }
  }
}
