package io.bobbin.greenlet;

import io.bobbin.Registration;
import io.bobbin.Suspendable;
import io.bobbin.frame.FrameStack;
import io.bobbin.schedule.GreenletStrand;
import io.bobbin.schedule.Unwoven;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine that is switched to by name: it runs until it switches to another one, which goes on
 * where it had switched away. There is no scheduler, and no two greenlets of a thread run at once.
 *
 * <pre>{@code
 * Greenlet<String, String> echo =
 *     Greenlet.of(
 *         first -> {
 *           Greenlet<String, String> me = Greenlet.current();
 *           String heard = first;
 *           while (true) {
 *             heard = me.parent().switchTo("you said " + heard);
 *           }
 *         });
 * echo.switchTo("hello"); // "you said hello"
 * echo.switchTo("bye"); // "you said bye"
 * }</pre>
 *
 * <p><b>Threads.</b> A greenlet belongs to the thread that makes it, or to the tasklet if one does:
 * nobody else can switch to it. What the thread itself runs is its {@linkplain #root() root}
 * greenlet. A greenlet of a tasklet may wait, for a channel for instance: that parks the tasklet,
 * whatever thread runs it; what is raised in the tasklet meanwhile is thrown in the greenlet.
 * {@code setParent}, {@code reset} and {@code inject} are for that thread or tasklet, too, which
 * they do not check; what others see of a greenlet may be out of date.
 *
 * <p><b>Parents.</b> A greenlet has a parent: who made it, unless another one is named. When it
 * ends, its parent gets its result, or is thrown what it threw; a {@link GreenletExit} is returned.
 * Whatever is given to a greenlet that has ended goes to its parent.
 *
 * <p><b>Native calls.</b> A greenlet can be left in woven code only. From below a call that is not
 * woven, or in a monitor, it can switch to others too; but these run on top of its native stack, so
 * a greenlet that waits below for its own call's return cannot get control before.
 *
 * <p><b>Greenlets that nobody refers to</b> while they are parked are told to exit once the garbage
 * collector has found them: {@link GreenletExit} is raised in them, so that their {@code finally}
 * blocks run, when their thread next makes a greenlet or switches. This needs finalization, which
 * JVMs do by default. Those of a thread or tasklet that has ended are dropped.
 *
 * <p>The types are a promise of the program: whoever switches to a greenlet that waits in a call of
 * {@code switchTo} must give it what that call is to return.
 *
 * @param <A> the type of the values that are given to it
 * @param <R> the type of the values that come back
 */
public interface Greenlet<A extends @Nullable Object, R extends @Nullable Object> {
  /**
   * The body of a greenlet.
   *
   * @param <A> the type of the values that are given to it
   * @param <R> the type of the values that come back
   */
  @FunctionalInterface
  interface Run<A extends @Nullable Object, R extends @Nullable Object> {
    /**
     * Runs.
     *
     * @param first what the greenlet was switched to with
     * @return what the parent gets
     * @throws Exception whatever goes wrong; the parent is thrown it, unwrapped
     */
    @Suspendable
    R run(A first) throws Exception;

    /**
     * The twin of {@link #run(Object)}, which woven code overrides. Only the runtime calls it.
     *
     * @param first what the greenlet was switched to with
     * @param stack the greenlet's stack
     * @param room the bytes of native stack that are left
     * @return what the parent gets
     * @throws Exception whatever goes wrong
     */
    default R run(A first, FrameStack stack, int room) throws Exception {
      Unwoven.report(getClass());
      return run(first);
    }
  }

  /**
   * Makes a greenlet whose parent is the current one. It begins when it is first switched to.
   *
   * @param run what it does
   * @param <A> the type of the values that are given to it
   * @param <R> the type of the values that come back
   * @return the greenlet
   */
  static <A extends @Nullable Object, R extends @Nullable Object> Greenlet<A, R> of(Run<A, R> run) {
    return GreenletStrand.make(run, null);
  }

  /**
   * Makes a greenlet.
   *
   * @param run what it does
   * @param parent who gets its result, and what is given to it when it has ended
   * @param <A> the type of the values that are given to it
   * @param <R> the type of the values that come back
   * @return the greenlet
   * @throws IllegalArgumentException if the parent belongs to another thread or tasklet
   */
  static <A extends @Nullable Object, R extends @Nullable Object> Greenlet<A, R> of(
      Run<A, R> run, Greenlet<?, ?> parent) {
    return GreenletStrand.make(run, Objects.requireNonNull(parent, "parent"));
  }

  /**
   * The greenlet that calls.
   *
   * @param <A> the type of the values that are given to it, which nothing checks
   * @param <R> the type of the values that come back, which nothing checks
   * @return the greenlet; the root greenlet if none was switched to
   */
  static <A extends @Nullable Object, R extends @Nullable Object> Greenlet<A, R> current() {
    return GreenletStrand.ofCaller(false);
  }

  /**
   * The greenlet that the calling thread, or tasklet, was before there were others.
   *
   * @param <A> the type of the values that are given to it, which nothing checks
   * @param <R> the type of the values that come back, which nothing checks
   * @return its root greenlet
   */
  static <A extends @Nullable Object, R extends @Nullable Object> Greenlet<A, R> root() {
    return GreenletStrand.ofCaller(true);
  }

  /**
   * Has a listener told of the switches between the greenlets of the calling thread or tasklet, the
   * ends of greenlets included. There is one listener at a time, that of the latest registration
   * which is not closed: another one takes its place until that is closed.
   *
   * @param listener who is told
   * @return the registration, to be closed by the same thread or tasklet
   */
  static Registration onSwitch(GreenletListener listener) {
    return GreenletStrand.listen(listener);
  }

  /**
   * Gives control to this greenlet: it begins, or its own call of {@code switchTo} returns. The
   * caller stays in this call until somebody gives control to it; this throws what is raised in the
   * caller then, or what has ended a greenlet whose parent it is, unwrapped.
   *
   * @param value what this greenlet gets
   * @return what the caller is given later
   * @throws IllegalStateException if this belongs to another thread or tasklet, or is held below on
   *     the native stack. The caller goes on then, and nothing has changed
   */
  @Suspendable
  R switchTo(A value);

  /**
   * Gives control to this greenlet by an exception, which its own call of {@code switchTo} throws.
   * If it has not begun it never does; then, and if it has ended, its parent is thrown the
   * exception, or is returned it if it is a {@link GreenletExit}.
   *
   * @param exception what to throw, checked or not
   * @return what the caller is given later
   * @throws IllegalStateException as {@link #switchTo}; but a greenlet that had not begun has ended
   *     if it is its parent that is held
   * @throws NullPointerException if {@code exception} is null
   */
  @Suspendable
  @Nullable Object raise(Throwable exception);

  /**
   * The greenlet that gets this one's result, as this one's code sees it.
   *
   * @return the parent
   * @throws IllegalStateException if this is a root greenlet, which has none
   */
  Greenlet<R, A> parent();

  /**
   * Changes the parent.
   *
   * @param parent the new one
   * @throws IllegalArgumentException if it belongs to another thread or tasklet, or is this one or
   *     has it among its parents
   * @throws IllegalStateException if this is a root greenlet
   */
  void setParent(Greenlet<?, ?> parent);

  /**
   * Whether this is the greenlet that a thread or tasklet began as.
   *
   * @return true if it has no parent
   */
  boolean isRoot();

  /**
   * Whether the body has begun.
   *
   * @return true from the first switch on, also when it has ended; always for a root greenlet
   */
  boolean isStarted();

  /**
   * Whether the body has begun and not ended.
   *
   * @return true if it runs or is parked
   */
  boolean isActive();

  /**
   * Whether this has ended, was ended before it began, or belongs to a thread or tasklet that has
   * ended.
   *
   * @return true if its body will not run any more
   */
  boolean isDead();

  /**
   * Makes a greenlet that has ended one that has not begun: its body runs again when it is switched
   * to.
   *
   * @throws IllegalStateException if it has begun and not ended, or is a root greenlet
   */
  void reset();

  /**
   * Has an action run in this greenlet, when it next gets control, before it goes on or begins:
   * with this as the {@linkplain #current() current} one, below nothing of its code. Several run in
   * the order in which they came. What an action throws is thrown in this greenlet instead of what
   * it would have got. An action may switch, from native code.
   *
   * @param action what to run
   * @throws IllegalStateException if this, or its thread or tasklet, has ended
   */
  void inject(Runnable action);

  /**
   * Where this greenlet is parked.
   *
   * @return its calls, innermost first; empty if it has not begun, has ended, runs, or is held on
   *     the native stack
   */
  List<StackTraceElement> stackTrace();
}
