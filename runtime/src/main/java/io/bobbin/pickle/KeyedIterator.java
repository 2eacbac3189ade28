package io.bobbin.pickle;

import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * What remains of an iterator over a map whose order is not kept: the keys that were still to come.
 * An iterator of the map's own runs beside it, so that it fails as fast as that one does. If others
 * may change the map, values are looked up one step ahead, so that {@link #next} has what {@link
 * #hasNext} has promised.
 */
final class KeyedIterator implements Iterator<Object> {
  final Map<Object, Object> map;
  final View view;
  private final @Nullable Object[] keys;
  private final boolean looksAhead;
  private int next;
  private @Nullable Object nextValue;
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
    this.looksAhead = map instanceof ConcurrentMap && view != View.KEYS;
    lookAhead();
  }

  /** Passes over what was removed. */
  private void lookAhead() {
    if (looksAhead) {
      nextValue = null;
      while (next < keys.length && nextValue == null) {
        nextValue = map.get(keys[next]);
        next += nextValue == null ? 1 : 0;
      }
    }
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
    if (view != View.VALUES && view != View.ENTRIES) {
      return last;
    }
    Object value = looksAhead ? nextValue : map.get(last);
    lookAhead();
    return view == View.VALUES ? value : new RestoredEntry(map, last, value);
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
