package io.bobbin;

import io.bobbin.schedule.Deterministic;
import io.bobbin.schedule.Exploration;
import io.bobbin.schedule.Here;
import io.bobbin.schedule.OnExecutor;
import io.bobbin.schedule.Pool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What gives tasklets their carriers: either a pool of threads (M:N) or one thread (N:1).
 *
 * <p>All methods may be called by tasklets and by threads, but where they say otherwise; what they
 * say of who calls one of a {@link #here()} scheduler holds for a {@link #deterministic} one, too.
 * A thread that is interrupted goes on with {@link #run()} and {@link #close()} (it stays
 * interrupted).
 */
public interface Scheduler extends AutoCloseable {
  /**
   * The scheduler for whoever names none: a pool with as many carriers as there are processors, or
   * as the system property {@code bobbin.carriers} says. It cannot be closed. Its threads are
   * daemons: tasklets that outlive {@code main} do not keep the JVM alive.
   *
   * @return always the same
   */
  static Scheduler shared() {
    return Pool.shared();
  }

  /**
   * Makes a scheduler with carriers of its own. They are daemon threads, started when needed. A
   * carrier whose tasklet waits in code that cannot be left is replaced meanwhile by a spare one
   * (up to {@code -Dbobbin.spares}, by default 256).
   *
   * @param carriers how many tasklets can run at a time, at least 1
   * @return a scheduler to be closed after use
   * @throws IllegalArgumentException if {@code carriers} is less than 1
   */
  static Scheduler pool(int carriers) {
    return Pool.of(carriers);
  }

  /**
   * The scheduler of the calling thread: its tasklets run on this thread only, while it is inside
   * {@link #run()}, or waits for a tasklet or a channel.
   *
   * <p>It starts no thread, and keeps none alive: a tasklet that is runnable while the thread is
   * elsewhere runs when the thread is inside again. Other threads may start tasklets on it, and
   * wake and kill them.
   *
   * <p>While one of its tasklets waits in code that cannot be left (see {@link
   * io.bobbin.observe.PinnedWaits}), the thread is blocked; a stand-in thread runs the others
   * meanwhile, one at a time. A thread that is itself waiting goes on only when no such tasklet is
   * on its stack.
   *
   * @return always the same for a thread; inside of one of its tasklets too. A tasklet of a
   *     scheduler that is {@linkplain #on on} an executor, or {@link #deterministic}, gets that one
   * @throws IllegalStateException if a tasklet of a pool calls, whose thread is not its own
   */
  static Scheduler here() {
    return Here.ofThisThread();
  }

  /**
   * A scheduler on a thread that belongs to someone else, such as an event loop: its tasklets run
   * in turns of at most 5 ms, as {@link #on(Executor, Duration)} says.
   *
   * <pre>{@code
   * Scheduler ui = Scheduler.on(SwingUtilities::invokeLater);
   * ui.start(() -> {
   *   for (Image image : images) label.setIcon(new ImageIcon(image));  // parks between two images
   * });
   * }</pre>
   *
   * @param executor what runs the turns
   * @return a new scheduler
   */
  static Scheduler on(Executor executor) {
    return on(executor, Duration.ofMillis(5));
  }

  /**
   * A scheduler on a thread that belongs to someone else, such as an event loop. While a tasklet is
   * runnable, the executor is asked to run a turn: it runs one tasklet after the other, for at most
   * the given time and one tasklet more, and leaves the thread to others until its next turn. Turns
   * never overlap, whatever threads the executor has.
   *
   * <p>A tasklet that waits in code that cannot be left blocks the thread for everybody else; the
   * scheduler's other tasklets run meanwhile, on top of it, and it goes on when none of them is
   * waiting in the same manner above it.
   *
   * <p>If the executor refuses a turn, that is thrown to who starts a tasklet, which never begins;
   * if a tasklet was woken, it is logged (BBN027), and the tasklets stop until the executor takes
   * work again. A turn that the executor runs at once, inside of a tasklet, counts as refused.
   *
   * @param executor what runs the turns
   * @param turn how long a turn may last, to the nanosecond
   * @return a new scheduler, which needs not be closed
   * @throws IllegalArgumentException if {@code turn} is not positive
   */
  static Scheduler on(Executor executor, Duration turn) {
    return OnExecutor.of(executor, turn);
  }

  /**
   * A scheduler for tests, whose run depends on nothing but the program and a seed: of the tasklets
   * that are runnable one is drawn to run next, and of the cases of a select that are ready one is
   * drawn. Time is virtual: it begins at the epoch, stands still while somebody can run, and jumps
   * to the next time that is waited for when nobody can. (After 10,000 decisions in a row it jumps
   * nevertheless, so that who asks for something again and again sees the time pass.) Blocking
   * calls are made in place, and take no time.
   *
   * <p>It belongs to the calling thread, and runs its tasklets in {@link #run()} and in their
   * {@link Tasklet#join()} only. {@code run()} throws a {@link DeadlockError} if tasklets are left
   * that nobody can wake. Threads, other schedulers, random numbers, the system's clock and the
   * order of identity hash codes are not drawn from the seed: a program that uses them is not
   * reproducible.
   *
   * <pre>{@code
   * Scheduler test = Scheduler.deterministic(42);
   * Tasklet<Integer> sum = test.start(() -> sumOfAnHour());   // sleeps for an hour
   * test.run();                                              // takes some milliseconds
   * }</pre>
   *
   * @param seed from which all is drawn
   * @return a new scheduler
   * @throws IllegalStateException if a tasklet calls
   */
  static Scheduler deterministic(long seed) {
    return Deterministic.of(seed);
  }

  /**
   * Searches for a schedule with which a program fails: runs it with many seeds, each on a {@link
   * #deterministic} scheduler. It fails if its first tasklet fails, or another one whose failure
   * nobody has seen by joining it, or if tasklets are left that nobody can wake. Called by a
   * thread, in a test for example.
   *
   * <p>With the system property {@code bobbin.seed} it is run with that seed only.
   *
   * @param seeds how many seeds: 1, 2 and so on
   * @param program what the first tasklet, {@code main}, does. Each run must begin anew: what it
   *     uses must be made in it
   * @throws AssertionError for the first seed that fails: with the seed, the schedule as a table
   *     whose columns are the tasklets, and the failure as the cause
   * @throws IllegalArgumentException if {@code seeds} is not positive
   * @throws IllegalStateException if a tasklet calls
   * @throws io.bobbin.frame.NotWovenError if the agent is missing
   */
  static void explore(int seeds, VoidBody program) {
    Exploration.explore(seeds, program);
  }

  /**
   * Starts a tasklet.
   *
   * @param body what it does
   * @param <T> the type of the result
   * @return the tasklet
   * @throws io.bobbin.frame.NotWovenError if the agent is missing
   * @throws java.util.concurrent.RejectedExecutionException if the scheduler is closed
   */
  <T extends @Nullable Object> Tasklet<T> start(Body<T> body);

  /**
   * Starts a tasklet without a result.
   *
   * @param body what it does
   * @return the tasklet
   * @throws io.bobbin.frame.NotWovenError if the agent is missing
   * @throws java.util.concurrent.RejectedExecutionException if the scheduler is closed
   */
  Tasklet<@Nullable Void> start(VoidBody body);

  /**
   * Starts a tasklet with a name.
   *
   * @param name what {@link Tasklet#name()} tells
   * @param body what it does
   * @param <T> the type of the result
   * @return the tasklet
   * @throws io.bobbin.frame.NotWovenError if the agent is missing
   * @throws java.util.concurrent.RejectedExecutionException if the scheduler is closed
   */
  <T extends @Nullable Object> Tasklet<T> start(String name, Body<T> body);

  /**
   * Starts a tasklet with a name and without a result.
   *
   * @param name what {@link Tasklet#name()} tells
   * @param body what it does
   * @return the tasklet
   * @throws io.bobbin.frame.NotWovenError if the agent is missing
   * @throws java.util.concurrent.RejectedExecutionException if the scheduler is closed
   */
  Tasklet<@Nullable Void> start(String name, VoidBody body);

  /**
   * Starts a tasklet that is more or less urgent than others.
   *
   * @param priority how urgent
   * @param body what it does
   * @param <T> the type of the result
   * @return the tasklet
   * @throws io.bobbin.frame.NotWovenError if the agent is missing
   * @throws java.util.concurrent.RejectedExecutionException if the scheduler is closed
   */
  <T extends @Nullable Object> Tasklet<T> start(Priority priority, Body<T> body);

  /**
   * Starts a tasklet without a result that is more or less urgent than others.
   *
   * @param priority how urgent
   * @param body what it does
   * @return the tasklet
   * @throws io.bobbin.frame.NotWovenError if the agent is missing
   * @throws java.util.concurrent.RejectedExecutionException if the scheduler is closed
   */
  Tasklet<@Nullable Void> start(Priority priority, VoidBody body);

  /**
   * Starts a tasklet that is more or less urgent than others.
   *
   * @param priority how urgent, from {@code -}{@link Priority#MOST} to {@code MOST}; 0 is normal
   * @param body what it does
   * @param <T> the type of the result
   * @return the tasklet
   * @throws IllegalArgumentException if the priority is less or more
   * @throws io.bobbin.frame.NotWovenError if the agent is missing
   * @throws java.util.concurrent.RejectedExecutionException if the scheduler is closed
   */
  <T extends @Nullable Object> Tasklet<T> start(int priority, Body<T> body);

  /**
   * Starts a tasklet without a result that is more or less urgent than others.
   *
   * @param priority how urgent, from {@code -}{@link Priority#MOST} to {@code MOST}; 0 is normal
   * @param body what it does
   * @return the tasklet
   * @throws IllegalArgumentException if the priority is less or more
   * @throws io.bobbin.frame.NotWovenError if the agent is missing
   * @throws java.util.concurrent.RejectedExecutionException if the scheduler is closed
   */
  Tasklet<@Nullable Void> start(int priority, VoidBody body);

  /**
   * Has a listener be told if all tasklets of this pool wait, and it is certain that nobody is left
   * who could wake them: see {@link #run()} for when that is. It is told on a thread of the
   * runtime, some seconds after the pool fell idle, and it is logged as an error (BBN031) too. With
   * the system property {@code bobbin.track=true} the error's message shows each tasklet, what it
   * waits for, and where; without it, how many there are, as to know them all costs each start some
   * 100 ns.
   *
   * @param listener who is told; must not wait. What it throws is logged (BBN030)
   * @return what ends that when it is closed
   * @throws UnsupportedOperationException if this is no pool
   */
  Registration onDeadlock(Consumer<? super DeadlockError> listener);

  /**
   * The tasklets of this scheduler that wait and can never go on, as nobody who might wake or end
   * them can reach what they wait for any more, or them: no thread, no tasklet that can go on, no
   * timer, no static field. A tasklet that only leaked ones could wake has leaked too. They stay as
   * they are, and are listed again by the next call. Who wants their {@code finally} blocks to run
   * may {@link Tasklet#kill() kill} them.
   *
   * <p>It is the garbage collector that tells, so a tasklet that is listed has leaked, beyond
   * doubt; others may have that are not listed. These count as reachable: what somebody refers to
   * who does not use it, such as a variable of a method that has not returned; what a tasklet knows
   * that is not listed, though it waits for ever (that of a {@link #here()} scheduler of another
   * thread, for instance); and a tasklet to which somebody refers, as he may kill it. Softly
   * reachable is reachable; what has a finalizer, and is garbage, is not.
   *
   * <p>Weak references to what leaked tasklets alone refer to are cleared. Blocks the calling
   * thread, for two full collections. To be called by a thread or tasklet; if this is a {@link
   * #here()} scheduler, only by its own thread or one of its tasklets; else any may.
   *
   * @return the tasklets, by their names; a copy, which makes them reachable as long as it is
   * @throws UnsupportedOperationException if this scheduler does not know its tasklets: all but
   *     {@link #here()} and {@link #deterministic} ones do with the system property {@code
   *     bobbin.track=true} only; or if the JVM does not collect garbage when asked to ({@code
   *     -XX:+DisableExplicitGC}), or does not finalize it
   * @throws IllegalStateException if this is a {@link #here()} scheduler, and another thread calls
   */
  List<Tasklet<?>> leaks();

  /**
   * Has the tasklets of this scheduler that wait now hibernate: the frames of each are replaced by
   * one object that has their live values as compressed bytes. A tasklet that hibernates is woken
   * as any other, and unpacks its frames when it goes on, which takes some microseconds for ten;
   * its traces and pickles are the same.
   *
   * <p>To be called by a thread or tasklet; if this is a {@link #here()} scheduler, only by its own
   * thread or one of its tasklets; else any may. Takes time in proportion to the number of
   * tasklets, which go on meanwhile.
   *
   * @return how many hibernate that did not before
   * @throws UnsupportedOperationException if this scheduler does not know its tasklets: a {@link
   *     #pool} does with the system property {@code bobbin.track=true} only, and one {@link
   *     #on(Executor) on} an executor does not
   * @throws IllegalStateException if this is a {@link #here()} scheduler, and another thread calls
   */
  int hibernate();

  /**
   * Has each tasklet of this scheduler hibernate, as {@link #hibernate()} does, when it has waited
   * for longer than a limit, and for less than about twice that. A {@link #here()} scheduler sees
   * to that while it runs tasklets. May be called by any thread.
   *
   * @param limit the limit, in real time
   * @return what ends that when it is closed; those that hibernate go on doing so
   * @throws IllegalArgumentException if the limit is not positive
   * @throws UnsupportedOperationException if this scheduler does not know its tasklets, as for
   *     {@link #hibernate()}
   */
  Registration hibernateAfter(Duration limit);

  /**
   * How many tasklets of this scheduler hibernate. Takes time in proportion to the number of
   * tasklets.
   *
   * @return their number: a snapshot
   * @throws UnsupportedOperationException if this scheduler does not know its tasklets, as for
   *     {@link #hibernate()}
   * @throws IllegalStateException if this is a {@link #here()} scheduler, and another thread calls
   */
  int hibernating();

  /**
   * Has a listener be told of switches from one tasklet to another on this scheduler's threads.
   * While there is none, that costs nothing. May be called at any time; a thread that is between
   * two tasklets may tell it one later.
   *
   * @param listener who is told
   * @return what ends that when it is closed; it may be closed by any thread, and twice
   */
  Registration onSwitch(SwitchListener listener);

  /**
   * Has a listener be told of tasklets of this scheduler that end by an exception: of all but those
   * that were killed, that somebody joins or whose future was asked for, and members of groups,
   * which tell theirs. They are not logged (BBN022) then. May be called by any thread.
   *
   * @param listener who is told
   * @return what ends that when it is closed; it may be closed by any thread, and twice
   */
  Registration onFailure(FailureListener listener);

  /**
   * The tasklets that are runnable, in the order in which they run if nothing happens meanwhile
   * (but for {@linkplain Priority priorities}, and drawn ones); the one that runs now is not among
   * them. For schedulers of one thread, called by that thread.
   *
   * @return a list of its own
   * @throws IllegalStateException if another thread calls
   * @throws UnsupportedOperationException if this is a pool
   */
  List<Tasklet<?>> runnable();

  /**
   * Runs the tasklets of this thread's scheduler until none is runnable and none waits for a time,
   * for a blocking call, or pinned. Tasklets that wait for others are left parked; a later {@code
   * run()} goes on with them. If it is certain that nobody can wake them this throws: when the JVM
   * has no thread but this one, its own, and such that wait in the runtime or for work. (An idle
   * thread of somebody's executor may get work, so where there is one nothing is thrown. A {@link
   * #deterministic} scheduler does not look at threads.)
   *
   * @throws DeadlockError if tasklets are left that nobody can wake; they stay as they are. Not
   *     while one is taken out by {@link #watch}
   * @throws IllegalStateException if another thread than the scheduler's calls, or one of its
   *     tasklets
   * @throws UnsupportedOperationException if this is a pool, whose carriers run by themselves, or
   *     {@linkplain #on on} an executor
   */
  void run();

  /**
   * Runs the tasklets of this thread's scheduler as {@link #run()} does, but not for ever. Tells of
   * no deadlock.
   *
   * @param time how long to run at most, in real time, to the nanosecond; zero or less runs
   *     nothing. A tasklet that is running then goes on until it parks, yields or ends
   * @return whether nothing was left to do, as {@link #run()} means it; false also if the time was
   *     over before that was known. A later run goes on
   * @throws IllegalStateException as {@link #run()}
   * @throws UnsupportedOperationException as {@link #run()}
   */
  boolean run(Duration time);

  /**
   * Runs the tasklets of this thread's scheduler as {@link #run()} does, but only so often. Tells
   * of no deadlock.
   *
   * @param turns how often a tasklet is run, each time until it waits, yields or ends; zero or less
   *     runs nothing
   * @return whether nothing was left to do, as {@link #run()} means it; false also if the last turn
   *     was over before that was known. A later run goes on
   * @throws IllegalStateException as {@link #run()}
   * @throws UnsupportedOperationException as {@link #run()}
   */
  boolean run(int turns);

  /**
   * Runs the tasklets of this thread's scheduler as {@link #run()} does, until a condition holds.
   * Tells of no deadlock.
   *
   * @param condition looked at before each tasklet that is run, on this thread; must not wait. What
   *     it throws is thrown here, and a later run goes on
   * @return whether the condition holds; if not, nothing was left to do
   * @throws IllegalStateException as {@link #run()}
   * @throws UnsupportedOperationException as {@link #run()}
   */
  boolean runUntil(BooleanSupplier condition);

  /**
   * Runs the tasklets of this thread's scheduler as {@link #run()} does, but interrupts one that
   * runs for too long without waiting or yielding, takes it out of the queue, and returns it. This
   * is a watchdog, after Stackless Python's {@code run(timeout)}:
   *
   * <pre>{@code
   * for (Tasklet<?> late; (late = here.watch(Duration.ofMillis(50))) != null; ) {
   *   late.kill();                       // or late.raise(...), or here.resume(late)
   * }
   * }</pre>
   *
   * <p>It is interrupted at its next poll, so only in a loop of code that polls: see {@link
   * Suspendable#preempt()}. It goes on until it waits or ends if it has no such loop, or is in a
   * call of code that does not poll, in a monitor, or otherwise where it cannot be left; then it is
   * interrupted at the first poll after that. The budget is what it has between two switches: it
   * begins anew each time the tasklet is run, and after a wait that blocked the thread (what runs
   * meanwhile is not interrupted). The time slice, {@code -Dbobbin.slice}, is not in force.
   *
   * <p>What was taken out is {@link Tasklet.State#RUNNABLE}, but nobody runs it, {@code run()}
   * neither, and who joins it waits, until
   *
   * <ul>
   *   <li>{@link #resume} has it go on where it was interrupted, or
   *   <li>somebody kills it or raises something in it, which puts it back by itself: it is thrown
   *       in the loop when the scheduler runs the next time, and ends the tasklet unless it catches
   *       that.
   * </ul>
   *
   * @param budget for how long a tasklet may run, to the nanosecond, positive
   * @return the tasklet that was interrupted; others are left as they are, and a later run goes on
   *     with them. Null if nothing was left to do, as {@link #run()} means it
   * @throws IllegalArgumentException if the budget is not positive
   * @throws DeadlockError as {@link #run()}; not while a tasklet is taken out, as the caller may
   *     have it go on
   * @throws IllegalStateException as {@link #run()}
   * @throws UnsupportedOperationException as {@link #run()}, and if this is {@link #deterministic}
   */
  @Nullable Tasklet<?> watch(Duration budget);

  /**
   * Runs the tasklets of this thread's scheduler as {@link #watch(Duration)} does, but not for
   * ever: who runs when the time is over is interrupted and taken out, too.
   *
   * @param budget for how long a tasklet may run, to the nanosecond, positive
   * @param time for how long this may, to the nanosecond; zero or less runs nothing
   * @return the tasklet that was interrupted, as {@link #watch(Duration)}; null if nothing was left
   *     to do, or if the time was over while none ran
   * @throws IllegalArgumentException if the budget is not positive
   * @throws DeadlockError as {@link #watch(Duration)}
   * @throws IllegalStateException as {@link #run()}
   * @throws UnsupportedOperationException as {@link #watch(Duration)}
   */
  @Nullable Tasklet<?> watch(Duration budget, Duration time);

  /**
   * Has a tasklet go on that does not run:
   *
   * <ul>
   *   <li>one that is {@linkplain Tasklet#unstarted new}, which this scheduler starts. May be
   *       called by any thread;
   *   <li>one that was read from a pickle ({@link io.bobbin.pickle.Pickle}), which this scheduler
   *       has from now on. It goes on where its twin was parked: with the outcome of that call, or
   *       waiting for it; sleeps and timeouts last as long as was left of them. May be called by
   *       any thread;
   *   <li>one of this scheduler's that {@link #watch} or {@link Tasklet#pause()} has taken out: it
   *       goes on where it was interrupted, when its turn comes. May be called by this scheduler's
   *       thread, and its tasklets.
   * </ul>
   *
   * @param tasklet the tasklet
   * @throws IllegalStateException if it is none of these; or was resumed before, as when something
   *     was raised in one that was taken out; or if somebody else calls
   * @throws java.util.concurrent.RejectedExecutionException if this scheduler is closed; another
   *     one may still resume the tasklet
   */
  void resume(Tasklet<?> tasklet);

  /**
   * Starts no more tasklets, and waits until those that were started have ended; then its threads
   * end. Must not be called by one of its tasklets, which would wait for itself. Kills nobody: if
   * what was started does not end, this waits for ever. If something is raised in the caller
   * meanwhile, the scheduler stays closed to new tasklets, and those that were started go on;
   * {@code close()} may be called again.
   *
   * <p>A {@link #here()} scheduler runs until nothing is runnable instead, as {@link #run()} does;
   * what is parked then stays parked for ever, and the thread's next {@code here()} makes another
   * scheduler.
   *
   * @throws UnsupportedOperationException if this is the shared scheduler
   * @throws IllegalStateException if this is a {@link #here()} scheduler, and another thread calls,
   *     or one of its tasklets
   */
  @Override
  @Suspendable
  void close();
}
