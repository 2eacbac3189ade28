package io.bobbin.schedule;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Says that some latches are their owner's, a thread, until another one wants one of them.
 *
 * <p>The owner of a {@link BiasedLatch} stores that it is inside, then looks whether the bias is
 * revoked; who revokes it stores that, then looks whether the owner is inside. Of two threads that
 * do that, one sees the other, if no load comes before an earlier store: for which a processor
 * needs a fence, as slow as the atomic operation that is to be saved. So the owner has none, and
 * who revokes has the JVM stop the owner once, for a {@linkplain Thread#getStackTrace() stack
 * trace}: all that the owner did before is seen then, and what it does next sees the revocation.
 * After Dice, Huang and Yang, <i>Asymmetric Dekker Synchronization</i> (2001); the JVM itself did
 * that for its biased locks (JEP 374 tells why it does no more: they were complex, and every lock
 * had a bias).
 */
public final class Bias {
  /**
   * How many times in its life a scheduler's thread has its latches taken away, before it gets no
   * bias any more; 0 for none at all.
   */
  private static final int MOST = Integer.getInteger("bobbin.biases", 4);

  /** How many times that may happen in the whole JVM before no thread gets one any more. */
  private static final long MOST_OF_ALL = 16L * MOST;

  /** How many times it has happened. */
  private static final AtomicLong STOPS = new AtomicLong();

  private final Thread owner;
  private final int left;
  private volatile boolean revoked;

  /** Whether the owner has been stopped since the bias was revoked. */
  private volatile boolean stopped;

  Bias(Thread owner, int left) {
    this.owner = owner;
    this.left = left;
  }

  /** A bias for a thread; null if there are to be none. */
  static @Nullable Bias of(Thread owner) {
    return make(owner, MOST);
  }

  private static @Nullable Bias make(Thread owner, int left) {
    return left > 0 && STOPS.get() < MOST_OF_ALL ? new Bias(owner, left - 1) : null;
  }

  /** The one that follows this when it was revoked; null if there are to be no more. */
  @Nullable Bias next() {
    return make(owner, left);
  }

  /** Whether the calling thread is the owner. */
  boolean isMine() {
    return owner == Thread.currentThread();
  }

  boolean isRevoked() {
    return revoked;
  }

  /**
   * Revokes the bias: when this returns, the owner is seen to be in the latches that it has entered
   * by it, and enters no more. May be called by any other thread, and by several.
   */
  void revoke() {
    revoked = true;
    if (!stopped) {
      var unused = owner.getStackTrace();
      stopped = true;
      STOPS.incrementAndGet();
    }
  }
}
