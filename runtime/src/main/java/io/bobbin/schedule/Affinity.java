package io.bobbin.schedule;

import io.bobbin.Channel;
import io.bobbin.Suspendable;
import io.bobbin.frame.FrameStack;

/**
 * Tasklets that are locked to a thread, after Go's {@code runtime.LockOSThread}, but for any number
 * of tasklets.
 */
public final class Affinity {
  private Affinity() {}

  /** Where a tasklet can wait for a receiver, in order to be locked to its thread. */
  public interface Meeting {
    /**
     * Has a tasklet wait for somebody who receives, and locks it to the thread of that one: at once
     * if somebody does, and then the wait is over before it begins.
     *
     * @param strand who calls, and unwinds next
     * @param wish its wish
     * @throws RuntimeException if nobody will receive any more
     */
    void joinReceiver(Strand strand, ThreadLock wish);
  }

  /** Locks the calling tasklet to its thread. */
  public static void lock() {
    Runner runner = Runner.ofThisThread();
    TaskletStrand<?> tasklet = runner == null ? null : runner.current;
    if (runner == null || tasklet == null) {
      throw new IllegalStateException("lockToThread() is for tasklets; called by a thread");
    }
    ThreadLock known = tasklet.extra().lock;
    if (known != null) {
      known.again();
    } else {
      new ThreadLock(tasklet).lock(runner.dispatcher.lockable(runner));
    }
  }

  /** Takes back one {@link #lock()} of the calling tasklet. */
  public static void unlock() {
    TaskletStrand<?> tasklet = Dispatcher.currentTasklet();
    ThreadLock known = tasklet == null ? null : tasklet.extra().lock;
    if (tasklet == null || known == null) {
      throw new IllegalStateException("unlockFromThread(): the caller is not locked to its thread");
    }
    known.unlock();
  }

  /**
   * Locks the calling tasklet to the thread of a receiver.
   *
   * @param channel where that receives
   */
  @Suspendable
  public static void lockToReceiver(Channel<?> channel) {
    if (Dispatcher.currentTasklet() == null) {
      throw new IllegalStateException("lockToReceiver() is for tasklets; called by a thread");
    }
    throw new IllegalStateException("lockToReceiver(): the calling tasklet cannot be left here");
  }

  /**
   * The twin of {@link #lockToReceiver(Channel)}.
   *
   * @param channel where the receiver receives
   * @param stack the caller's stack
   * @param room the native stack that is left
   */
  public static void lockToReceiver(Channel<?> channel, FrameStack stack, int room) {
    Strand self = (Strand) stack;
    boolean canBeLeft = self.entersWait();
    TaskletStrand<?> host = self.host();
    if (!canBeLeft || host == null) {
      lockToReceiver(channel);
      return;
    }
    if (host.extra().lock != null) {
      throw new IllegalStateException("lockToReceiver(): the caller is locked to a thread already");
    }
    if (!(channel instanceof Meeting meeting)) {
      throw new IllegalArgumentException(
          "lockToReceiver(): nobody ever receives a value at " + channel);
    }
    meeting.joinReceiver(self, new ThreadLock(host));
    self.unwind();
  }
}
