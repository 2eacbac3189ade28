package io.bobbin.greenlet;

import io.bobbin.schedule.GreenletStrand;
import io.bobbin.schedule.Locals;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A variable of which each greenlet has its own, root greenlets too. A greenlet lets go of its
 * value when it ends. Inside a greenlet, a {@link io.bobbin.TaskletLocal} or {@code ThreadLocal}
 * has the value of the tasklet or thread.
 *
 * <p>A lookup compares with each of the greenlet's values in turn: meant for a few dozen at most.
 * All methods may be called by tasklets and by threads.
 *
 * @param <T> the type of the value
 */
public final class GreenletLocal<T extends @Nullable Object> {
  private final Supplier<? extends T> initial;
  private final Locals.Key key = Locals.key(this, false, GreenletLocal.class);

  private GreenletLocal(Supplier<? extends T> initial) {
    this.initial = Objects.requireNonNull(initial, "initial");
  }

  /**
   * Makes a variable that each greenlet begins with an initial value.
   *
   * @param initial makes the value when it is first asked for, in the greenlet that asks. If it
   *     waits, it blocks the carrier
   * @param <T> the type of the value
   * @return the variable
   */
  public static <T extends @Nullable Object> GreenletLocal<T> withInitial(
      Supplier<? extends T> initial) {
    return new GreenletLocal<>(initial);
  }

  /**
   * The current greenlet's value; made now if it has none. If making it throws, there still is
   * none.
   *
   * @return the value
   */
  public T get() {
    return GreenletStrand.currentLocals().getOrMake(key, initial);
  }

  /**
   * Sets the current greenlet's value.
   *
   * @param value the value
   */
  public void set(T value) {
    GreenletStrand.currentLocals().put(key, value);
  }

  /** Drops the current greenlet's value: the next {@link #get()} makes the initial one again. */
  public void remove() {
    GreenletStrand.currentLocals().remove(key);
  }
}
