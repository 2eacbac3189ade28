package io.bobbin.go;

import io.bobbin.Body;
import io.bobbin.Channel;
import io.bobbin.Select;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.VoidBody;
import io.bobbin.frame.Transparent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Go's statements and built-in functions.
 *
 * <pre>{@code
 * import static io.bobbin.go.Go.*;
 *
 * Channel<String> lines = chan();
 * go(() -> func(() -> {
 *   Reader reader = open(file);
 *   defer(reader::close);
 *   defer(lines::close);
 *   ...
 * }));
 * }</pre>
 *
 * <p>All methods may be called by tasklets and by threads. One that only names another method
 * throws what that throws.
 */
public final class Go {
  private Go() {}

  /**
   * Starts a goroutine: {@link Tasklet#start(VoidBody)}.
   *
   * @param body what it does
   * @return the tasklet, which Go does not tell
   */
  public static Tasklet<@Nullable Void> go(VoidBody body) {
    return Tasklet.start(body);
  }

  /**
   * Starts a goroutine with a result: {@link Tasklet#start(Body)}.
   *
   * @param body what it does
   * @param <T> the type of the result
   * @return the tasklet
   */
  public static <T extends @Nullable Object> Tasklet<T> go(Body<T> body) {
    return Tasklet.start(body);
  }

  /**
   * Makes a channel without a buffer: {@link Channel#unbuffered()}.
   *
   * @param <T> the type of the values
   * @return the channel
   */
  public static <T> Channel<T> chan() {
    return Channel.unbuffered();
  }

  /**
   * Makes a channel with a buffer: {@link Channel#buffered}; without one if it is to hold nothing.
   *
   * @param capacity how many values it holds
   * @param <T> the type of the values
   * @return the channel
   * @throws IllegalArgumentException if the capacity is negative
   */
  public static <T> Channel<T> chan(int capacity) {
    return capacity == 0 ? Channel.unbuffered() : Channel.buffered(capacity);
  }

  /**
   * The channel that is never ready: {@link Channel#never()}.
   *
   * @param <T> the type of the values
   * @return the channel
   */
  public static <T> Channel<T> nilchan() {
    return Channel.never();
  }

  /**
   * Waits until one of several cases can happen: {@link Select#of}. The cases are made by {@link
   * Channel#onReceive}, {@link Channel#onReceiveOrClosed}, {@link Channel#onSend} and {@link
   * #otherwise}.
   *
   * @param cases the cases
   * @param <R> the type of the result
   * @return what the handler of the case returns that happened
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // it is only read
  @Suspendable
  @Transparent
  public static <R extends @Nullable Object> R select(Select.Case<? extends R>... cases) {
    return Select.of(cases);
  }

  /**
   * The case {@code default} of a select, which is a keyword in Java: {@link Select#orElse}.
   *
   * @param then what to do if no other case can happen at once
   * @param <R> the type of the result
   * @return the case
   */
  public static <R extends @Nullable Object> Select.Case<R> otherwise(
      Select.Handler<? extends R> then) {
    return Select.orElse(then);
  }

  /**
   * Runs a body in which {@link #defer} can be called. When the body has returned or thrown, what
   * it deferred is called, last in first out: all of it, even if one of the calls throws. What a
   * deferred call throws takes the place of what was thrown before, which becomes its cause.
   *
   * <p>The body is left by a return or a throw only. If it is a generator's that yields in the
   * middle, its consumer's own {@code func} must not end meanwhile. Greenlets have each their own.
   *
   * @param body what to do; what it throws is thrown on unwrapped, checked or not
   */
  @Suspendable
  @SuppressWarnings("NullAway") // a result at which nobody looks
  public static void func(VoidBody body) {
    Objects.requireNonNull(body, "body");
    Deferred.<@Nullable Object>run(
        () -> {
          body.run();
          return null;
        });
  }

  /**
   * Runs a body in which {@link #defer} can be called, as {@link #func(VoidBody)} does.
   *
   * @param body what to do
   * @param <T> the type of the result
   * @return the body's result, or null if a deferred call has {@linkplain #recover recovered} from
   *     what it threw
   */
  @Suspendable
  public static <T extends @Nullable Object> @Nullable T func(Body<T> body) {
    return Deferred.run(Objects.requireNonNull(body, "body"));
  }

  /**
   * Has something done when the innermost {@link #func} of the caller ends.
   *
   * @param call what to do; it may wait
   * @throws Panic if the caller runs in none; the call is not made
   */
  public static void defer(VoidBody call) {
    Objects.requireNonNull(call, "call");
    Deferred current = Deferred.current();
    if (current == null) {
      throw new Panic("defer: not called within func(...)");
    }
    current.add(call);
  }

  /**
   * Panics.
   *
   * @param value what {@link #recover} is to return
   * @return never, so that {@code throw panic(...)} tells the compiler so
   * @throws Panic always
   */
  public static Panic panic(Object value) {
    throw new Panic(value);
  }

  /**
   * Ends the panic, or the exception, by which a {@link #func} ends. To be called by a deferred
   * call.
   *
   * @return what was panicked with, or the exception; null if there is none, or the caller is not a
   *     deferred call
   */
  public static @Nullable Object recover() {
    Deferred current = Deferred.current();
    Throwable failure = current == null ? null : current.takeFailure();
    return failure instanceof Panic panic ? panic.value() : failure;
  }
}
