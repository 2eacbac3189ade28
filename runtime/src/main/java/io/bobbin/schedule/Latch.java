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
  public final void lock() {
    if (!HELD.compareAndSet(this, 0, 1)) {
      lockContended();
    }
  }

  /** Releases the lock. */
  public final void unlock() {
    HELD.setRelease(this, 0);
  }

  @SuppressWarnings("ThreadPriorityCheck") // the holder may need our processor
  private void lockContended() {
    int spins = 0;
    do {
      while ((int) HELD.getOpaque(this) != 0) {
        if (++spins < SPINS) {
          Thread.onSpinWait();
        } else {
          Thread.yield();
        }
      }
    } while (!HELD.compareAndSet(this, 0, 1));
  }
}
