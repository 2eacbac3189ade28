package io.bobbin;

import io.bobbin.schedule.Locals;
import io.bobbin.sync.Background;
import io.bobbin.sync.Scope;
import io.bobbin.sync.ValueContext;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Tells those who work on something that it is not wanted any more, and carries values to them;
 * after Go's {@code context}.
 *
 * <pre>{@code
 * try (Context.Cancellable limited = context.withTimeout(Duration.ofSeconds(2))) {
 *   return Select.of(
 *       answers.onReceive(answer -> answer),
 *       limited.onDone(() -> "no answer: " + limited.cause().orElseThrow()));
 * }
 * }</pre>
 *
 * <p>Contexts form a tree: a context is done when it is cancelled, when its deadline has passed, or
 * when its parent is done, whichever is first; the others then change nothing. A context that is
 * done first is forgotten by its parent; so cancel (or close) each when the work is over, or its
 * parent keeps it until then.
 *
 * <p>A context interrupts nobody: whoever works looks at it, or waits for it in a {@link Select}.
 * (What ends waits is {@link Tasklet#kill()}, and {@link WorkGroup#cancel()}.)
 *
 * <p>If a tasklet of a {@link Scheduler#here()} scheduler makes a context with a deadline, that
 * counts as a wait for a time until the context is done: {@link Scheduler#run()} does not return
 * before. If a thread makes it, it does not count.
 *
 * <p>A pickle has the contexts that its tasklets reach, as they are, and those above them. In a
 * twin, nothing ends them but their deadlines and what was pickled with them. The time of a
 * deadline stands still until the first of the tasklets that were read together is resumed.
 *
 * <p>All methods may be called by tasklets and by threads; none waits. A context that is not this
 * library's own is refused as a parent, by an {@link IllegalArgumentException}.
 */
public interface Context {
  /**
   * The context at the root of all: it is never done, has no deadline and no values.
   *
   * @return always the same
   */
  static Context background() {
    return Background.CONTEXT;
  }

  /**
   * Makes a context that is done when one of two is, after pygolang's {@code context.merge}. It has
   * the values of both, those of the first where both have one, and the earlier deadline.
   *
   * @param first one parent
   * @param second the other parent
   * @return a child of both
   */
  static Cancellable merge(Context first, Context second) {
    return Scope.merge(first, second);
  }

  /**
   * Makes a child that can be cancelled.
   *
   * @return the child
   */
  default Cancellable withCancel() {
    return Scope.child(this);
  }

  /**
   * Makes a child that is done after a time.
   *
   * @param timeout how long from now, to the nanosecond; if zero or less, it is done at once
   * @return the child
   */
  default Cancellable withTimeout(Duration timeout) {
    return Scope.child(this, timeout);
  }

  /**
   * Makes a child that is done at a time. The clock is read now only: it does not matter if it is
   * set meanwhile.
   *
   * @param deadline when; if it has passed, the child is done at once
   * @return the child
   */
  default Cancellable withDeadline(Instant deadline) {
    return Scope.child(this, deadline);
  }

  /**
   * Makes a child with a value more, or another one. It is done when this is.
   *
   * @param key by which it is found
   * @param value the value
   * @param <T> the type of the value
   * @return the child
   */
  default <T> Context withValue(Key<T> key, T value) {
    return new ValueContext(this, key, value);
  }

  /**
   * The value of the nearest context, from this one towards the root, that has one for a key.
   *
   * @param key the key
   * @param <T> the type of the value
   * @return the value, if there is one
   */
  <T> Optional<T> value(Key<T> key);

  /**
   * A channel that is closed when this is done: waiting for the end of its values is waiting for
   * that. Nothing can be sent on it, as there is no value. {@code close} is refused by an {@link
   * UnsupportedOperationException}; so are, if this can be done at all, {@code sendException} and
   * {@code setPreference}. In a {@link Select}, {@link #onDone} is mostly what is wanted, as a
   * receive from a closed channel throws.
   *
   * @return always the same, for this context; if it can never be done, one that is never ready
   */
  Channel<Void> done();

  /**
   * A case of a {@link Select}: this is done.
   *
   * @param then what to do then; runs in the caller of the select
   * @param <R> the type of the select's result
   * @return the case, for one select at a time
   */
  <R> Select.Case<R> onDone(Select.Handler<? extends R> then);

  /**
   * Whether this is done.
   *
   * @return false if work on it is still wanted
   */
  default boolean isDone() {
    return cause().isPresent();
  }

  /**
   * Why this is done: what it was {@linkplain Cancellable#cancel(Throwable) cancelled} with, a
   * {@link CancellationException} if that was nothing, a {@link
   * java.util.concurrent.TimeoutException} if the deadline passed; what the parent's cause is, if
   * that was done first. It does not change.
   *
   * @return the cause; nothing if this is not done
   */
  Optional<Throwable> cause();

  /**
   * When this will be done at the latest.
   *
   * @return the earliest deadline from here to the root, if there is one
   */
  Optional<Instant> deadline();

  /**
   * Throws if this is done.
   *
   * @throws CancellationException if it is; its cause is {@link #cause()}
   */
  default void check() {
    cause()
        .ifPresent(
            cause -> {
              CancellationException thrown =
                  new CancellationException("the context is done: " + cause);
              thrown.initCause(cause);
              throw thrown;
            });
  }

  /** A context that can be cancelled. */
  interface Cancellable extends Context, AutoCloseable {
    /** Cancels this and all contexts below it. Does nothing if it is done. */
    void cancel();

    /**
     * Cancels this and all contexts below it. Does nothing if it is done.
     *
     * @param cause what they are to tell as their {@link #cause()}
     * @throws NullPointerException if {@code cause} is null; nothing is cancelled
     */
    void cancel(Throwable cause);

    /**
     * Cancels this, as the work is over, if it is not done yet; what it holds is let go of. The
     * {@link #cause()} is a {@link CancellationException} without a stack trace.
     */
    @Override
    void close();
  }

  /**
   * What a value is found by: this very object, so whoever cannot name it cannot see the value. In
   * a pickle, one that is in a static field of the class that makes it, or in whose static
   * initialiser it is made, is the one in that field where the pickle is read; any other is written
   * itself.
   *
   * @param <T> the type of the value
   */
  @SuppressWarnings("UnusedTypeParameter") // ties the type of the value to the key
  final class Key<T> {
    private final String name;

    /** The class in which a pickle looks for a static field that has this. */
    @SuppressWarnings("UnusedVariable") // by pickles
    private final WeakReference<Class<?>> maker;

    private Key(String name) {
      this.name = name;
      this.maker = new WeakReference<>(Locals.maker());
    }

    /**
     * Makes a key, which is equal to no other.
     *
     * @param name what its {@code toString()} returns
     * @param <T> the type of the value
     * @return the key
     */
    public static <T> Key<T> named(String name) {
      return new Key<>(name);
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
