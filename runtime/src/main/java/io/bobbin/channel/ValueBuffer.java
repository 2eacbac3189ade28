package io.bobbin.channel;

import io.bobbin.schedule.BiasedLatch;
import java.util.List;

/**
 * The values between senders and receivers: a ring, in the order in which they were put. Guarded by
 * the latch that it is.
 *
 * <p>A channel extends it instead of having one: there may be millions of channels, and every value
 * passes here.
 */
abstract class ValueBuffer extends BiasedLatch {
  private static final Object[] NONE = {};

  /** The first length of a ring that grows. */
  private static final int FIRST_LENGTH = 16;

  /** How many values it holds at most. */
  final int capacity;

  /** The values from {@link #head} on; longer only when that is needed, if it may grow. */
  private Object[] ring;

  private int head;
  private int size;

  /**
   * Makes an empty buffer.
   *
   * @param capacity how many values it holds at most
   * @param grows whether it takes the memory only when there are values
   */
  ValueBuffer(int capacity, boolean grows) {
    this.capacity = capacity;
    ring = capacity == 0 || grows ? NONE : new Object[capacity];
  }

  /** How many values it holds. */
  final int buffered() {
    return size;
  }

  /**
   * Puts a value in.
   *
   * @return whether it was not full
   * @throws OutOfMemoryError if it cannot grow; nothing has changed
   */
  final boolean putIfFits(Object value) {
    if (size == ring.length) {
      if (size == capacity) {
        return false;
      }
      grow();
    }
    int at = head + size;
    ring[at < ring.length ? at : at - ring.length] = value;
    size++;
    return true;
  }

  private void grow() {
    Object[] longer = new Object[lengthFor(capacity, 2L * size)];
    System.arraycopy(ring, head, longer, 0, ring.length - head);
    System.arraycopy(ring, 0, longer, ring.length - head, head);
    ring = longer;
    head = 0;
  }

  /** The length of a ring for so many values, or as many as it may hold. */
  static int lengthFor(int capacity, long values) {
    return (int) Math.min(capacity, Math.max(FIRST_LENGTH, values));
  }

  /** Takes the first value out; there is one. */
  final Object take() {
    int at = head;
    Object value = ring[at];
    ring[at] = null;
    head = at + 1 == ring.length ? 0 : at + 1;
    size--;
    return value;
  }

  /** Copies all, if there is room; returns how many there are. */
  final int copyTo(Object[] to) {
    for (int i = 0; i < size && size <= to.length; i++) {
      int at = head + i;
      to[i] = ring[at < ring.length ? at : at - ring.length];
    }
    return size;
  }

  /** Puts values into an empty buffer. */
  final void fill(List<Object> values) {
    size = values.size();
    ring = values.toArray(new Object[lengthFor(capacity, size)]);
  }
}
