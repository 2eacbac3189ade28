package io.bobbin.sync;

import io.bobbin.frame.Inlet;
import io.bobbin.frame.Outlet;
import io.bobbin.schedule.Latch;
import io.bobbin.schedule.Rejoined;
import io.bobbin.schedule.Strand;
import io.bobbin.schedule.TaskletStrand;
import io.bobbin.schedule.WaitPlace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of a tool, for which strands wait in one or more {@link Line}s.
 *
 * <p>Invariants, while nobody holds the latch:
 *
 * <ul>
 *   <li>If the state would admit somebody who waits, the thread that made it so is inside {@link
 *       #unlockAndWake()}, and will admit him. Newcomers do not overtake him: they are admitted at
 *       once only while nobody waits whose turn comes before.
 *   <li>Who was admitted is in no line any more, and has what he asked for.
 * </ul>
 */
public abstract class Turnstile extends Latch implements Rejoined {
  Turnstile() {}

  /**
   * Admits a newcomer who need not wait. Called with the latch held.
   *
   * @param line where he would wait
   * @param request what he asks for
   * @return whether he has it now
   */
  abstract boolean admits(Line line, Object request);

  /**
   * What stands in the line for a newcomer who has to wait. Called with the latch held.
   *
   * @param line where he will wait
   * @param request what he asks for
   * @return the same, unless the tool wants to know more
   */
  Object noted(Line line, Object request) {
    return request;
  }

  /**
   * Admits the next of those who wait, if the state lets one in: takes him out of his line, and on
   * his behalf what he asked for. Called with the latch held.
   *
   * @return whom to wake, or null
   */
  abstract @Nullable Strand admitNext();

  /**
   * Takes back what one was admitted to who cannot use it. Called with the latch held.
   *
   * @param line where he waited
   * @param request what he asked for, and was granted
   */
  abstract void takeBack(Line line, Object request);

  // Pickling

  /** The lines of this, as {@link Line#saveWait} numbers them. */
  abstract List<Line> lines();

  /** What an image says of a request. */
  long number(Line line, Object request) {
    return 0;
  }

  /** Whether an image may say so of a request. */
  boolean mayAsk(Line line, long number) {
    return number == 0;
  }

  /** The request that an image says; null if there is none like it. */
  @Nullable Object request(Line line, Strand strand, long number) {
    return mayAsk(line, number) ? strand.host() : null;
  }

  /** Writes what else is to be known of one who waits. */
  void saveMore(Line line, WaitPlace at, Outlet to) {}

  /** Reads what {@link #saveMore} wrote: by what he was signalled, if he was. */
  @Nullable Signals restoreMore(Line line, Inlet from) {
    return null;
  }

  /** Lets those in who can be, of those who were read. */
  final void letIn() {
    lock();
    unlockAndWake();
  }

  @Override
  public void restoreWait(Strand strand, Inlet from) {
    List<Line> all = lines();
    all.get(from.number(0, all.size() - 1)).restoreWait(strand, from);
  }

  /**
   * Writes who alone has this, if somebody has.
   *
   * @param holder a tasklet, a thread, or null
   */
  final void saveHolder(@Nullable Object holder, Outlet to) {
    boolean isIncluded = holder instanceof TaskletStrand<?> && to.includes(holder);
    if (holder != null && !isIncluded && !to.leavesBehind(this, holder)) {
      throw to.refusal(
          "is a "
              + this
              + ", who is not to be pickled: pickle both together, or when it is unlocked, or say"
              + " PickleOptions.copy(...) of it, then the copy is unlocked");
    }
    to.reference(isIncluded ? holder : null);
  }

  /** Who alone can let the next one in, for who looks on; null if anybody can. */
  @Nullable Object holder() {
    return null;
  }

  /** Releases the latch, after a change of the state, and wakes all whom the change lets in. */
  final void unlockAndWake() {
    Strand next = admitNext();
    unlock();
    while (next != null) {
      next.wake();
      lock();
      next = admitNext();
      unlock();
    }
  }
}
