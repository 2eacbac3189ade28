package io.bobbin.schedule;

import io.bobbin.Tasklet;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tasklets that nobody can wake any more. Whoever wakes a tasklet, or ends it, gets to it
 * by references: from a channel to the line of those who wait there, for example. So if nothing but
 * the schedulers' own books refers to a tasklet that is parked, it stays parked for ever; and the
 * garbage collector can tell:
 *
 * <ol>
 *   <li>Each tasklet that waits is given a guard, to which it alone refers, and is struck off the
 *       books, which leaves a weak reference.
 *   <li>The garbage is collected.
 *   <li>Those whose reference was not cleared go back into the books.
 *   <li>A tasklet whose reference was cleared is in the hands of its guard, which had to be
 *       finalized: it goes back into the books too, and is reported.
 * </ol>
 *
 * <p>Meanwhile the tasklets go on: one that is woken, runs and ends is reachable while it does. One
 * that leaks after its reference was looked at is found the next time.
 *
 * <p>Invariant: a tasklet that is off the books has a guard that is armed, so it is not lost.
 */
final class LeakSearch {
  /** How long the JVM is given to finalize one object. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

  /** What the collector has given back. */
  private static final class Found {
    private @Nullable Guard first;
    private int count;

    synchronized void add(Guard guard) {
      guard.next = first;
      first = guard;
      count++;
      notifyAll();
    }

    /** Waits until there are so many; false if there are not after a time. */
    synchronized boolean await(int wanted, long nanos) {
      long start = System.nanoTime();
      boolean interrupted = false;
      long left = nanos;
      while (count < wanted && left > 0) {
        try {
          TimeUnit.NANOSECONDS.timedWait(this, left);
        } catch (InterruptedException e) {
          interrupted = true;
        }
        left = nanos - (System.nanoTime() - start);
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      return count >= wanted;
    }

    synchronized @Nullable Guard first() {
      return first;
    }
  }

  /** Becomes unreachable with its tasklet, and saves that. */
  private static final class Guard {
    private final Found found;
    private final @Nullable Roster roster;
    private volatile boolean armed = true;
    private volatile @Nullable TaskletStrand<?> tasklet;
    private @Nullable Guard next;

    Guard(Found found, @Nullable Roster roster, @Nullable TaskletStrand<?> tasklet) {
      this.found = found;
      this.roster = roster;
      this.tasklet = tasklet;
    }

    /** Called when the tasklet is back in the books: this is garbage, and must not keep it. */
    void disarm() {
      armed = false;
      tasklet = null;
    }

    /**
     * Nothing else brings back what is unreachable: a weak reference is cleared when its referent
     * is found to be, and a soft one, or a phantom one, keeps it from being found, or comes later.
     */
    @Override
    @SuppressWarnings({"deprecation", "Finalize"}) // for want of another way
    protected void finalize() {
      if (armed) {
        found.add(this);
      }
    }
  }

  /** A tasklet that is off the books. */
  private static final class Hidden extends WeakReference<TaskletStrand<?>> {
    private final Roster roster;

    Hidden(TaskletStrand<?> tasklet, Roster roster) {
      super(tasklet);
      this.roster = roster;
    }
  }

  private final Found found = new Found();
  private final List<Hidden> hidden = new ArrayList<>();

  private LeakSearch() {}

  /**
   * Searches. A tasklet to which others refer that have leaked too is found only if they are in one
   * of the books.
   *
   * @param scheduler whose tasklets are wanted
   * @param books where they stand, and others; the caller may use them
   * @return those that nobody can wake, by their names
   * @throws UnsupportedOperationException if the JVM does not collect garbage when asked to, or
   *     does not finalize
   */
  static List<Tasklet<?>> in(Dispatcher scheduler, List<? extends Roster> books) {
    TaskletStrand<?> caller = Dispatcher.currentTasklet();
    if (caller != null) {
      caller.dropLeftovers();
    }
    synchronized (LeakSearch.class) { // a second search would find what the first one has hidden
      requireCollector();
      return new LeakSearch().search(scheduler, books);
    }
  }

  private static void requireCollector() {
    Found proof = new Found();
    dropGuard(proof);
    System.gc();
    if (!proof.await(1, PATIENCE)) {
      throw new UnsupportedOperationException(
          "leaks(): the JVM does not finalize what is garbage when it is asked to. Start it without"
              + " -XX:+DisableExplicitGC and --finalization=disabled, and with a garbage collector.");
    }
  }

  /** In a method of its own, as a frame of the interpreter keeps what it had last. */
  private static void dropGuard(Found proof) {
    var unused = new Guard(proof, null, null);
  }

  private List<Tasklet<?>> search(Dispatcher scheduler, List<? extends Roster> books) {
    List<Tasklet<?>> leaked = new ArrayList<>();
    try {
      books.forEach(this::hideAll);
      System.gc();
    } finally {
      int lost = 0;
      for (Hidden each : hidden) {
        lost += isBack(each) ? 0 : 1;
      }
      found.await(lost, Long.MAX_VALUE);
      for (Guard each = found.first(); each != null; each = each.next) {
        TaskletStrand<?> tasklet = back(each);
        if (tasklet.home() == scheduler && tasklet.waitReason() != null) {
          leaked.add(tasklet);
        }
      }
    }
    leaked.sort(Comparator.comparing(Tasklet::name));
    return leaked;
  }

  private void hideAll(Roster roster) {
    for (TaskletStrand<?> each : roster.list()) {
      if (each.waitReason() != null) {
        each.extra().guard = new Guard(found, roster, each);
        hidden.add(new Hidden(each, roster));
        roster.remove(each);
      }
    }
  }

  /** Puts a tasklet back into the books, if it could be reached all the time. */
  private static boolean isBack(Hidden reference) {
    TaskletStrand<?> tasklet = reference.get();
    if (tasklet == null) {
      return false;
    }
    putBack(tasklet, reference.roster);
    return true;
  }

  private static TaskletStrand<?> back(Guard guard) {
    TaskletStrand<?> tasklet = Objects.requireNonNull(guard.tasklet);
    putBack(tasklet, Objects.requireNonNull(guard.roster));
    return tasklet;
  }

  private static void putBack(TaskletStrand<?> tasklet, Roster roster) {
    roster.add(tasklet);
    if (tasklet.isOver()) {
      roster.remove(tasklet); // who ended it did not find it there
    }
    Extra more = tasklet.extra();
    if (more.guard instanceof Guard guard) {
      guard.disarm();
      more.guard = null;
    }
  }
}
