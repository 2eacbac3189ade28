package io.bobbin;

import io.bobbin.schedule.Locals;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A variable of which each tasklet has its own, and each thread that runs none.
 *
 * <pre>{@code
 * static final TaskletLocal<Session> SESSION = TaskletLocal.withInitial(Session::new);
 * ...
 * SESSION.get().note("begun");
 * }</pre>
 *
 * <p>A tasklet keeps its value whatever thread runs it, and lets go of it when it ends. Unlike a
 * {@code ThreadLocal}, of which each tasklet has its own, too, it costs nothing when tasklets are
 * switched. A generator's code sees its consumer's value. What runs in {@link Tasklet#blocking} is
 * not part of the tasklet, and sees the value of its thread.
 *
 * <p>A pickle has the values of its tasklets. A local that is in a static field of the class that
 * makes it, or in whose static initialiser it is made, is the one in that field where the pickle is
 * read; any other is written itself.
 *
 * <p>A lookup compares with each of the caller's values in turn: meant for a few dozen at most. All
 * methods may be called by tasklets and by threads.
 *
 * @param <T> the type of the value
 */
public final class TaskletLocal<T extends @Nullable Object> {
  private final Supplier<? extends T> initial;
  private final Locals.Key key;

  private TaskletLocal(Supplier<? extends T> initial, boolean inherited) {
    this.initial = Objects.requireNonNull(initial, "initial");
    this.key = Locals.key(this, inherited, Locals.maker());
  }

  /**
   * Makes a variable that each tasklet begins with an initial value.
   *
   * @param initial makes the value when it is first asked for, in the tasklet or thread that asks.
   *     If it waits, it blocks the carrier
   * @param <T> the type of the value
   * @return the variable
   */
  public static <T extends @Nullable Object> TaskletLocal<T> withInitial(
      Supplier<? extends T> initial) {
    return new TaskletLocal<>(initial, false);
  }

  /**
   * Makes a variable that a tasklet begins with the value that the tasklet or thread has which
   * starts it, at that moment; with an initial value if that has none. The value itself is shared,
   * not copied. Threads inherit nothing.
   *
   * @param initial makes the value where none was inherited, as in {@link #withInitial}
   * @param <T> the type of the value
   * @return the variable
   */
  public static <T extends @Nullable Object> TaskletLocal<T> inheritable(
      Supplier<? extends T> initial) {
    return new TaskletLocal<>(initial, true);
  }

  /**
   * The caller's value; made now if it has none. If making it throws, there still is none.
   *
   * @return the value
   */
  public T get() {
    return Locals.ofCaller().getOrMake(key, initial);
  }

  /**
   * Sets the caller's value.
   *
   * @param value the value
   */
  public void set(T value) {
    Locals.ofCaller().put(key, value);
  }

  /** Drops the caller's value: the next {@link #get()} makes the initial one again. */
  public void remove() {
    Locals.ofCaller().remove(key);
  }
}
