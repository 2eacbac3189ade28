package io.bobbin.schedule;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A latch that the thread of an N:1 scheduler takes without an atomic operation, as long as no
 * other thread does.
 *
 * <p>It gets a {@link Bias} when a tasklet of such a scheduler first waits there, and loses it for
 * ever when another thread takes the latch. That one, and who waits for it, do what else nobody
 * does with a latch: while it is held, a stack trace is made, and the owner is waited for.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Only the owner of the bias writes {@link #inside}. If it is true, and the bias was not
 *       revoked when the owner looked next, the owner has the latch, whatever {@link #held} says.
 *   <li>Who is not the owner, or finds the bias revoked, sets {@code held}; if there is a bias
 *       then, it is revoked, and the owner waited for, before the latch is had, and has no bias any
 *       more.
 *   <li>A latch is given a bias once, by its owner. So whoever else has it finds none, and does not
 *       take the owner's {@code inside}, which may be true for an instant, for its own.
 * </ul>
 */
public abstract class BiasedLatch extends Latch {
  private static final VarHandle INSIDE;

  static {
    try {
      INSIDE = MethodHandles.lookup().findVarHandle(BiasedLatch.class, "inside", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Whose this is. Written with the latch held. */
  private @Nullable Bias bias;

  private boolean inside;

  /** Whether this has, had, or is not to have a bias. Written with the latch held. */
  private boolean biased;

  /** Makes a latch that is free. */
  protected BiasedLatch() {}

  @Override
  public final void lock() {
    Bias by = bias;
    if (by == null || !by.isMine() || !enters(by)) {
      super.lock();
      if (bias != null) {
        settle();
      }
    }
  }

  private boolean enters(Bias by) {
    INSIDE.setOpaque(this, true);
    boolean entered = !by.isRevoked();
    if (!entered) {
      INSIDE.setRelease(this, false);
    }
    return entered;
  }

  @Override
  public final void unlock() {
    Bias by;
    if (inside && (by = bias) != null && by.isMine()) {
      INSIDE.setRelease(this, false);
    } else {
      super.unlock();
    }
  }

  /** Takes the bias away. Called with the latch held, but for its owner. */
  private void settle() {
    Bias by = bias;
    if (by != null && !by.isMine()) {
      try {
        by.revoke();
      } catch (Throwable t) {
        super.unlock();
        throw t;
      }
      for (int spins = 0; (boolean) INSIDE.getAcquire(this); spins++) {
        pause(spins);
      }
    }
    bias = null;
  }

  /**
   * Gives this the bias of who waits here, if there is one, and this had none yet. Called with the
   * latch held.
   *
   * @param waiter who waits
   */
  public final void biasTo(Strand waiter) {
    if (!biased) {
      TaskletStrand<?> host = waiter.host();
      if (host != null) {
        biasTo(host.dispatcher.bias());
      }
    }
  }

  /** Whether this has a bias, as far as can be told without the latch. */
  final boolean hasBias() {
    return bias != null;
  }

  /** Gives this its bias, the calling thread's, or none. Called with the latch held. */
  final void biasTo(@Nullable Bias to) {
    bias = to;
    biased = true;
  }

  /**
   * Sees to it that this has no bias, now and later, as other threads will come. Called without the
   * latch.
   */
  protected final void share() {
    if (!biased || bias != null) {
      super.lock();
      settle();
      biased = true;
      super.unlock();
    }
  }
}
