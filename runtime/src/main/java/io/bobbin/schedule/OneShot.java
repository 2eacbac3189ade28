package io.bobbin.schedule;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A place made for one wait of one strand; the first to {@link #claim} it ends the wait. */
public abstract class OneShot implements WaitPlace {
  private static final VarHandle CLAIMED;

  static {
    try {
      CLAIMED = MethodHandles.lookup().findVarHandle(OneShot.class, "claimed", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @SuppressWarnings("unused") // by CLAIMED
  private boolean claimed;

  /** Makes a place whose wait nobody has claimed. */
  protected OneShot() {}

  /**
   * Claims the wait.
   *
   * @return true for the first caller
   */
  public final boolean claim() {
    return CLAIMED.compareAndSet(this, false, true);
  }

  /**
   * Whether the wait was claimed.
   *
   * @return true if it was
   */
  public final boolean isClaimed() {
    return (boolean) CLAIMED.getAcquire(this);
  }
}
