package io.bobbin;

import io.bobbin.frame.Transparent;
import io.bobbin.pickle.Fork;
import io.bobbin.schedule.Affinity;
import io.bobbin.schedule.Awaiting;
import io.bobbin.schedule.Blocking;
import io.bobbin.schedule.Dispatcher;
import io.bobbin.schedule.Sections;
import io.bobbin.schedule.Sleep;
import io.bobbin.schedule.Turns;
import io.bobbin.schedule.Yield;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The unit of concurrency: a body with a stack of its own on the heap, which runs on a carrier
 * thread and gives it up while it waits.
 *
 * <p>All methods may be called by tasklets and by threads, platform and virtual ones. A tasklet
 * that waits parks; a thread that waits blocks, and goes on waiting when it is interrupted (it
 * stays interrupted).
 *
 * <p>A method that waits may throw, besides what it declares, whatever is {@linkplain #raise
 * raised} in the tasklet that calls it, checked or not, {@link TaskletKilled} for instance; in a
 * thread, what a {@link WorkGroup} that it opened raises. It has had no effect then.
 *
 * @param <T> the type of the body's result
 */
public interface Tasklet<T extends @Nullable Object> {
  /** What a tasklet is doing. */
  enum State {
    /**
     * It waits for a carrier: it has not begun yet, has yielded, or what it waited for is there. Or
     * it was taken out of its scheduler's queue, and waits to be resumed.
     */
    RUNNABLE,
    /** A carrier runs it. It may be blocking this carrier. */
    RUNNING,
    /** It is parked until somebody makes it runnable. */
    WAITING,
    /** Its body has returned or thrown. */
    ENDED
  }

  /**
   * Starts a tasklet on the caller's scheduler: that of the calling tasklet, or the {@linkplain
   * Scheduler#shared() shared} one if a thread calls.
   *
   * @param body what it does
   * @param <T> the type of the result
   * @return the tasklet
   * @throws io.bobbin.frame.NotWovenError if the agent is missing
   * @throws java.util.concurrent.RejectedExecutionException if the caller's scheduler is closed
   */
  static <T extends @Nullable Object> Tasklet<T> start(Body<T> body) {
    return Dispatcher.ofCaller().start(body);
  }

  /**
   * Starts a tasklet without a result, as {@link #start(Body)} does.
   *
   * @param body what it does
   * @return the tasklet
   * @throws io.bobbin.frame.NotWovenError if the agent is missing
   * @throws java.util.concurrent.RejectedExecutionException if the caller's scheduler is closed
   */
  static Tasklet<@Nullable Void> start(VoidBody body) {
    return Dispatcher.ofCaller().start(body);
  }

  /**
   * Starts a tasklet with a name, as {@link #start(Body)} does.
   *
   * @param name what {@link #name()} tells
   * @param body what it does
   * @param <T> the type of the result
   * @return the tasklet
   * @throws io.bobbin.frame.NotWovenError if the agent is missing
   * @throws java.util.concurrent.RejectedExecutionException if the caller's scheduler is closed
   */
  static <T extends @Nullable Object> Tasklet<T> start(String name, Body<T> body) {
    return Dispatcher.ofCaller().start(name, body);
  }

  /**
   * Starts a tasklet with a name and without a result, as {@link #start(Body)} does.
   *
   * @param name what {@link #name()} tells
   * @param body what it does
   * @return the tasklet
   * @throws io.bobbin.frame.NotWovenError if the agent is missing
   * @throws java.util.concurrent.RejectedExecutionException if the caller's scheduler is closed
   */
  static Tasklet<@Nullable Void> start(String name, VoidBody body) {
    return Dispatcher.ofCaller().start(name, body);
  }

