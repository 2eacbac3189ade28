package io.bobbin.channel;

import io.bobbin.frame.Outlet;
import io.bobbin.schedule.Latch;
import io.bobbin.schedule.Returning;
import io.bobbin.schedule.Strand;
import io.bobbin.schedule.WaitReason;

/**
 * The wait of a select some of whose channels are there already, or all: until its tasklet is
 * resumed none of them knows of it. Then it is as if the select had begun at that moment, with the
 * times that are left.
 */
final class ReturningSelection extends Returning {
  /** Guards this until the select has begun anew; taken before the latches of channels. */
  private static final class Guard extends Latch {}

  private final Guard guard = new Guard();
  private final Selection selection;

  ReturningSelection(Selection selection) {
    super(selection, WaitReason.SELECT);
    this.selection = selection;
  }

  @Override
  protected void lock() {
    guard.lock();
  }

  @Override
  protected void unlock() {
    guard.unlock();
  }

  /** The selection writes who waits, even so. */
  @Override
  public boolean isAway() {
    return false;
  }

  @Override
  public void saveWait(Strand strand, Outlet to) {
    throw to.refusal("is a select that is shared");
  }

  boolean isOf(Selection which) {
    return selection == which;
  }

  /** Whether the wait is still to go on; called once, with the lock held. */
  boolean isFirst() {
    return leaves();
  }

  @Override
  protected void rejoin(Strand strand) {
    selection.beginAgain(strand, this);
  }
}
