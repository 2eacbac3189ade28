package io.bobbin.schedule;

import io.bobbin.Suspendable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler with carriers of its own (M:N): one queue, and a slot at each carrier.
 *
 * <p>A tasklet that a carrier's tasklet wakes goes into that carrier's slot, and what was there
 * goes to the queue. So partners who hand values to and fro stay on one carrier, and no thread is
 * woken for them. If the waker goes on computing, the slot gets stale: while some carriers are idle
 * one of them, the <em>watcher</em>, looks now and then, and takes what it saw at its last look.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>{@link #latch} guards all that is not final, volatile or atomic here, and {@link
 *       Carrier#nextIdle}.
 *   <li>A carrier is idle (in the stack of idle ones) or awake. {@code awake - blocked <= size},
 *       but for the time between the end of a pinned wait and the next turn of a carrier ({@link
 *       #crowded}).
 *   <li>A tasklet is added to the queue with the latch held, and in the same hold a carrier is
 *       woken or made if one may be. A carrier goes idle only when it finds the queue empty with
 *       the latch held. So no tasklet lies in the queue while a carrier that might run it is idle.
 *   <li>If a slot may get stale, there is a watcher, or {@link #unwatched} is true and whoever
 *       fills a slot next makes one.
 * </ul>
 */
public final class Pool extends Dispatcher {
  /** How many carriers may be added while others are blocked: property {@code bobbin.spares}. */
  private static final int MOST_SPARES = Integer.getInteger("bobbin.spares", 256);

  /** A carrier looks into the queue first once in so many turns, so that slots starve nobody. */
  private static final int FAIRNESS = 64;

  private static final long SHORTEST_LOOK = TimeUnit.MICROSECONDS.toNanos(50);
  private static final long LONGEST_LOOK = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long SPARE_LIVES = TimeUnit.SECONDS.toNanos(10);
  private static final AtomicInteger POOLS = new AtomicInteger();

  private static final class Shared {
    static final Pool POOL =
        new Pool(
            "bobbin",
            Math.max(
                1,
                Integer.getInteger("bobbin.carriers", Runtime.getRuntime().availableProcessors())));
  }

  private final String name;
  private final int size;
  private final Latch latch = new Latch() {};
  private final RunQueue queue = new RunQueue();
  private final AtomicLong live = new AtomicLong();
  private final Event quiet = new Event(WaitReason.JOIN);
  private volatile Carrier[] carriers = {};
  private @Nullable Carrier firstIdle;
  private @Nullable Carrier watcher;
  private int made;
  private int awake;
  private int blocked;
  private int serial;
  private volatile boolean crowded;
  private volatile boolean unwatched;
  private volatile boolean closed;
  private volatile boolean stopped;

  private Pool(String name, int size) {
    this.name = name;
    this.size = size;
  }

  /**
   * The pool for whoever names none.
   *
   * @return always the same
   */
  public static Pool shared() {
    return Shared.POOL;
  }

  /**
   * Makes a pool.
   *
   * @param carriers how many carriers it has
   * @return the pool
   */
  public static Pool of(int carriers) {
    if (carriers < 1) {
      throw new IllegalArgumentException("Scheduler.pool(" + carriers + "): at least 1 carrier");
    }
    return new Pool("bobbin-" + POOLS.incrementAndGet(), carriers);
  }

  // Giving work

  @Override
  void submit(TaskletStrand<?> tasklet) {
    if (closed) {
      throw new RejectedExecutionException("the scheduler " + name + " is closed");
    }
    live.incrementAndGet();
    ready(tasklet);
  }

  @Override
  void ready(TaskletStrand<?> tasklet) {
    if (Thread.currentThread() instanceof Carrier carrier && carrier.pool == this) {
      TaskletStrand<?> before = carrier.swapSlot(tasklet);
      if (before != null) {
        add(before);
      } else if (unwatched) {
        watch();
      }
    } else {
      add(tasklet);
    }
  }

  /** Takes a tasklet that yielded; returns it if the carrier is to go on with it at once. */
  @Nullable TaskletStrand<?> yielded(Carrier carrier, TaskletStrand<?> tasklet) {
    if (queue.isEmpty() && carrier.slot() == null && !crowded) {
      return tasklet;
    }
    latch.lock();
    queue.add(tasklet);
    latch.unlock();
    return null;
  }

  private void add(TaskletStrand<?> tasklet) {
    latch.lock();
    queue.add(tasklet);
    Carrier woken = wakeable();
    boolean makes = woken == null && makeable();
    latch.unlock();
    dispatch(woken, makes);
  }

  /** Takes an idle carrier that may run; the caller unparks it. Called with the latch held. */
  private @Nullable Carrier wakeable() {
    Carrier carrier = awake - blocked < size ? firstIdle : null;
    if (carrier != null) {
      if (carrier == watcher && carrier.nextIdle != null) {
        carrier = carrier.nextIdle;
      }
      leaveIdle(carrier);
    }
    return carrier;
  }

  /** Counts a carrier that the caller is to make, if it may. Called with the latch held. */
  private boolean makeable() {
    boolean makes = awake - blocked < size && firstIdle == null && made < size + MOST_SPARES;
    if (makes) {
      made++;
      awake++;
    }
    return makes;
  }

  private void dispatch(@Nullable Carrier woken, boolean makes) {
    if (woken != null) {
      LockSupport.unpark(woken);
    } else if (makes) {
      make();
    }
  }

  private void make() {
    try {
      Carrier carrier = new Carrier(this, name + "-carrier-" + nextSerial());
      synchronized (this) {
        Carrier[] before = carriers;
        Carrier[] after = java.util.Arrays.copyOf(before, before.length + 1);
        after[before.length] = carrier;
        carriers = after;
      }
      carrier.start();
    } catch (Throwable t) {
      latch.lock();
      made--;
      awake--;
      boolean alone = made == 0;
      latch.unlock();
      if (alone) {
        throw t;
      }
    }
  }

  private synchronized int nextSerial() {
    return ++serial;
  }

  // Taking work: called by carriers

  /** The next tasklet for a carrier; null if the carrier is to end. */
  @Nullable TaskletStrand<?> take(Carrier carrier) {
    for (; ; ) {
      TaskletStrand<?> tasklet = null;
      if (!crowded) {
        if (++carrier.turn % FAIRNESS == 0) {
          tasklet = poll();
        }
        if (tasklet == null) {
          tasklet = carrier.takeSlot();
        }
      }
      if (tasklet == null) {
        tasklet = pollOrIdle(carrier);
      }
      if (tasklet != null) {
        return tasklet;
      }
      if (carrier.idle && !idle(carrier)) {
        return null;
      }
    }
  }

  private @Nullable TaskletStrand<?> poll() {
    if (queue.isEmpty()) {
      return null;
    }
    latch.lock();
    TaskletStrand<?> tasklet = queue.poll();
    latch.unlock();
    return tasklet;
  }

  /** Takes from the queue; if there is nothing, or are too many carriers, goes idle. */
  private @Nullable TaskletStrand<?> pollOrIdle(Carrier carrier) {
    TaskletStrand<?> slot = carrier.takeSlot();
    TaskletStrand<?> tasklet = null;
    latch.lock();
    if (slot != null) {
      queue.add(slot);
    }
    if (awake - blocked <= size) {
      tasklet = queue.poll();
    }
    if (tasklet == null) {
      carrier.idle = true;
      carrier.nextIdle = firstIdle;
      firstIdle = carrier;
      awake--;
      if (watcher == null && awake > 0) {
        watcher = carrier;
      }
    }
    crowded = awake - blocked > size;
    unwatched = watcher == null && firstIdle != null;
    latch.unlock();
    return tasklet;
  }

  /** Takes a carrier from the idle ones. Called with the latch held. */
  private void leaveIdle(Carrier carrier) {
    if (firstIdle == carrier) {
      firstIdle = carrier.nextIdle;
    } else {
      Carrier before = firstIdle;
      while (before != null && before.nextIdle != carrier) {
        before = before.nextIdle;
      }
      if (before != null) {
        before.nextIdle = carrier.nextIdle;
      }
    }
    carrier.nextIdle = null;
    carrier.idle = false;
    awake++;
    if (watcher == carrier) {
      watcher = null;
    }
    unwatched = watcher == null && firstIdle != null;
  }

  /** Waits until the carrier is woken, or finds something stale; false if it is to end. */
  private boolean idle(Carrier carrier) {
    long look = SHORTEST_LOOK;
    long since = System.nanoTime();
    while (carrier.idle) {
      if (stopped) {
        return !retire(carrier);
      }
      if (watcher == carrier) {
        LockSupport.parkNanos(this, look);
        look = Math.min(2 * look, LONGEST_LOOK);
        if (carrier.idle && steal(carrier)) {
          return true;
        }
      } else if (made > size) {
        LockSupport.parkNanos(this, SPARE_LIVES);
        if (carrier.idle && System.nanoTime() - since >= SPARE_LIVES && retire(carrier)) {
          return false;
        }
      } else {
        LockSupport.park(this);
        look = SHORTEST_LOOK;
      }
    }
    return true;
  }

  /** Ends an idle carrier, unless it was woken meanwhile. */
  private boolean retire(Carrier carrier) {
    latch.lock();
    boolean retires = carrier.idle && (stopped || made > size);
    if (retires) {
      leaveIdle(carrier);
      awake--;
      made--;
    }
    latch.unlock();
    if (retires) {
      synchronized (this) {
        carriers =
            java.util.Arrays.stream(carriers).filter(c -> c != carrier).toArray(Carrier[]::new);
      }
    }
    return retires;
  }

  // Watching

  /** Makes an idle carrier the watcher. */
  private void watch() {
    latch.lock();
    Carrier carrier = watcher == null ? firstIdle : null;
    if (carrier != null) {
      watcher = carrier;
    }
    unwatched = false;
    latch.unlock();
    if (carrier != null) {
      LockSupport.unpark(carrier);
    }
  }

  /** The watcher's look: moves stale tasklets to the queue; true if it is to run them itself. */
  private boolean steal(Carrier watching) {
    boolean stolen = false;
    for (Carrier busy : carriers) {
      TaskletStrand<?> tasklet = busy.slot();
      int turn = busy.turn;
      if (tasklet != null && tasklet == busy.seenSlot && turn == busy.seenTurn) {
        if (busy.stealSlot(tasklet)) {
          latch.lock();
          queue.add(tasklet);
          latch.unlock();
          stolen = true;
        }
        tasklet = null;
      }
      busy.seenSlot = tasklet;
      busy.seenTurn = turn;
    }
    latch.lock();
    boolean runs = stolen && watching.idle && awake - blocked < size;
    if (runs) {
      leaveIdle(watching);
    } else if (awake == 0 && watcher == watching) {
      watcher = null;
      unwatched = firstIdle != null;
    }
    latch.unlock();
    return runs;
  }

  @Override
  void absorb(TaskletStrand<?> tasklet) {
    tasklet.refuseRun();
    while (tasklet.refusesRun()) {
      boolean found = false;
      for (Carrier carrier : carriers) {
        found |= carrier.slot() == tasklet && carrier.stealSlot(tasklet);
      }
      latch.lock();
      found |= queue.remove(tasklet);
      latch.unlock();
      if (found) {
        tasklet.runRefused();
      }
      Thread.onSpinWait();
    }
  }

  // Pinned waits

  @Override
  void blockPinned(Runner runner, ThreadStrand strand) {
    TaskletStrand<?> slot =
        Thread.currentThread() instanceof Carrier carrier ? carrier.takeSlot() : null;
    latch.lock();
    if (slot != null) {
      queue.add(slot);
    }
    blocked++;
    Carrier woken = queue.isEmpty() ? null : wakeable();
    boolean makes = !queue.isEmpty() && woken == null && makeable();
    latch.unlock();
    dispatch(woken, makes);
    try {
      strand.parkUntilWoken();
    } finally {
      latch.lock();
      blocked--;
      crowded = awake - blocked > size;
      latch.unlock();
    }
  }

  @Override
  void raised(TaskletStrand<?> tasklet) {
    if (!tasklet.isMountedVolatile() || tasklet.innermost() instanceof ThreadStrand) {
      tasklet.throwAtWait();
    }
  }

  // The rest

  @Override
  @Nullable Thread carrierOf(TaskletStrand<?> tasklet) {
    for (Carrier carrier : carriers) {
      if (carrier.runner.current == tasklet) {
        return carrier;
      }
    }
    return null;
  }

  @Override
  @Nullable ClassLoader contextClassLoader() {
    return ClassLoader.getSystemClassLoader();
  }

  @Override
  public void run() {
    throw new UnsupportedOperationException("run(): the carriers of a pool run by themselves");
  }

  void ended() {
    if (live.decrementAndGet() == 0 && closed) {
      quiet.happen();
    }
  }

  @Override
  @Suspendable
  public void close() {
    if (this == shared()) {
      throw new UnsupportedOperationException("close(): the shared scheduler cannot be closed");
    }
    closed = true;
    if (live.get() == 0) {
      quiet.happen();
    }
    quiet.await(null);
    stop();
  }

  private void stop() {
    stopped = true;
    for (Carrier carrier : carriers) {
      LockSupport.unpark(carrier);
    }
  }

  @Override
  public String toString() {
    return "scheduler " + name + " with " + size + (size == 1 ? " carrier" : " carriers");
  }
}