  /**
   * Makes a tasklet that is not started: {@link #resume()} starts it on the caller's scheduler,
   * {@link Scheduler#resume} on another. Until then it may be given away to any thread; it does not
   * end, though somebody kills it, and who joins it waits.
   *
   * @param name what {@link #name()} tells
   * @param body what it does
   * @param <T> the type of the result
   * @return the tasklet
   * @throws io.bobbin.frame.NotWovenError if the agent is missing
   */
  static <T extends @Nullable Object> Tasklet<T> unstarted(String name, Body<T> body) {
    return Dispatcher.unstarted(Objects.requireNonNull(name, "name"), body);
  }

  /**
   * Makes a tasklet without a result that is not started, as {@link #unstarted(String, Body)} does.
   *
   * @param name what {@link #name()} tells
   * @param body what it does
   * @return the tasklet
   * @throws io.bobbin.frame.NotWovenError if the agent is missing
   */
  static Tasklet<@Nullable Void> unstarted(String name, VoidBody body) {
    return Dispatcher.unstarted(Objects.requireNonNull(name, "name"), body);
  }

  /**
   * The tasklet that calls.
   *
   * @return the tasklet, or null if a thread calls that runs none
   */
  static @Nullable Tasklet<?> current() {
    return Dispatcher.currentTasklet();
  }

  /**
   * Lets others run: the tasklet goes to the end of its scheduler's queue, and is {@link
   * State#RUNNABLE} meanwhile. A thread, and a tasklet that cannot be left here, yields to threads
   * as {@link Thread#yield()} does.
   */
  @Suspendable
  @Transparent
  static void yield() {
    Yield.yield();
  }

  /**
   * Has another tasklet run at once, before all that are runnable; the caller goes on next after
   * it, when that waits, yields or ends. What was killed, or has something raised in it, is dealt
   * with so at once. For tasklets of a scheduler of one thread: {@link Scheduler#here()}, {@link
   * Scheduler#on on} an executor, or {@link Scheduler#deterministic deterministic}. May also be
   * called by the thread of a {@code here()} scheduler, outside of its tasklets: that one is run,
   * and no other.
   *
   * @param tasklet who runs: one of the same scheduler that is runnable, or was taken out by {@link
   *     #pause()} or {@link Scheduler#watch watch}; if it is the caller, nothing happens
   * @throws IllegalStateException if it is not; or if the caller cannot be left here, as when it is
   *     called by code that is not woven; nothing has been done then
   * @throws UnsupportedOperationException if the scheduler is a pool
   */
  @Suspendable
  @Transparent
  static void yieldTo(Tasklet<?> tasklet) {
    Turns.yieldTo(tasklet);
  }

  /**
   * Has another tasklet run at once, as {@link #yieldTo} does, and {@linkplain #pause() pauses} the
   * caller.
   *
   * @param tasklet who runs, as for {@link #yieldTo}
   * @throws IllegalStateException as {@link #yieldTo}, and if a thread calls
   * @throws UnsupportedOperationException if the scheduler is a pool
   */
  @Suspendable
  @Transparent
  static void switchTo(Tasklet<?> tasklet) {
    Turns.switchTo(tasklet);
  }

  /**
   * Does something during which the tasklet is not interrupted: its loops do not yield when its
   * time slice is over, {@link Scheduler#watch} does not take it out, and what is raised in it is
   * thrown at its waits only. If it waits, or calls {@link #yield()}, others run. A thread just
   * does it. May be nested. Meanwhile the tasklet cannot be pickled. In the body of a generator it
   * must not yield values: who consumes them would be in the section, too.
   *
   * @param body what to do
   * @param <T> the type of its result
   * @return its result
   * @throws Exception what it throws
   */
  @Suspendable
  static <T extends @Nullable Object> T atomic(Body<T> body) throws Exception {
    return Sections.atomic(body);
  }

  /**
   * Does something without a result during which the tasklet is not interrupted, as {@link
   * #atomic(Body)} does.
   *
   * @param body what to do
   * @throws Exception what it throws
   */
  @Suspendable
  static void atomic(VoidBody body) throws Exception {
    Sections.atomic(body);
  }

