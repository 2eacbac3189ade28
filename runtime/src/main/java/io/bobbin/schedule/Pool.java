package io.bobbin.schedule;

import io.bobbin.DeadlockError;
import io.bobbin.Registration;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler with carriers of its own (M:N): a slot and a queue at each carrier, and a common
 * queue.
 *
 * <p>A tasklet that a carrier's tasklet wakes or starts goes into that carrier's slot, and what was
 * there goes to the carrier's queue. So partners who hand values to and fro stay on one carrier,
 * and no thread is woken for them. A carrier that has nothing takes its share of the common queue,
 * where those are that come from outside or found a carrier's queue full; then it steals from other
 * carriers' queues, half of what is there. If the waker goes on computing, its slot gets stale;
 * while some carriers are idle one of them looks at the slots now and then, and takes what it saw
 * at its last look.
 *
 * <p>Only those of normal priority go to carriers. A carrier looks into the common queue first
 * while somebody more urgent is there, and lines up there what it has, so that it is not passed
 * over for ever.
 *
 * <p>Invariants: {@link #live} counts the tasklets that were submitted and have not ended, and what
 * carriers that run have {@linkplain Carrier#counted counted} beyond them; {@link #quiet} happens
 * when the pool is closed and it is 0. Who submits counts the tasklet, then looks whether the pool
 * is closed; who closes does it the other way round. So no tasklet begins once {@link #close()} has
 * returned.
 */
public final class Pool extends Dispatcher {
  /**
   * Once in so many turns a carrier looks into the common queue first, and once into its own before
   * its slot, so that slots starve nobody, nor do queues of carriers who comes from outside. A
   * power of two.
   */
  private static final int FAIRNESS = 64;

  /** So many tasklets a carrier counts at once, before they are submitted. */
  private static final int BATCH = 64;

  private static final AtomicInteger POOLS = new AtomicInteger();

  private static final Set<Pool> ALL =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private static final class Shared {
    static final Pool POOL =
        new Pool(
            "bobbin",
            Math.max(
                1,
                Integer.getInteger("bobbin.carriers", Runtime.getRuntime().availableProcessors())));
  }

  private final String name;
  private final Crew crew;
  private final AtomicLong live = new AtomicLong();
  private final Event quiet = new Event(WaitReason.JOIN);

  /** The timers, blocking calls and such that its tasklets wait for. */
  private final LongAdder outside = new LongAdder();

  private final DeadlockWatch watch = new DeadlockWatch(this);
  private volatile boolean closed;

  private Pool(String name, int size) {
    this.name = name;
    this.crew = new Crew(this, name, size);
    ALL.add(this);
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
    adopt(tasklet);
    ready(tasklet);
  }

  @Override
  public List<TaskletStrand<?>> tasklets() {
    List<TaskletStrand<?>> mine = SharedRoster.required("tasklets", this).list();
    mine.removeIf(each -> each.home() != this);
    return mine;
  }

  @Override
  void adopt(TaskletStrand<?> tasklet) {
    Carrier mine = callingCarrier();
    if (mine == null) {
      live.incrementAndGet();
    } else {
      if (mine.counted == 0) {
        live.addAndGet(BATCH);
        mine.counted = BATCH;
      }
      mine.counted--;
    }
    SharedRoster.begins(tasklet);
    if (closed) {
      ended(tasklet);
      throw new RejectedExecutionException("the scheduler " + name + " is closed");
    }
  }

  @Override
  void ready(TaskletStrand<?> tasklet) {
    Carrier mine = callingCarrier();
    if (mine != null && tasklet.priority == TaskletStrand.NORMAL) {
      TaskletStrand<?> before = mine.fillSlot(tasklet);
      if (before != null) {
        crew.add(mine, before);
      } else {
        crew.watch();
      }
    } else {
      crew.add(tasklet);
    }
  }

  /**
   * Puts a tasklet behind those of the carrier that calls. If who starts many joins them one by
   * one, most of them have ended when he goes on; from the slot he would go on after each.
   */
  @Override
  void readyInTurn(TaskletStrand<?> tasklet) {
    Carrier mine = callingCarrier();
    if (mine != null && !mine.local.isEmpty()) {
      crew.add(mine, tasklet);
    } else {
      ready(tasklet);
    }
  }

  @Override
  void ready(TaskletStrand<?> tasklet, boolean first) {
    if (first) {
      ready(tasklet); // into the slot
    } else {
      crew.add(tasklet);
    }
  }

  /** Takes a tasklet that yielded; returns that with which the carrier is to go on at once. */
  @Nullable TaskletStrand<?> yielded(Carrier carrier, TaskletStrand<?> tasklet) {
    boolean hasOwn = carrier.slot() != null || !carrier.local.isEmpty();
    if (hasOwn && (crew.hasEmptyQueue() || carrier.hasRoundLeft())) {
      crew.add(carrier, tasklet);
    } else if (carrier.slot() != null) {
      crew.add(tasklet);
    } else if (crew.isCrowded()) {
      crew.addBeforeTaking(tasklet);
    } else {
      return crew.hasEmptyQueue() ? tasklet : crew.exchange(carrier, tasklet);
    }
    return null;
  }

  @Override
  void raised(TaskletStrand<?> tasklet) {
    if (!tasklet.isMountedVolatile() || tasklet.innermost() instanceof ThreadStrand) {
      tasklet.throwAtWait();
    }
  }

  // Taking work

  /** The next tasklet for a carrier; null if the carrier is to end. */
  @Nullable TaskletStrand<?> take(Carrier carrier) {
    do {
      TaskletStrand<?> tasklet = null;
      if (!crew.isCrowded()) {
        boolean isUrgent = crew.isUrgent();
        if (isUrgent) {
          lineUp(carrier.takeOwn());
        }
        int turn = ++carrier.turn & (FAIRNESS - 1);
        if (turn == 0 || isUrgent) {
          tasklet = crew.poll();
        } else if (turn == FAIRNESS / 2) {
          tasklet = carrier.local.poll();
        }
        if (tasklet == null) {
          tasklet = carrier.takeOwn();
        }
      }
      if (tasklet == null) {
        tasklet = crew.pollOrIdle(carrier);
      }
      if (tasklet != null) {
        return tasklet;
      }
      carrier.runner.idles();
      lineUpAll(carrier);
      settle(carrier);
      if (live.get() != 0) {
        watch.set();
      }
    } while (crew.sleep(carrier));
    return null;
  }

  /** Puts what a carrier had into the common queue, where it grows old. */
  private void lineUp(@Nullable TaskletStrand<?> own) {
    if (own != null) {
      crew.add(own);
    }
  }

  /** As an idle carrier must have nothing: a listener to switches may have woken somebody. */
  private void lineUpAll(Carrier idle) {
    for (TaskletStrand<?> own = idle.takeOwn(); own != null; own = idle.takeOwn()) {
      crew.add(own);
    }
  }

  /** Notes that a tasklet has ended, or was refused. */
  @Override
  void ended(TaskletStrand<?> tasklet) {
    SharedRoster.ended(tasklet);
    Carrier mine = callingCarrier();
    if (mine == null) {
      subtract(1);
    } else {
      mine.counted++;
      if (closed) {
        settle(mine);
      } else if (mine.counted == 2 * BATCH) {
        mine.counted = BATCH;
        subtract(BATCH);
      }
    }
  }

  /** Takes those off the count that a carrier, which calls, has counted, and that are none. */
  private void settle(Carrier mine) {
    int counted = mine.counted;
    if (counted != 0) {
      mine.counted = 0;
      subtract(counted);
    }
  }

  private void subtract(int count) {
    if (live.addAndGet(-count) == 0 && closed) {
      quiet.happen();
    }
  }

  /** The carrier that calls, if it is one of this pool. */
  private @Nullable Carrier callingCarrier() {
    return Thread.currentThread() instanceof Carrier carrier && carrier.pool == this
        ? carrier
        : null;
  }

  @Override
  void absorb(TaskletStrand<?> tasklet) {
    tasklet.refuseRun();
    while (tasklet.refusesRun()) {
      if (crew.remove(tasklet)) {
        tasklet.runRefused();
      }
      Thread.onSpinWait();
    }
  }

  @Override
  void blockPinned(Runner runner, ThreadStrand strand) {
    Carrier mine = (Carrier) runner.thread;
    settle(mine);
    crew.blocks(mine);
    try {
      strand.parkUntilWoken();
    } finally {
      crew.blocksNoLonger();
    }
  }

  // Tasklets that are locked to a thread

  @Override
  OneAtATime lockable(Runner runner) {
    return LockedThread.of((Carrier) runner.thread);
  }

  /** Does without a carrier from now on, which calls. */
  void lends(Carrier carrier) {
    settle(carrier);
    crew.leave(carrier);
  }

  /** Has the calling carrier again. */
  void getsBack(Carrier carrier) {
    crew.join(carrier);
  }

  // For who looks whether anybody may wake anybody

  @Override
  public Registration onDeadlock(Consumer<? super DeadlockError> listener) {
    Objects.requireNonNull(listener, "listener");
    Consumer<DeadlockError> mine = error -> listener.accept(error); // one may be added twice
    watch.add(mine);
    return () -> watch.remove(mine);
  }

  @Override
  public List<Tasklet<?>> leaks() {
    return LeakSearch.in(this, List.of(SharedRoster.required("leaks()", this)));
  }

  long live() {
    return live.get();
  }

  @Override
  public void outsideBegins() {
    outside.increment();
  }

  @Override
  public void outsideEnds() {
    outside.decrement();
  }

  /**
   * How many tasklets all pools have run so far; negative if some pool runs one now, is about to,
   * or has one that waits for something outside. If it is the same twice, none was run in between.
   */
  static long quietTurns() {
    long sum = 0;
    for (Pool pool : List.copyOf(ALL)) {
      long turns = pool.outside.sum() != 0 ? -1 : pool.crew.quietTurns();
      if (turns < 0) {
        return -1;
      }
      sum += turns;
    }
    return sum;
  }

  // The rest

  @Override
  @Nullable Thread carrierOf(TaskletStrand<?> tasklet) {
    for (Carrier carrier : crew.carriers()) {
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
    crew.stop();
  }

  @Override
  public String toString() {
    return "scheduler " + name + " with " + crew.size + (crew.size == 1 ? " carrier" : " carriers");
  }
}
