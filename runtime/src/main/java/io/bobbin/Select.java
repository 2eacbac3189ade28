package io.bobbin;

import io.bobbin.channel.AfterCase;
import io.bobbin.channel.ElseCase;
import io.bobbin.channel.Selection;
import io.bobbin.frame.FrameStack;
import io.bobbin.frame.Transparent;
import io.bobbin.schedule.Unwoven;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the first of several channels to be ready, as Go's {@code select} does.
 *
 * <pre>{@code
 * String which = Select.of(
 *     a.onReceive(v -> "a " + v),
 *     b.onSend(7, () -> "sent 7"),
 *     Select.after(Duration.ofSeconds(1), () -> "timeout"));
 * }</pre>
 *
 * <p>Exactly one case happens, and what it sends or receives happens in one instant with its
 * choice. If several are ready, each is as likely as the others. A channel may occur in several
 * cases, in sends and receives too; a select never receives from itself.
 *
 * <p>If a select is ended by what is raised in its tasklet, no case has happened. What a handler
 * throws, the select throws; its case has happened then. An exception that was {@linkplain
 * Channel#sendException sent} is thrown to who receives it, without a handler being run.
 *
 * <p>All methods may be called by tasklets and by threads.
 */
public final class Select {
  private Select() {}

  /**
   * A case of a select, made by {@link Channel#onReceive}, {@link Channel#onReceiveOrClosed},
   * {@link Channel#onSend}, {@link Context#onDone}, {@link #after} and {@link #orElse}. It can be
   * used again once its select is over.
   *
   * @param <R> the type of the select's result
   */
  public interface Case<R extends @Nullable Object> {}

  /**
   * What to do once something has happened.
   *
   * @param <R> the type of the result
   */
  @FunctionalInterface
  public interface Handler<R extends @Nullable Object> {
    /**
     * Does it.
     *
     * @return the result of the select
     */
    @Suspendable
    R run();

    /**
     * The twin of {@link #run()}, which woven code overrides. Only the runtime calls it.
     *
     * @param stack the stack of the caller
     * @param room the bytes of native stack that are left
     * @return the result of the select
     */
    default R run(FrameStack stack, int room) {
      Unwoven.report(getClass());
      return run();
    }
  }

  /**
   * What to do with a value received.
   *
   * @param <T> the type of the value
   * @param <R> the type of the result
   */
  @FunctionalInterface
  public interface ReceiveHandler<T, R extends @Nullable Object> {
    /**
     * Does it.
     *
     * @param value the value
     * @return the result of the select
     */
    @Suspendable
    R received(T value);

    /**
     * The twin of {@link #received(Object)}, which woven code overrides. Only the runtime calls it.
     *
     * @param value the value
     * @param stack the stack of the caller
     * @param room the bytes of native stack that are left
     * @return the result of the select
     */
    default R received(T value, FrameStack stack, int room) {
      Unwoven.report(getClass());
      return received(value);
    }
  }

  /**
   * Waits until one of the cases can happen, lets it happen, and runs its handler. May be called by
   * tasklets and threads.
   *
   * @param cases the cases; none waits for ever
   * @param <R> the type of the result
   * @return what the handler returns
   * @throws ChannelClosedException if the case chosen is a receive from a closed and drained
   *     channel, or a send to a closed one; both are always ready
   * @throws IllegalArgumentException if one and the same case of a channel is there twice, or there
   *     are two made by {@link #orElse}; nothing has happened
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // it is only read
  @Suspendable
  @Transparent
  public static <R extends @Nullable Object> R of(Case<? extends R>... cases) {
    return Selection.select(cases, false);
  }

  /**
   * Waits as {@link #of} does, but prefers: if several cases are ready, the first of them happens.
   * May be called by tasklets and threads.
   *
   * @param cases the cases, the most urgent first; none waits for ever
   * @param <R> the type of the result
   * @return what the handler returns
   * @throws ChannelClosedException as {@link #of}
   * @throws IllegalArgumentException as {@link #of}
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // it is only read
  @Suspendable
  @Transparent
  public static <R extends @Nullable Object> R inOrder(Case<? extends R>... cases) {
    return Selection.select(cases, true);
  }

  /**
   * Waits as {@link #of} does, for cases of which there are as many as the program happens to have.
   * May be called by tasklets and threads.
   *
   * @param cases the cases, which are read once; none waits for ever
   * @param <R> the type of the results
   * @return which case happened, and what its handler returned
   * @throws ChannelClosedException as {@link #of}
   * @throws IllegalArgumentException as {@link #of}
   */
  @Suspendable
  @Transparent
  public static <R extends @Nullable Object> Chosen<R> among(
      List<? extends Case<? extends R>> cases) {
    return Selection.select(cases);
  }

  /**
   * What {@link #among} has done.
   *
   * @param index the place of the case in the list, from 0
   * @param result what its handler returned
   * @param <R> the type of the result
   */
  public record Chosen<R extends @Nullable Object>(int index, R result) {}

  /**
   * A case that happens when nothing else did for a time.
   *
   * @param time how long, from the call of {@link #of}, to the nanosecond; if zero or less, it
   *     happens unless another case can at once
   * @param then what to do then
   * @param <R> the type of the select's result
   * @return the case
   */
  public static <R extends @Nullable Object> Case<R> after(
      Duration time, Handler<? extends R> then) {
    return new AfterCase<>(time, then);
  }

  /**
   * A case that happens if no other can at once: such a select never waits.
   *
   * @param then what to do then
   * @param <R> the type of the select's result
   * @return the case, of which a select can have one
   */
  public static <R extends @Nullable Object> Case<R> orElse(Handler<? extends R> then) {
    return new ElseCase<>(then);
  }
}