  /**
   * Does something during which no other tasklet of this thread runs: where the tasklet would wait
   * or yield, an {@link IllegalStateException} is thrown instead, and that call has had no effect.
   * What need not wait is done, a send to a receiver that waits for instance, whatever the
   * channel's {@linkplain Channel.Preference preference}. It is not interrupted either, as in
   * {@link #atomic}. May be nested.
   *
   * @param body what to do
   * @param <T> the type of its result
   * @return its result
   * @throws IllegalStateException if a thread calls that runs no tasklet, or what is thrown in
   *     place of a wait
   * @throws Exception what it throws
   */
  @Suspendable
  static <T extends @Nullable Object> T nonBlocking(Body<T> body) throws Exception {
    return Sections.nonBlocking(body);
  }

  /**
   * Does something without a result during which no other tasklet of this thread runs, as {@link
   * #nonBlocking(Body)} does.
   *
   * @param body what to do
   * @throws IllegalStateException as {@link #nonBlocking(Body)}
   * @throws Exception what it throws
   */
  @Suspendable
  static void nonBlocking(VoidBody body) throws Exception {
    Sections.nonBlocking(body);
  }

  /**
   * Waits for a time. The tasklet goes on after it, never before; how long after depends on how
   * busy its scheduler is.
   *
   * @param time how long, to the nanosecond, at most some 292 years; zero or less yields
   */
  @Suspendable
  @Transparent
  static void sleep(Duration time) {
    Sleep.sleep(time);
  }

  /**
   * Makes a call that blocks its thread, off the carriers: on a virtual thread where the JDK has
   * them, else on a thread of a pool. The tasklet waits for it; a thread makes the call itself. The
   * call does not see the tasklet's thread locals, and is not part of the tasklet: {@link
   * #current()} is null in it. If something is raised in the tasklet meanwhile, the tasklet goes on
   * at once; the thread that makes the call is interrupted, and what the call returns or throws is
   * dropped.
   *
   * @param call the call
   * @param <T> the type of its result
   * @return its result
   * @throws Exception what the call throws
   */
  @Suspendable
  @Transparent
  static <T extends @Nullable Object> T blocking(Callable<T> call) throws Exception {
    return Blocking.call(call);
  }

