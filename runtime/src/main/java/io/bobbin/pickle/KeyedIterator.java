package io.bobbin.pickle;

import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * What remains of an iterator over a map whose order is not kept: the keys that were still to come.
 * An iterator of the map's own runs beside it, so that it fails as fast as that one does.
 */
final class KeyedIterator implements Iterator<Object> {
  final Map<Object, Object> map;
  final View view;
  private final @Nullable Object[] keys;
  private int next;
  private @Nullable Object last;
  private boolean canRemove;
  private Iterator<Object> probe;

  KeyedIterator(
      Map<Object, Object> map,
      View view,
      @Nullable Object[] keys,
      boolean canRemove,
      @Nullable Object last) {
    this.map = map;
    this.view = view;
    this.keys = keys;
    this.canRemove = canRemove;
    this.last = last;
    this.probe = map.keySet().iterator();
  }

  @Nullable Object[] remaining() {
    return java.util.Arrays.copyOfRange(keys, next, keys.length);
  }

  boolean canRemove() {
    return canRemove;
  }

  @Nullable Object last() {
    return last;
  }

  @Override
  public boolean hasNext() {
    return next < keys.length;
  }

  @Override
  public @Nullable Object next() {
    if (next == keys.length) {
      throw new NoSuchElementException();
    }
    if (probe.hasNext()) {
      probe.next(); // throws if the map has changed
    }
    last = keys[next++];
    canRemove = true;
    return switch (view) {
      case KEYS, SELF, DESCENDING -> last;
      case VALUES -> map.get(last);
      case ENTRIES -> new RestoredEntry(map, last, map.get(last));
    };
  }

  @Override
  public void remove() {
    if (!canRemove) {
      throw new IllegalStateException();
    }
    map.remove(last);
    canRemove = false;
    last = null;
    probe = map.keySet().iterator();
  }
}
