package io.bobbin.schedule;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A place made for one wait of one strand; the first to {@link #claim} it ends the wait. */
public abstract class OneShot implements WaitPlace {
  private static final VarHandle CLAIMED;

  static {
    try {
      CLAIMED = MethodHandles.lookup().findVarHandle(OneShot.class, "claimed", byte.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final byte FREE = 0;
  private static final byte TAKEN = 1;

  /** For an instant, while the tasklet is being held. */
  private static final byte LOOKED_AT = 2;

  @SuppressWarnings("unused") // by CLAIMED
  private byte claimed;

  /** Makes a place whose wait nobody has claimed. */
  protected OneShot() {}

  /**
   * Claims the wait.
   *
   * @return true for the first caller
   */
  public final boolean claim() {
    return CLAIMED.compareAndSet(this, FREE, TAKEN) || claimsLater();
  }

  private boolean claimsLater() {
    while ((byte) CLAIMED.getAcquire(this) != TAKEN) {
      if (CLAIMED.compareAndSet(this, FREE, TAKEN)) {
        return true;
      }
      Thread.onSpinWait();
    }
    return false;
  }

  @Override
  public final boolean hold(Strand strand, TaskletStrand<?> tasklet) {
    if (!CLAIMED.compareAndSet(this, FREE, LOOKED_AT)) {
      return false;
    }
    boolean held = strand.place == this && tasklet.hold();
    CLAIMED.setVolatile(this, FREE);
    return held;
  }

  /**
   * Whether the wait was claimed.
   *
   * @return true if it was
   */
  public final boolean isClaimed() {
    return (byte) CLAIMED.getAcquire(this) == TAKEN;
  }
}
