package io.bobbin;

import io.bobbin.frame.FrameStack;
import io.bobbin.schedule.GeneratorStrand;
import io.bobbin.schedule.Unwoven;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine that produces values on demand: its body runs from one {@code yield} to the next
 * while the consumer waits in {@link #next()} or {@link #hasNext()}.
 *
 * <pre>{@code
 * Generator<Integer> squares = Generator.of(out -> { for (int i = 0; ; i++) out.yield(i * i); });
 * }</pre>
 *
 * <p>May be consumed by tasklets and by threads, by one at a time. Inside a tasklet the body may
 * wait, which parks the tasklet. The body must yield from woven code. A generator that is dropped
 * is collected; its {@code finally} blocks do not run.
 *
 * <p>What the body throws is thrown to who consumes, unwrapped, and the generator has ended then.
 * What is raised in a tasklet whose generator's body waits is thrown in the body.
 *
 * @param <T> the type of the values
 */
public interface Generator<T extends @Nullable Object> extends Iterator<T>, Iterable<T> {
  /**
   * Where a generator's body puts its values.
   *
   * @param <T> the type of the values
   */
  interface Output<T extends @Nullable Object> {
    /**
     * Hands a value to the consumer, and waits until it wants another.
     *
     * @param value the value
     * @throws IllegalStateException if the body is not what calls, or calls through code that
     *     cannot be left
     */
    @Suspendable
    void yield(T value);
  }

  /**
   * The body of a generator.
   *
   * @param <T> the type of the values
   */
  @FunctionalInterface
  interface Source<T extends @Nullable Object> {
    /**
     * Yields the values.
     *
     * @param out where to
     * @throws Exception whatever goes wrong; the consumer gets it, unwrapped
     */
    @Suspendable
    void generate(Output<T> out) throws Exception;

    /**
     * The twin of {@link #generate(Output)}, which woven code overrides. Only the runtime calls it.
     *
     * @param out where to yield
     * @param stack the generator's stack
     * @param room the bytes of native stack that are left
     * @throws Exception whatever goes wrong
     */
    default void generate(Output<T> out, FrameStack stack, int room) throws Exception {
      Unwoven.report(getClass());
      generate(out);
    }
  }

  /**
   * Makes a generator. Its body does not begin before the first value is wanted.
   *
   * @param source the body
   * @param <T> the type of the values
   * @return the generator
   */
  static <T extends @Nullable Object> Generator<T> of(Source<T> source) {
    return new GeneratorStrand<>(source);
  }

  /**
   * Whether there is another value: runs the body up to its next {@code yield} or its end.
   *
   * @return true if {@link #next()} will return a value; false also if the body itself calls
   */
  @Override
  @Suspendable
  boolean hasNext();

  /**
   * The next value.
   *
   * @return the value
   * @throws NoSuchElementException if the body has ended
   * @throws IllegalStateException if the body itself calls; or another tasklet or thread is seen to
   *     consume, too
   */
  @Override
  @Suspendable
  T next();

  /**
   * This generator, so that {@code for} takes what is left of it.
   *
   * @return this
   */
  @Override
  default Iterator<T> iterator() {
    return this;
  }
}
