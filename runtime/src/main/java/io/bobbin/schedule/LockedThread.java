package io.bobbin.schedule;

import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What runs the tasklets that are locked to a carrier (N:1). The carrier is not one of its pool's
 * meanwhile.
 *
 * <p>Invariants, beside those of {@link OneAtATime}:
 *
 * <ul>
 *   <li>{@link #locked} is not 0 as long as a tasklet that is locked to this lives; it is raised
 *       from 0 once, on the carrier, by the first.
 *   <li>When it gets 0, the carrier goes back to its pool; or it ends, if a tasklet ended while it
 *       was locked, as such a tasklet may have left its marks on the thread.
 * </ul>
 */
final class LockedThread extends OneAtATime {
  private final Carrier carrier;
  private final Pool pool;
  private final Patience patience = new Patience(inbox::isEmpty);

  /** Whether a tasklet has ended while it was locked. Used by the carrier alone. */
  private boolean marked;

  private LockedThread(Carrier carrier, Pool pool) {
    this.carrier = carrier;
    this.pool = pool;
    driver = carrier;
  }

  /** What tasklets are locked to that run on a carrier of a pool, which is the calling thread. */
  static LockedThread of(Carrier carrier) {
    LockedThread known = carrier.locked;
    if (known == null) {
      Pool pool = Objects.requireNonNull(carrier.pool);
      known = new LockedThread(carrier, pool);
      pool.lends(carrier); // first, as it may fail for want of memory
      carrier.locked = known;
      carrier.runner.dispatcher = known;
      carrier.pool = null;
    }
    return known;
  }

  @Override
  void unlocked(boolean hasEnded) {
    marked |= hasEnded;
    if (locked.decrementAndGet() == 0 && !marked) {
      carrier.locked = null;
      carrier.runner.dispatcher = pool;
      carrier.pool = pool;
      pool.getsBack(carrier);
    }
  }

  /**
   * Goes on after the carrier has run a tasklet: runs those that are locked to it until none is.
   *
   * @return whether the carrier is its pool's again; if not, it is to end
   */
  boolean runAll() {
    while (carrier.locked == this && locked.get() != 0) {
      if (!runNext(carrier.runner)) {
        carrier.runner.idles();
        sleepUntilMessage();
      }
    }
    return carrier.locked == null;
  }

  @Override
  OneAtATime lockable(Runner by) {
    return this;
  }

  @Override
  void awaitMessage() {
    if (!patience.looks()) {
      LockSupport.park(this);
    }
  }

  @Override
  @Nullable Switches switches() {
    return pool.switches();
  }

  @Override
  void blockPinned(Runner by, ThreadStrand strand) {
    runOthersUntil(by, strand);
  }

  @Override
  void submit(TaskletStrand<?> tasklet) {
    throw new IllegalStateException("nothing is started on the " + this);
  }

  @Override
  @Nullable Thread carrierOf(TaskletStrand<?> tasklet) {
    return carrier.runner.current == tasklet ? carrier : null;
  }

  @Override
  @Nullable ClassLoader contextClassLoader() {
    return pool.contextClassLoader();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("close(): the " + this);
  }

  @Override
  public String toString() {
    return "scheduler of what is locked to " + carrier.getName();
  }
}
