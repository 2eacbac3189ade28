package io.bobbin.schedule;

import io.bobbin.Suspendable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The scheduler of one thread (N:1).
 *
 * <p>The thread runs tasklets while it is <em>inside</em>: in {@link #run()}, in the join of one of
 * them, or in another wait of its own. Who comes from other threads is put into the inbox.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Only the owner touches {@link #queue} and {@link #inside}; there are no atomics on its way
 *       from one tasklet to the next.
 *   <li>The inbox is a stack of {@link Letter}s and woken tasklets, newest first; the owner takes all
 *       of it at once and reverses it, so senders are served in order.
 *   <li>A poster looks at {@link #asleep} after it posted, the owner at the inbox after it set {@code
 *       asleep}: one of the two sees the other, and no wake-up is lost.
 * </ul>
 */
public final class Here extends Dispatcher {
  /** By owner, as a thread local would be lost in tasklets, which have their own. */
  private static final Map<Thread, Here> ALL = new ConcurrentHashMap<>();

  private static final VarHandle INBOX;

  static {
    try {
      INBOX = MethodHandles.lookup().findVarHandle(Here.class, "inbox", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** A message to the owner: an exception was raised in a tasklet. */
  private static final class Letter {
    final TaskletStrand<?> tasklet;
    @Nullable Object next;

    Letter(TaskletStrand<?> tasklet) {
      this.tasklet = tasklet;
    }
  }

  private final Thread owner = Thread.currentThread();
  private final Runner runner = new Runner(this, owner);
  private final RunQueue queue = new RunQueue();
  private final AtomicInteger outside = new AtomicInteger();
  private boolean inside;
  private volatile boolean closed;
  private volatile boolean asleep;

  @SuppressWarnings("unused") // by INBOX
  private volatile @Nullable Object inbox;

  private Here() {}

  /**
   * The scheduler of the calling thread.
   *
   * @return that of its tasklet, if it runs one
   * @throws IllegalStateException if the thread is a pool's
   */
  public static Here ofThisThread() {
    Thread thread = Thread.currentThread();
    if (thread instanceof Carrier) {
      throw new IllegalStateException(
          "Scheduler.here() in " + thread.getName() + ": a pool's thread runs its pool's tasklets only");
    }
    Here here = ALL.get(thread);
    if (here == null) {
      ALL.keySet().removeIf(owner -> !owner.isAlive());
      here = new Here();
      ALL.put(thread, here);
    }
    return here;
  }

  static @Nullable Runner runnerOf(Thread thread) {
    Here here = ALL.get(thread);
    return here == null ? null : here.runner;
  }

  // Running

  @Override
  public void run() {
    if (Thread.currentThread() != owner || inside) {
      throw new IllegalStateException(
          "run() is for the scheduler's own thread, "
              + owner.getName()
              + ", outside of its tasklets; called by "
              + Thread.currentThread().getName());
    }
    runWhile(null, null);
  }

  @Override
  void runUntil(ThreadStrand strand) {
    if (inside) {
      strand.parkUntilWoken();
    } else {
      runWhile(strand, null);
    }
  }

  @Override
  boolean runsUntilEnded(TaskletStrand<?> tasklet) {
    if (Thread.currentThread() != owner || inside) {
      return false;
    }
    runWhile(null, tasklet);
    return true;
  }

  /** Runs until a strand is woken, a tasklet has ended, or, if both are null, nothing is left to do. */
  private void runWhile(@Nullable ThreadStrand strand, @Nullable TaskletStrand<?> tasklet) {
    inside = true;
    ThreadIdentity.Saved saved = ThreadIdentity.save(owner);
    runner.loader = saved == null ? null : saved.loader();
    boolean interrupted = false;
    try {
      while (strand != null ? !strand.isWoken() : tasklet == null || !tasklet.isOver()) {
        if (!runNext()) {
          if (strand == null && tasklet == null && outside.get() == 0 && inbox == null) {
            return;
          }
          sleep(strand);
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      inside = false;
      ThreadIdentity.restore(owner, saved);
      if (interrupted) {
        owner.interrupt();
      }
    }
  }

  private boolean runNext() {
    if (inbox != null) {
      empty();
    }
    TaskletStrand<?> tasklet = queue.poll();
    if (tasklet == null) {
      return false;
    }
    if (!runner.run(tasklet)) {
      tasklet.unmounted();
      if (tasklet.takeYielding()) {
        queue.add(tasklet);
      }
    }
    return true;
  }

  private void sleep(@Nullable ThreadStrand strand) {
    asleep = true;
    if (inbox == null && (strand == null || !strand.isWoken())) {
      LockSupport.park(this);
    }
    asleep = false;
  }

  // Messages

  @Override
  void submit(TaskletStrand<?> tasklet) {
    if (closed) {
      throw new RejectedExecutionException("the scheduler of " + owner.getName() + " is closed");
    }
    ready(tasklet);
  }

  @Override
  void ready(TaskletStrand<?> tasklet) {
    if (Thread.currentThread() == owner) {
      queue.add(tasklet);
    } else {
      post(tasklet);
    }
  }

  @Override
  void raised(TaskletStrand<?> tasklet) {
    if (Thread.currentThread() != owner) {
      post(new Letter(tasklet));
    } else if (!tasklet.isMounted()) {
      tasklet.throwAtWait();
      return;
    }
    if (tasklet.innermost() instanceof ThreadStrand) {
      tasklet.throwAtWait();
    }
  }

  private void post(Object message) {
    Object before;
    do {
      before = inbox;
      setNext(message, before);
    } while (!INBOX.compareAndSet(this, before, message));
    if (asleep) {
      LockSupport.unpark(owner);
    }
  }

  private void empty() {
    Object newest = INBOX.getAndSet(this, null);
    Object oldest = null;
    while (newest != null) {
      Object before = next(newest);
      setNext(newest, oldest);
      oldest = newest;
      newest = before;
    }
    while (oldest != null) {
      Object after = next(oldest);
      setNext(oldest, null);
      if (oldest instanceof Letter letter) {
        letter.tasklet.throwAtWait();
      } else {
        queue.add((TaskletStrand<?>) oldest);
      }
      oldest = after;
    }
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

  // The rest

  @Override
  @Nullable ClassLoader contextClassLoader() {
    return inside ? runner.loader : ThreadIdentity.loader(owner);
  }

  @Override
  void blockPinned(Runner of, ThreadStrand strand) {
    strand.parkUntilWoken();
  }

  @Override
  void outsideBegins() {
    outside.incrementAndGet();
  }

  @Override
  void outsideEnds() {
    if (outside.decrementAndGet() == 0 && asleep) {
      LockSupport.unpark(owner);
    }
  }

  @Override
  @Suspendable
  public void close() {
    closed = true;
    run();
    ALL.remove(owner, this);
  }

  @Override
  public String toString() {
    return "scheduler of " + owner.getName();
  }
}
