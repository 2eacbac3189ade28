package io.bobbin.sync;

import io.bobbin.schedule.Latch;
import io.bobbin.schedule.Strand;
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
public abstract class Turnstile extends Latch {
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
