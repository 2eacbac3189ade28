package io.bobbin.schedule;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A lock for the few instructions that change a queue; subclasses are what it guards.
 *
 * <p>It is owned by nobody, and spins: whoever holds it runs no user code, allocates nothing, and
 * never waits, so it is free again after some tens of nanoseconds, unless the operating system took
 * the processor away from the holder. For that case a spinner soon gives up its time slice.
 */
public abstract class Latch {
  private static final VarHandle HELD;
  private static final int SPINS = 64;

  static {
    try {
      HELD = MethodHandles.lookup().findVarHandle(Latch.class, "held", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @SuppressWarnings("unused") // by HELD
  private int held;

  /** Makes a lock that is free. */
  protected Latch() {}

  /** Takes the lock. */
  public void lock() {
    if (!HELD.compareAndSet(this, 0, 1)) {
      lockContended();
    }
  }

  /** Releases the lock. */
  public void unlock() {
    HELD.setRelease(this, 0);
  }

  private void lockContended() {
    int spins = 0;
    do {
      while ((int) HELD.getOpaque(this) != 0) {
        pause(++spins);
      }
    } while (!HELD.compareAndSet(this, 0, 1));
  }

  /** Lets some time pass for who waits for a holder, who may need our processor. */
  @SuppressWarnings("ThreadPriorityCheck")
  static void pause(int spins) {
    if (spins < SPINS) {
      Thread.onSpinWait();
    } else {
      Thread.yield();
    }
  }
}
