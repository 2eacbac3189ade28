package io.bobbin.schedule;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A first-in, first-out queue of those who wait at a place; each node is a {@link Strand} or a
 * {@link WaitNode}. Any node can be taken out.
 *
 * <p>Guarded by the lock of the place. (The two kinds of nodes have no common class, as a strand is
 * a frame stack; tests of the class cost less than calls through an interface with many
 * implementations.)
 */
public class WaitQueue {
  private @Nullable Object first;

  /** The last node, or null while there is only one: mostly there is, and a store has its cost. */
  private @Nullable Object last;

  /** Makes an empty queue. */
  public WaitQueue() {}

  /**
   * Whether nobody waits.
   *
   * @return true if the queue is empty
   */
  public final boolean isEmpty() {
    return first == null;
  }

  /**
   * The one who waits longest.
   *
   * @return the first node, or null
   */
  public final @Nullable Object peek() {
    return first;
  }

  /**
   * Adds at the end.
   *
   * @param node a node that is in no queue
   */
  public final void add(Object node) {
    Object only = first;
    if (only == null) {
      first = node;
    } else {
      Object before = last == null ? only : last;
      setNext(before, node);
      setPrev(node, before);
      last = node;
    }
    setQueued(node, true);
  }

  /**
   * Takes the one who waits longest.
   *
   * @return the first node, or null
   */
  public final @Nullable Object poll() {
    Object node = first;
    if (node != null) {
      if (last == null) {
        first = null;
      } else {
        removeFirst(node);
      }
      setQueued(node, false);
    }
    return node;
  }

  private void removeFirst(Object node) {
    Object after = Objects.requireNonNull(next(node));
    setNext(node, null);
    setPrev(after, null);
    first = after;
    if (last == after) {
      last = null;
    }
  }

  /**
   * Takes a node out.
   *
   * @param node a node that is in this queue
   */
  public final void remove(Object node) {
    if (node == first) {
      poll();
      return;
    }
    Object before = Objects.requireNonNull(prev(node));
    Object after = next(node);
    setPrev(node, null);
    setNext(node, null);
    setNext(before, after);
    if (after != null) {
      setPrev(after, before);
    } else {
      last = before == first ? null : before;
    }
    setQueued(node, false);
  }

  /**
   * How many wait: looks at each of them.
   *
   * @param counted which nodes count
   * @return the number of nodes
   */
  public final int count(Predicate<Object> counted) {
    int count = 0;
    for (Object node = first; node != null; node = next(node)) {
      if (counted.test(node)) {
        count++;
      }
    }
    return count;
  }

  /**
   * Copies the nodes, in their order, as far as there is room.
   *
   * @param to what they are copied to
   * @return how many there are
   */
  public final int copyTo(@Nullable Object[] to) {
    int count = 0;
    for (Object node = first; node != null; node = next(node)) {
      if (count < to.length) {
        to[count] = node;
      }
      count++;
    }
    return count;
  }

  /**
   * Appends nodes to a list, in their order.
   *
   * @param wanted which nodes are wanted
   * @param to the list, which has room for them
   */
  public final void appendTo(List<Object> to, Predicate<Object> wanted) {
    for (Object node = first; node != null; node = next(node)) {
      if (wanted.test(node)) {
        to.add(node);
      }
    }
  }

  /**
   * Takes a strand out that waits here, unless the timeout on whose behalf that is has been
   * cancelled: then this is a later wait than the one it was set for.
   *
   * @param strand who may wait here
   * @param place the place that this queue belongs to
   * @param onBehalfOf the timeout, or null if it is none that ends the wait
   * @return whether it waited here; its wait is claimed by the caller then
   */
  public final boolean removeIfWaiting(
      Strand strand, WaitPlace place, @Nullable Timeout onBehalfOf) {
    boolean waits = strand.waitsIn(place) && (onBehalfOf == null || !onBehalfOf.isCancelled());
    if (waits) {
      remove(strand);
    }
    return waits;
  }

  /**
   * Whether a node of a selection is in its queue.
   *
   * @param node the node
   * @return true if it is queued
   */
  public static boolean isQueued(WaitNode node) {
    return node.queued;
  }

  private static @Nullable Object next(Object node) {
    return node instanceof Strand strand ? strand.next : ((WaitNode) node).next;
  }

  private static @Nullable Object prev(Object node) {
    return node instanceof Strand strand ? strand.prev : ((WaitNode) node).prev;
  }

  private static void setNext(Object node, @Nullable Object next) {
    if (node instanceof Strand strand) {
      strand.next = next;
    } else {
      ((WaitNode) node).next = next;
    }
  }

  private static void setPrev(Object node, @Nullable Object prev) {
    if (node instanceof Strand strand) {
      strand.prev = prev;
    } else {
      ((WaitNode) node).prev = prev;
    }
  }

  private static void setQueued(Object node, boolean queued) {
    if (node instanceof Strand strand) {
      strand.setQueued(queued);
    } else {
      ((WaitNode) node).queued = queued;
    }
  }
}