  /**
   * Waits for a completion stage, as {@link java.util.concurrent.CompletableFuture#join()} does,
   * but parks the tasklet. If something is raised in the tasklet meanwhile, the tasklet goes on at
   * once; the stage is left alone. May be called by tasklets and threads.
   *
   * @param stage what to wait for
   * @param <T> the type of its result
   * @return its result
   * @throws java.util.concurrent.CompletionException if the stage failed; why, is the cause
   * @throws java.util.concurrent.CancellationException if the stage was cancelled
   */
  @Suspendable
  @Transparent
  static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
    return Awaiting.await(stage);
  }

  /**
   * Locks the calling tasklet to the thread that it runs on, for native libraries and others that
   * want to be called by one thread only. It runs on no other from now on, and the thread runs only
   * tasklets that are locked to it; the scheduler gets another thread in its stead. Tasklets that
   * it starts are not locked.
   *
   * <p>Counted: {@link #unlockFromThread()} must be called as often. A tasklet that ends while it
   * is locked leaves its marks: the thread runs what else is locked to it, and ends then. On a
   * {@link Scheduler#here()} scheduler, all of whose tasklets run on one thread anyway, the thread
   * goes on; while some are locked no stand-in runs the others when one is pinned, but they run on
   * top of it, so it goes on when none of these is pinned above it.
   *
   * <p>After Go's {@code runtime.LockOSThread}, for any number of tasklets; see {@link
   * #lockToReceiver}.
   *
   * @throws IllegalStateException if a thread calls, or a tasklet of a {@link Scheduler#here()}
   *     scheduler whose thread is blocked at the moment by one that is pinned
   * @throws UnsupportedOperationException if the scheduler is {@linkplain Scheduler#on on} an
   *     executor, which decides about threads
   */
  static void lockToThread() {
    Affinity.lock();
  }

  /**
   * Takes back one {@link #lockToThread()}, or {@link #lockToReceiver}. After the last one the
   * tasklet stays on the thread until it waits or yields next; then it runs where its scheduler has
   * it run.
   *
   * @throws IllegalStateException if the caller is not locked to its thread
   */
  static void unlockFromThread() {
    Affinity.unlock();
  }

  /**
   * Locks the calling tasklet to the thread to which the tasklet is locked that receives at a
   * channel, and goes on there: so several tasklets share one thread, and a value that one of them
   * hands to another enters no scheduler of the operating system. Waits until somebody receives
   * there, and takes nothing from them. May be called by tasklets only, at a place where they can
   * be left.
   *
   * <p>While it is locked elsewhere, the tasklet's own {@link Scheduler#here()} scheduler waits for
   * it in {@link Scheduler#run()} as it waits for a timer.
   *
   * @param channel where the other one receives, or selects
   * @throws ChannelClosedException if the channel is closed, or is closed while this waits
   * @throws IllegalArgumentException if nobody ever receives a value there: {@link
   *     Channel#never()}, or what {@link Context#done()} returns
   * @throws IllegalStateException if the caller is locked already, is a thread or cannot be left,
   *     or if the receiver is not locked, is a thread or cannot be left
   */
  @Suspendable
  @Transparent
  static void lockToReceiver(Channel<?> channel) {
    Affinity.lockToReceiver(channel);
  }

  /**
   * How urgent the tasklet is.
   *
   * @return its priority; of one that is a number between those, whether it is above or below the
   *     normal
   */
  Priority priority();

  /**
   * How urgent the tasklet is, as a number.
   *
   * @return its priority, from {@code -}{@link Priority#MOST} to {@code MOST}
   */
  int priorityNumber();

  /**
   * Makes the tasklet more or less urgent. It counts from the next time that the tasklet becomes
   * runnable. Of a {@link Scheduler#deterministic deterministic} scheduler, which draws any tasklet
   * that is runnable, it changes nothing.
   *
   * @param priority its new priority
   */
  void setPriority(Priority priority);

  /**
   * Makes the tasklet more or less urgent, as {@link #setPriority(Priority)} does.
   *
   * @param priority its new priority, from {@code -}{@link Priority#MOST} to {@code MOST}
   * @throws IllegalArgumentException if it is less or more; the priority stays as it is
   */
  void setPriority(int priority);

  /**
   * The tasklet's outcome as a future, for code that knows futures: its result, or what its body
   * threw. What depends on the future and names no executor is run by whoever ends the tasklet, and
   * must not wait. Completing or cancelling the future by hand leaves the tasklet alone. A tasklet
   * that fails is not logged if its future was asked for.
   *
   * @return always the same future
   */
  CompletableFuture<T> toFuture();

  /**
   * Waits until the tasklet has ended. A thread that owns the tasklet's {@link Scheduler#here()}
   * scheduler runs it meanwhile. May be called any number of times, by any number of callers, all
   * of whom get the same outcome.
   *
   * @return the result of the body
   * @throws TaskletFailedException if the body threw; what it threw is the cause, a {@link
   *     TaskletKilled} if it was killed
   * @throws IllegalStateException if a tasklet joins itself
   * @throws DeadlockError if a thread joins a tasklet of its own scheduler, and it is certain that
   *     nobody can wake those that are left, which stay as they are: see {@link Scheduler#run()}
   */
  @Suspendable
  T join();

  /**
   * Waits until the tasklet has ended, but not for ever.
   *
   * @param timeout how long to wait, to the nanosecond; zero or less does not wait for long
   * @return the result of the body
   * @throws TimeoutException if the tasklet has not ended by then; it goes on
   * @throws TaskletFailedException if the body threw; what it threw is the cause, a {@link
   *     TaskletKilled} if it was killed
   * @throws IllegalStateException if a tasklet joins itself
   */
  @Suspendable
  T join(Duration timeout) throws TimeoutException;

  /**
   * Makes a second tasklet that goes on from the same point, in this JVM: with copies of the frames
   * and of what they reach, but at the same channels. As {@link io.bobbin.pickle.Fork#of}, with
   * nothing else in common. (A tasklet forks itself by {@link io.bobbin.pickle.Fork#here()}.)
   *
   * @return the twin, which goes on once it is {@linkplain #resume() resumed}
   * @throws io.bobbin.pickle.NotPicklableException if this reaches something that cannot be copied,
   *     or waits where a twin cannot; it goes on
   * @throws IllegalStateException if this calls, or does not come to rest within a second
   */
  default Tasklet<T> fork() {
    return Fork.of(this, object -> false);
  }

  /**
   * Takes this tasklet out of its scheduler's queue: it runs no more, and is still {@link
   * State#RUNNABLE}, until {@link #resume()} puts it back, {@link #yieldTo} or {@link #switchTo}
   * has it run, or somebody kills it or raises something in it. A tasklet may pause itself, and
   * goes on after this call then. For schedulers of one thread, as {@link #yieldTo}; called by that
   * thread, in its tasklets or between them. If it is paused already, or was not resumed yet,
   * nothing happens.
   *
   * <p>Takes time in proportion to how many are runnable, if it is not the caller.
   *
   * @throws IllegalStateException if this is not runnable, but waits or has ended; if another
   *     thread calls; or if this calls where it cannot be left
   * @throws UnsupportedOperationException if the scheduler is a pool
   */
  @Suspendable
  void pause();

  /**
   * Has this tasklet go on, which is {@linkplain #unstarted new} or was read from a pickle ({@link
   * io.bobbin.pickle.Pickle}), on the scheduler of the caller; or which {@link #pause()} or {@link
   * Scheduler#watch} has taken out, on its own. As {@link Scheduler#resume}.
   *
   * @throws IllegalStateException if it is neither, or was resumed before; or if it was taken out,
   *     and neither its scheduler's thread calls nor one of its tasklets
   * @throws java.util.concurrent.RejectedExecutionException if the scheduler is closed; another one
   *     may still resume it
   */
  void resume();

  /**
   * Throws {@link TaskletKilled} in the tasklet; see {@link #raise}. It ends unless it catches
   * that, and its {@code finally} blocks run, which may wait. Does not wait until it has: {@link
   * #join()} does. A tasklet may kill itself: that is thrown at its next wait.
   */
  void kill();

  /**
   * Throws an exception in the tasklet: where it waits, or, while it runs or is about to be given
   * what it waited for, at its next wait. No value is lost by that: a send that is left so has not
   * sent, a receive has not received. A tasklet that has not begun never does (its outcome is the
   * exception), and one that has ended is left alone. Of several exceptions raised before one is
   * thrown, the first counts; the others are dropped. Does not wait.
   *
   * @param exception what to throw, checked or not. If its stack trace is empty it gets that of the
   *     wait at which it is thrown
   * @throws NullPointerException if {@code exception} is null
   */
  void raise(Throwable exception);

  /**
   * What the tasklet is doing: a snapshot.
   *
   * @return the state
   */
  State state();

  /**
   * The name given at the start.
   *
   * @return the name, or one made of a number
   */
  String name();

  /**
   * The tasklet's stack as if it were a thread's: where it is, then its callers, on the native
   * stack and on the heap. A snapshot; while the tasklet runs on another thread it may be
   * imprecise.
   *
   * @return the innermost call first; empty if the tasklet has not begun or has ended
   */
  List<StackTraceElement> stackTrace();
}
