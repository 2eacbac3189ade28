package io.bobbin.schedule;

import io.bobbin.frame.Inlet;
import io.bobbin.frame.Outlet;
import io.bobbin.frame.Portable;
import org.jspecify.annotations.Nullable;

/**
 * The wait of a strand that was read from an image, and is to go on at a place that is there
 * already. Until its tasklet is resumed nobody at the place knows of it; then it is as if it had
 * begun to wait there at that moment.
 *
 * <p>The lock of the place guards it, so that whoever ends the wait early finds it either here or
 * there.
 */
public abstract class Returning implements WaitPlace {
  private final WaitPlace to;
  private final WaitReason reason;
  private boolean waits = true;

  /**
   * Makes a wait that has not come back yet.
   *
   * @param to the place
   * @param reason why one waits there
   */
  protected Returning(WaitPlace to, WaitReason reason) {
    this.to = to;
    this.reason = reason;
  }

  /**
   * Has a strand that is being read wait like this.
   *
   * @param strand the strand
   * @param from what it is read from
   */
  public final void enter(Strand strand, Inlet from) {
    strand.waitsAt(this);
    from.atResume(strand, () -> rejoin(strand));
  }

  /** Takes the lock of the place. */
  protected abstract void lock();

  /** Leaves the lock of the place. */
  protected abstract void unlock();

  /**
   * Has the strand wait at the place, or ends its wait at once. Called once, when its tasklet has
   * been resumed, without the lock; it takes the lock, and goes on only if {@link #leaves} says so.
   *
   * @param strand who waits
   */
  protected abstract void rejoin(Strand strand);

  /**
   * Whether the wait is still to go on. Called with the lock held.
   *
   * @return true the first time, if nobody has ended the wait before
   */
  protected final boolean leaves() {
    boolean first = waits;
    waits = false;
    return first;
  }

  @Override
  public final boolean withdraw(Strand strand, @Nullable Timeout onBehalfOf) {
    lock();
    boolean mine = waits && (onBehalfOf == null || !onBehalfOf.isCancelled());
    boolean gone = !waits;
    if (mine) {
      waits = false;
    }
    unlock();
    return gone ? to.withdraw(strand, onBehalfOf) : mine;
  }

  @Override
  public final boolean hold(Strand strand, TaskletStrand<?> tasklet) {
    lock();
    boolean held = waits && tasklet.hold();
    unlock();
    return held;
  }

  @Override
  public final @Nullable Portable portable() {
    return to.portable();
  }

  @Override
  public boolean isAway() {
    return true;
  }

  @Override
  public abstract void saveWait(Strand strand, Outlet outlet);

  @Override
  public final @Nullable WaitReason reason(Strand strand) {
    lock();
    boolean here = waits;
    unlock();
    return here ? reason : null;
  }

  @Override
  public final @Nullable Object subject(Strand strand) {
    return to.subject(strand);
  }
}
