package io.bobbin.schedule;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The carriers of a pool, and the common queue from which they take.
 *
 * <pre>
 *   a carrier is  when                                        until
 *   awake         it runs a tasklet or looks for one          it finds none, or the crew is crowded
 *   blocked       awake, but its tasklet is pinned at a wait  the wait ends: it is awake
 *   idle          it sleeps in the stack of idle carriers     it is woken: awake; a spare one retires
 *   watching      idle, one at most; it looks at what others  it finds something to do: awake
 *                 have
 * </pre>
 *
 * <p>A carrier to which tasklets are locked has {@linkplain #leave left} the crew, and may
 * {@linkplain #join come back}. One that gets idle looks for work for some microseconds before it
 * sleeps; who wakes it sees that, and leaves the operating system alone.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>{@link #latch} guards what is not final here, and {@link Carrier#nextIdle}; what is
 *       volatile may be read without it.
 *   <li>{@code awake - blocked <= size}, but for the time between the end of a pinned wait and the
 *       next turn of some carrier: then the crew is {@link #crowded}.
 *   <li>A tasklet is added to the queue with the latch held, and in the same hold a carrier is
 *       woken or made if one may be. A carrier goes idle only when it finds the queue empty with
 *       the latch held. So no tasklet lies in the queue while a carrier that might run it is idle.
 *   <li>A carrier has tasklets of its own only while it is awake and not blocked. It wakes or makes
 *       another one when there are several in its queue, if it sees that one may be; one that goes
 *       idle looks at the others' queues once more. If both look too early, it is found by who
 *       watches. So is a single one, which will mostly be run soon, and costs more if it is run
 *       elsewhere.
 *   <li>While there are idle carriers, or another one might be made, one is watching, or has just
 *       been made and is about to, or {@link #unwatched} is true, or no carrier is awake to fill a
 *       slot. Who fills a slot or an empty queue, and finds {@code unwatched}, has one watch; so
 *       has who is woken, if a slot or queue is filled: it may have been watching until then.
 * </ul>
 */
final class Crew {
  /** How many carriers may be added while others are blocked: property {@code bobbin.spares}. */
  private static final int MOST_SPARES = Integer.getInteger("bobbin.spares", 256);

  private static final long SHORTEST_LOOK = TimeUnit.MICROSECONDS.toNanos(50);
  private static final long LONGEST_LOOK = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long SPARE_LIVES = TimeUnit.SECONDS.toNanos(10);

  /** A class without subclasses, so that the JIT knows what its methods do. */
  private static final class Guard extends Latch {}

  final int size;
  private final Pool pool;
  private final String name;
  private final Latch latch = new Guard();
  private final CommonQueue queue = new CommonQueue();
  private volatile Carrier[] carriers = {};
  private volatile @Nullable Carrier watching;
  private volatile boolean crowded;
  private volatile boolean unwatched = true;

  /** Whether a carrier may be woken or made. */
  private volatile boolean hungry = true;

  private volatile boolean stopped;
  private @Nullable Carrier firstIdle;
  private int made;
  private int awake;
  private int blocked;
  private int serial;

  Crew(Pool pool, String name, int size) {
    this.pool = pool;
    this.name = name;
    this.size = size;
  }

  // The queue

  /** Adds a tasklet to the common queue, and sees that somebody takes it. */
  void add(TaskletStrand<?> tasklet) {
    latch.lock();
    queue.add(tasklet);
    feed();
  }

  /** Adds a tasklet on behalf of a carrier that takes one from the common queue next. */
  void addBeforeTaking(TaskletStrand<?> tasklet) {
    latch.lock();
    queue.add(tasklet);
    latch.unlock();
  }

  /**
   * Adds a tasklet to the queue of a carrier, which calls. If there is no room, half of what is
   * there goes to the common queue first: many at once, as each time costs a latch.
   */
  void add(Carrier carrier, TaskletStrand<?> tasklet) {
    if (tasklet.priority != TaskletStrand.NORMAL) {
      add(tasklet);
    } else if (!carrier.local.offer(tasklet)) {
      latch.lock();
      carrier.local.moveHalf(queue);
      queue.add(tasklet);
      feed();
    } else if (carrier.local.size() == 1) {
      watch();
    } else if (hungry) {
      latch.lock();
      feed();
    }
  }

  /** Takes a tasklet from the common queue, if there is one. */
  @Nullable TaskletStrand<?> poll() {
    if (queue.isEmpty()) {
      return null;
    }
    latch.lock();
    TaskletStrand<?> tasklet = queue.poll();
    latch.unlock();
    return tasklet;
  }

  /**
   * Puts a tasklet that yields behind those in the common queue, and takes a share of these. If
   * they are many, what is in the carrier's queue is put behind them, too: all have a turn before
   * one has its second. Called by the carrier, whose slot is empty.
   *
   * @return who is next
   */
  TaskletStrand<?> exchange(Carrier carrier, TaskletStrand<?> tasklet) {
    latch.lock();
    if (carrier.local.size() + queue.size() > LocalQueue.SIZE / 2) {
      unload(carrier);
    }
    queue.add(tasklet);
    TaskletStrand<?> next =
        Objects.requireNonNull(queue.pollShare(carrier.local, queue.size() / size));
    carrier.round = carrier.local.size();
    if (hungry && !(queue.isEmpty() && carrier.local.isEmpty())) {
      feed(); // the others may have got idle meanwhile
    } else {
      latch.unlock();
    }
    return next;
  }

  /** Takes half of what is in another carrier's queue, if one has several, for who calls. */
  private @Nullable TaskletStrand<?> steal(Carrier thief) {
    Carrier[] all = carriers;
    int start = Math.floorMod(thief.turn, all.length); // not always the same
    TaskletStrand<?> stolen = null;
    for (int i = 0; i < all.length && stolen == null; i++) {
      LocalQueue from = all[(start + i) % all.length].local;
      stolen = from == thief.local || from.size() < 2 ? null : thief.local.stealHalf(from);
    }
    return stolen;
  }

  /** Whether some carrier has several in its own queue, as of a moment ago. */
  private boolean hasLoot() {
    boolean has = false;
    for (Carrier carrier : carriers) {
      has |= carrier.local.size() > 1;
    }
    return has;
  }

  /** Moves what a carrier has to the common queue. Called by the carrier, with the latch held. */
  private void unload(Carrier carrier) {
    for (TaskletStrand<?> own = carrier.takeOwn(); own != null; own = carrier.takeOwn()) {
      queue.add(own);
    }
  }

  /** Whether nobody waits in the queue, as far as can be told without the latch. */
  boolean hasEmptyQueue() {
    return queue.isEmpty();
  }

  /** Whether somebody urgent waits in the queue, as far as can be told without the latch. */
  boolean isUrgent() {
    return queue.hasHigh();
  }

  /** How many tasklets the carriers have taken, if none has one to run, or will soon; else -1. */
  long quietTurns() {
    latch.lock();
    boolean isBusy = awake != blocked || !queue.isEmpty();
    latch.unlock();
    long turns = 0;
    for (Carrier carrier : carriers) {
      isBusy |= carrier.slot() != null || !carrier.local.isEmpty();
      turns += carrier.turn;
    }
    return isBusy ? -1 : turns;
  }

  /**
   * Takes a certain tasklet out of a slot or a queue; false if it is in none. What is in carriers'
   * queues comes into the common one.
   */
  boolean remove(TaskletStrand<?> tasklet) {
    boolean found = false;
    latch.lock();
    for (Carrier carrier : carriers) {
      found |= carrier.slot() == tasklet && carrier.stealSlot(tasklet);
      LocalQueue from = carrier.local;
      for (TaskletStrand<?> each = from.steal(); each != null; each = from.steal()) {
        queue.add(each);
      }
    }
    found |= queue.remove(tasklet);
    feed();
    return found;
  }

  // Carriers

  Carrier[] carriers() {
    return carriers;
  }

  /** Whether some carrier is to go idle though there may be work. */
  boolean isCrowded() {
    return crowded;
  }

  /** Takes an idle carrier that may run; the caller unparks it. Called with the latch held. */
  private @Nullable Carrier wakeable() {
    Carrier carrier = awake - blocked < size ? firstIdle : null;
    if (carrier != null) {
      if (carrier == watching && carrier.nextIdle != null) {
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
      tell();
    }
    return makes;
  }

  /** Wakes or makes a carrier, if one may be. Called with the latch held, which it releases. */
  private void feed() {
    Carrier woken = wakeable();
    boolean makes = woken == null && makeable();
    latch.unlock();
    dispatch(woken, makes);
  }

  /** Tells what has changed, and does the same if there is something in the common queue. */
  private void feedIfQueued() {
    tell();
    if (queue.isEmpty()) {
      latch.unlock();
    } else {
      feed();
    }
  }

  private void dispatch(@Nullable Carrier woken, boolean makes) {
    if (woken != null) {
      if (!woken.looks) {
        LockSupport.unpark(woken);
      }
    } else if (makes) {
      make();
    }
  }

  /** Makes a carrier that was counted; without one the others must do, if there are any. */
  private void make() {
    Carrier carrier = null;
    try {
      carrier = enlist();
      carrier.start();
    } catch (OutOfMemoryError e) {
      if (carrier != null) {
        dismiss(carrier);
      }
      latch.lock();
      made--;
      awake--;
      tell();
      boolean alone = made == 0;
      latch.unlock();
      if (alone) {
        throw e;
      }
    }
  }

  private synchronized Carrier enlist() {
    String carrierName = name + "-carrier-" + ++serial;
    Carrier carrier = OwnThread.make(() -> new Carrier(pool, carrierName));
    list(carrier);
    return carrier;
  }

  private synchronized void list(Carrier carrier) {
    Carrier[] all = Arrays.copyOf(carriers, carriers.length + 1);
    all[all.length - 1] = carrier;
    carriers = all;
  }

  /** Takes a carrier out of the crew, which calls; another one takes its place if need be. */
  void leave(Carrier carrier) {
    dismiss(carrier); // first, as it may fail for want of memory
    latch.lock();
    unload(carrier);
    awake--;
    made--;
    feedIfQueued();
  }

  /** Takes back a carrier that has left the crew, and calls. */
  void join(Carrier carrier) {
    list(carrier);
    latch.lock();
    awake++;
    made++;
    tell();
    latch.unlock();
  }

  private synchronized void dismiss(Carrier carrier) {
    carriers = Arrays.stream(carriers).filter(each -> each != carrier).toArray(Carrier[]::new);
  }

  /**
   * Takes from the common queue, or steals; if there is nothing, or are too many carriers, the
   * carrier is idle then.
   */
  @Nullable TaskletStrand<?> pollOrIdle(Carrier carrier) {
    TaskletStrand<?> tasklet = null;
    if (!crowded) {
      if (!queue.isEmpty()) {
        latch.lock();
        tasklet = queue.pollShare(carrier.local, (queue.size() - 1) / size);
        latch.unlock();
      }
      if (tasklet == null) {
        tasklet = steal(carrier);
      }
    }
    if (tasklet == null) {
      tasklet = pollOrIdleAtOnce(carrier);
    }
    if (tasklet == null ? hasLoot() : hungry && !carrier.local.isEmpty()) {
      latch.lock();
      feed(); // perhaps this
    }
    return tasklet;
  }

  private @Nullable TaskletStrand<?> pollOrIdleAtOnce(Carrier carrier) {
    TaskletStrand<?> tasklet = null;
    latch.lock();
    unload(carrier);
    if (awake - blocked <= size) {
      tasklet = queue.poll();
    }
    if (tasklet == null) {
      carrier.idle = true;
      carrier.seenSlot = null; // as it would be kept while nobody looks
      carrier.nextIdle = firstIdle;
      firstIdle = carrier;
      awake--;
      if (watching == null && awake > 0) {
        watching = carrier;
      }
    }
    tell();
    latch.unlock();
    return tasklet;
  }

  /** Tells those who have no latch. Called with the latch held, when what it depends on changed. */
  private void tell() {
    int running = awake - blocked;
    boolean tooMany = running > size;
    if (crowded != tooMany) {
      crowded = tooMany;
    }
    boolean wantsMore = running < size && (firstIdle != null || made < size + MOST_SPARES);
    if (hungry != wantsMore) {
      hungry = wantsMore;
    }
    boolean wantsWatch = watching == null && (firstIdle != null || running < size);
    if (unwatched != wantsWatch) {
      unwatched = wantsWatch;
    }
  }

  /** Makes an idle carrier an awake one. Called with the latch held. */
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
    if (watching == carrier) {
      watching = null;
    }
    tell();
  }

  /** Sleeps until the carrier is awake; false if it has retired instead. */
  boolean sleep(Carrier carrier) {
    long look = SHORTEST_LOOK;
    if (carrier.looksForWork()) {
      watchSlots();
      return true;
    }
    long since = System.nanoTime();
    boolean interrupted = false;
    while (carrier.idle) {
      interrupted |= Thread.interrupted(); // or it would not sleep
      if (watching == carrier) {
        LockSupport.parkNanos(this, look);
        look = Math.min(2 * look, LONGEST_LOOK);
        look(carrier);
      } else if (made > size) {
        LockSupport.parkNanos(this, SPARE_LIVES);
      } else if (!stopped) {
        LockSupport.park(this);
        look = SHORTEST_LOOK;
      }
      if (retires(carrier, System.nanoTime() - since)) {
        dismiss(carrier);
        return false;
      }
    }
    if (interrupted) {
      carrier.interrupt();
    }
    watchSlots();
    return true;
  }

  /**
   * Ends a carrier that is idle, if the pool is closed or it is a spare one and was idle for long.
   */
  private boolean retires(Carrier carrier, long idleFor) {
    latch.lock();
    boolean retires = carrier.idle && (stopped || (made > size && idleFor >= SPARE_LIVES));
    if (retires) {
      leaveIdle(carrier);
      awake--;
      made--;
      tell();
    }
    latch.unlock();
    return retires;
  }

  /** Has all carriers end once they are idle. */
  void stop() {
    stopped = true;
    for (Carrier carrier : carriers) {
      LockSupport.unpark(carrier);
    }
  }

  // Watching

  /** Called by a woken carrier: as it may have been the one who watched, sees that another does. */
  private void watchSlots() {
    if (unwatched) {
      for (Carrier busy : carriers) {
        if (busy.slot() != null || !busy.local.isEmpty()) {
          watch();
        }
      }
    }
  }

  /** Called by who has filled a slot, or an empty queue: sees that somebody watches. */
  void watch() {
    if (unwatched) {
      latch.lock();
      Carrier carrier = watching == null ? firstIdle : null;
      if (carrier != null) {
        watching = carrier;
      }
      // It will find nothing to do, and watch.
      boolean makes = watching == null && makeable();
      unwatched = false;
      latch.unlock();
      dispatch(carrier, makes);
    }
  }

  /**
   * The look of the watching carrier: what lies stale in slots is moved to the common queue, and so
   * is what others have had no time for.
   */
  private void look(Carrier watcher) {
    for (Carrier busy : carriers) {
      for (int more = (busy.local.size() + 1) / 2; more > 0; more--) {
        TaskletStrand<?> stolen = busy.local.steal();
        if (stolen != null) {
          add(stolen);
        }
      }
      TaskletStrand<?> tasklet = busy.slot();
      int turn = busy.turn;
      if (tasklet != null && tasklet == busy.seenSlot && turn == busy.seenTurn) {
        if (busy.stealSlot(tasklet)) {
          add(tasklet);
        }
        tasklet = null;
      }
      busy.seenSlot = tasklet;
      busy.seenTurn = turn;
    }
    latch.lock();
    if (awake == 0 && watching == watcher) {
      watching = null;
      for (Carrier idle : carriers) {
        idle.seenSlot = null; // nobody looks at it again soon
      }
      tell();
    }
    latch.unlock();
  }

  // Pinned waits

  /** Notes that a carrier blocks; another one may be awake meanwhile. */
  void blocks(Carrier carrier) {
    latch.lock();
    unload(carrier);
    blocked++;
    feedIfQueued();
  }

  /** Notes that a carrier blocks no longer. */
  void blocksNoLonger() {
    latch.lock();
    blocked--;
    tell();
    latch.unlock();
  }
}
