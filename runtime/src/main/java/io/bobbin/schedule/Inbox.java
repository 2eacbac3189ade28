package io.bobbin.schedule;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * How other threads reach the driver of an N:1 scheduler: a stack of messages, newest first, of
 * which the driver takes all at once and reverses it, so that who came first is served first.
 *
 * <p>A message is a woken tasklet or a {@link Letter}.
 */
final class Inbox {
  private static final VarHandle NEWEST;

  static {
    try {
      NEWEST = MethodHandles.lookup().findVarHandle(Inbox.class, "newest", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Asks the driver to do something. */
  static final class Letter {
    private final Runnable wish;
    private @Nullable Object next;

    Letter(Runnable wish) {
      this.wish = wish;
    }
  }

  private volatile @Nullable Object newest;

  boolean isEmpty() {
    return newest == null;
  }

  /** Called by any thread. */
  void post(Object message) {
    Object before;
    do {
      before = newest;
      setNext(message, before);
    } while (!NEWEST.compareAndSet(this, before, message));
  }

  /** Called by the driver: puts woken tasklets into the queue, and follows letters. */
  void empty(RunQueue queue) {
    Object message = reverse(NEWEST.getAndSet(this, null));
    while (message != null) {
      Object after = next(message);
      setNext(message, null);
      if (message instanceof TaskletStrand<?> tasklet) {
        queue.add(tasklet);
      } else {
        ((Letter) message).wish.run();
      }
      message = after;
    }
  }

  private static @Nullable Object reverse(@Nullable Object stack) {
    Object rest = stack;
    Object reversed = null;
    while (rest != null) {
      Object after = next(rest);
      setNext(rest, reversed);
      reversed = rest;
      rest = after;
    }
    return reversed;
  }

  private static @Nullable Object next(Object message) {
    return message instanceof Letter letter ? letter.next : ((TaskletStrand<?>) message).next;
  }

  private static void setNext(Object message, @Nullable Object next) {
    if (message instanceof Letter letter) {
      letter.next = next;
    } else {
      ((TaskletStrand<?>) message).next = next;
    }
  }
}
