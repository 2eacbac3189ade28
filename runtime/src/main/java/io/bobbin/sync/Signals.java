package io.bobbin.sync;

import io.bobbin.Suspendable;
import io.bobbin.frame.FrameStack;
import io.bobbin.frame.Inlet;
import io.bobbin.frame.Outlet;
import io.bobbin.schedule.Rejoined;
import io.bobbin.schedule.Returning;
import io.bobbin.schedule.Strand;
import io.bobbin.schedule.TaskletStrand;
import io.bobbin.schedule.ThreadStrand;
import io.bobbin.schedule.Timeout;
import io.bobbin.schedule.WaitPlace;
import io.bobbin.schedule.WaitReason;
import org.jspecify.annotations.Nullable;

/**
 * A condition of a mutex. Guarded by the mutex's latch.
 *
 * <p>A signal does not wake who waits: it moves him into the line of the mutex ("wait morphing", as
 * in LinuxThreads and the JDK's condition queues), where he is woken once he has the mutex. So a
 * wait that was signalled is one wait, and nobody wakes up only to find the mutex locked.
 *
 * <p>Before the signal the wait can be withdrawn, and a signal goes to the next; afterwards it
 * cannot: what is raised then is thrown at a later wait. So no signal is lost with its receiver.
 */
public final class Signals implements Rejoined {
  private Ownership mutex;
  private Line line;
  private final Signalled signalled = new Signalled();

  /**
   * Makes a condition for which nobody waits.
   *
   * @param mutex its mutex
   */
  public Signals(Ownership mutex) {
    this.mutex = mutex;
    this.line = new Line(mutex, this, WaitReason.CONDITION);
  }

  /** Where those stand who were signalled, and must have the mutex before they can go on. */
  final class Signalled implements WaitPlace {
    @Override
    public boolean withdraw(Strand strand, @Nullable Timeout onBehalfOf) {
      return false;
    }

    /** The signal goes to the next. */
    @Override
    public boolean giveUp(Strand strand) {
      mutex.lock();
      boolean waits = strand.waitsIn(this);
      if (waits) {
        mutex.leaveSignalled(strand);
        signalNext();
      } else {
        mutex.takeBack(line, this);
      }
      mutex.unlockAndWake();
      return waits;
    }

    @Override
    public boolean hold(Strand strand, TaskletStrand<?> tasklet) {
      mutex.lock();
      boolean held = strand.waitsIn(this) && tasklet.hold();
      mutex.unlock();
      return held;
    }

    @Override
    public Rejoined portable() {
      return Signals.this;
    }

    @Override
    public void saveWait(Strand strand, Outlet to) {
      to.number(SIGNALLED);
    }

    @Override
    public @Nullable WaitReason reason(Strand strand) {
      return strand.waitsIn(this) ? WaitReason.MUTEX : null;
    }
  }

  /**
   * Looks whether the caller may wait.
   *
   * @throws IllegalMonitorStateException if it does not have the mutex
   */
  public void requireOwner() {
    mutex.requireOwner(Callers.current(), "await");
  }

  /**
   * Gives the mutex up, which the caller has, and waits for a signal. If it returns the caller has
   * the mutex. If it throws, the caller has the mutex only if the wait did not begin.
   *
   * @param limit how long to wait at most, or null
   */
  @Suspendable
  public void await(@Nullable Timeout limit) {
    ThreadStrand self = new ThreadStrand();
    begin(self, Callers.current());
    Timeout.arm(limit, self, line);
    self.block();
  }

  /**
   * The twin of {@link #await(Timeout)}.
   *
   * @param limit how long to wait at most, or null
   * @param stack the caller's stack
   * @param room the bytes of native stack that are left
   */
  public void await(@Nullable Timeout limit, FrameStack stack, int room) {
    Strand self = (Strand) stack;
    if (!self.entersWait()) {
      await(limit);
    } else {
      begin(self, Callers.of(stack));
      Timeout.arm(limit, self, line);
      self.unwind();
    }
  }

  private void begin(Strand self, Object caller) {
    mutex.lock();
    line.enter(self, caller);
    mutex.giveUp();
  }

  /** Lets the one who waits longest go on, if somebody waits, once it has the mutex. */
  public void signal() {
    mutex.lock();
    signalNext();
    mutex.unlockAndWake();
  }

  /** Moves the first, if there is one, into the line of the mutex; true if there was. */
  private boolean signalNext() {
    Strand first = line.take();
    if (first != null) {
      mutex.enterSignalled(first, signalled);
    }
    return first != null;
  }

  /** Lets all who wait go on, each once it has the mutex. */
  public void signalAll() {
    mutex.lock();
    boolean more = true;
    while (more) {
      more = signalNext();
    }
    mutex.unlockAndWake();
  }

  // Pickling

  // To what one comes back
  private static final int WAITING = 0;
  private static final int SIGNALLED = 1;

  /**
   * Makes an empty one, to be restored.
   *
   * @return a condition of a mutex that nobody has
   */
  public static Signals empty() {
    return new Signals(new Ownership());
  }

  boolean isOf(Turnstile tool) {
    return mutex == tool;
  }

  /** Has somebody wait for the mutex who was signalled. Called with the latch held, or alone. */
  void enterMutex(Strand strand) {
    mutex.enterSignalled(strand, signalled);
  }

  @Override
  public void save(Outlet to) {
    to.reference(mutex);
    LineCopy waiting = new LineCopy();
    do {
      mutex.lock();
      waiting.take(line);
      mutex.unlock();
    } while (!waiting.isWhole());
    waiting.save(line, to);
  }

  @Override
  public void restore(Inlet from) {
    Ownership of = from.reference(Ownership.class);
    if (of == null) {
      throw from.damaged("a condition of no mutex");
    }
    mutex = of;
    line = new Line(of, this, WaitReason.CONDITION);
    LineCopy.restore(line, from);
  }

  @Override
  public void restoreWait(Strand strand, Inlet from) {
    if (from.number(WAITING, SIGNALLED) == WAITING) {
      line.restoreWait(strand, from);
    } else {
      new Back().enter(strand, from);
    }
  }

  /** The wait of one who was signalled before his tasklet was forked. */
  private final class Back extends Returning {
    Back() {
      super(signalled, WaitReason.MUTEX);
    }

    @Override
    protected void lock() {
      mutex.lock();
    }

    @Override
    protected void unlock() {
      mutex.unlock();
    }

    @Override
    public void saveWait(Strand strand, Outlet to) {
      signalled.saveWait(strand, to);
    }

    @Override
    protected void rejoin(Strand strand) {
      lock();
      if (leaves()) {
        strand.item = strand.host();
        enterMutex(strand);
      }
      mutex.unlockAndWake();
    }
  }
}
