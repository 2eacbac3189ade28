package io.bobbin.sync;

import io.bobbin.Suspendable;
import io.bobbin.frame.Inlet;
import io.bobbin.frame.Outlet;
import io.bobbin.frame.Portable;
import io.bobbin.schedule.Event;
import io.bobbin.schedule.TaskletStrand;
import io.bobbin.schedule.WaitReason;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Who does what is done once.
 *
 * <p>Invariant: when {@link #doer} is {@link #NOBODY}, {@link #through} has happened. So who looks
 * at the doer first sees one state of both.
 */
public final class Doing implements Portable {
  private static final Object NOBODY = new Object();

  private Event through = new Event(WaitReason.ONCE);

  /** Null until somebody begins, then who does it, then {@link #NOBODY}. */
  private final AtomicReference<@Nullable Object> doer = new AtomicReference<>();

  /** Makes what nobody has begun. */
  public Doing() {}

  /**
   * Whether it has been done.
   *
   * @return true once {@link #end()} was called
   */
  public boolean isDone() {
    return through.hasHappened();
  }

  /**
   * Begins, if nobody has.
   *
   * @return whether the caller is to do it, and to call {@link #end()}
   */
  public boolean begins() {
    return doer.compareAndSet(null, Callers.current());
  }

  /** Notes that it is done, or that it failed, and wakes those who wait for that. */
  public void end() {
    through.happen();
    doer.set(NOBODY);
  }

  /**
   * Waits until it is done.
   *
   * @throws IllegalStateException if the caller is doing it
   */
  @Suspendable
  public void await() {
    Object caller = Callers.current();
    if (doer.get() == caller) {
      throw new IllegalStateException(
          "Once.run: "
              + Callers.name(caller)
              + " is running the body, and would wait for itself for ever. Do not call run in what"
              + " it runs");
    }
    through.await(null);
  }

  // Pickling: who waits is written by the event

  private static final int FREE = 0;
  private static final int BEGUN = 1;
  private static final int DONE = 2;

  @Override
  public void save(Outlet to) {
    Object by = doer.get();
    boolean isBegun = by != null && by != NOBODY;
    if (isBegun && !(by instanceof TaskletStrand<?> && to.includes(by))) {
      throw to.refusal(
          "is a Once whose body "
              + Callers.name(by)
              + " is running, who is not to be pickled: pickle both together, or when it is through");
    }
    to.number(by == null ? FREE : isBegun ? BEGUN : DONE);
    to.reference(isBegun ? by : null);
    to.reference(through);
  }

  @Override
  public void restore(Inlet from) {
    int state = from.number(FREE, DONE);
    TaskletStrand<?> by = from.reference(TaskletStrand.class);
    Event event = from.reference(Event.class);
    if ((state == BEGUN) != (by != null) || event == null) {
      throw from.damaged("a Once that nobody runs, and is begun");
    }
    through = event;
    doer.set(state == DONE ? NOBODY : by);
  }
}
