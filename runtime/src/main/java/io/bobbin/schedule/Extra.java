package io.bobbin.schedule;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What few tasklets have, kept out of the others to keep them small. */
final class Extra extends Raised {
  private static final VarHandle AWAITED_BY;

  static {
    try {
      AWAITED_BY = MethodHandles.lookup().findVarHandle(Extra.class, "awaitedBy", Dispatcher.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The name, if one was given or asked for. */
  volatile @Nullable String name;

  /** Who is told when the tasklet ends. */
  @Nullable EndListener endListener;

  /** The outcome for those who know futures, if one was asked for. */
  private volatile @Nullable CompletableFuture<@Nullable Object> future;

  /** Whether somebody has been told that the tasklet failed. */
  volatile boolean failureSeen;

  /** The strand that waits in the tasklet's stead: a generator, or its thread when it is pinned. */
  volatile @Nullable Strand inner;

  /** The thread's map of thread locals while the tasklet is not mounted. */
  @Nullable Object threadLocals;

  /** The thread's map of inheritable thread locals while the tasklet is not mounted. */
  @Nullable Object inheritableThreadLocals;

  /** The context class loader, if {@link #hasLoader}. */
  @Nullable ClassLoader loader;

  /** Whether the context class loader is not that of the scheduler. */
  boolean hasLoader;

  /**
   * To which thread the tasklet is locked, if it is. Written by the tasklet, or by who has claimed
   * its wait; read by who holds the latch of the place where it waits.
   */
  @Nullable ThreadLock lock;

  /**
   * The scheduler that {@linkplain Dispatcher#outsideBegins counts} on the tasklet's coming home:
   * it was locked to another thread, is no longer, and has not left that yet. Taken by who tells
   * the scheduler, or by who locks the tasklet elsewhere again, so that the scheduler goes on
   * counting.
   */
  private volatile @Nullable Dispatcher awaitedBy;

  /** What saves the tasklet while a {@link LeakSearch} has struck it off the books. */
  volatile @Nullable Object guard;

  /** What looks at the tasklet before it is run again. Used by it and its runner. */
  @Nullable AtRest atRest;

  /**
   * Whether the tasklet was taken out of its scheduler's queue, until somebody has it go on. Used
   * by the scheduler's driver.
   */
  boolean setAside;

  /** In how many atomic sections it is. Used by the tasklet alone. */
  int atomic;

  /** In how many sections it is in which it must not wait. Used by the tasklet alone. */
  int nonBlocking;

  /** The tasklet's greenlets, if it has some. Used by the tasklet alone. */
  @Nullable Greenlets greenlets;

  /** The values of tasklet locals. Used by the tasklet alone. */
  @Nullable Locals locals;

  boolean isAwaited() {
    return awaitedBy != null;
  }

  void awaitedBy(Dispatcher home) {
    awaitedBy = home;
  }

  /** Takes the scheduler that waits for the tasklet, if one does. A latch may be held. */
  @Nullable Dispatcher takeAwaitedBy() {
    return (Dispatcher) AWAITED_BY.getAndSet(this, null);
  }

  /** The future; made if there is none. */
  CompletableFuture<@Nullable Object> future() {
    CompletableFuture<@Nullable Object> known = future;
    if (known == null) {
      synchronized (this) {
        known = future;
        if (known == null) {
          known = new CompletableFuture<>();
          future = known;
        }
      }
    }
    return known;
  }

  /** The future, or null if there is none. */
  @Nullable CompletableFuture<@Nullable Object> futureOrNull() {
    return future;
  }

  /** The name; made if there is none. */
  String nameOr(Supplier<String> maker) {
    String known = name;
    if (known == null) {
      synchronized (this) {
        known = name;
        if (known == null) {
          known = maker.get();
          name = known;
        }
      }
    }
    return known;
  }

  /** Lets go of what an ended tasklet does not need. */
  void dropAll() {
    endListener = null;
    threadLocals = null;
    inheritableThreadLocals = null;
    loader = null;
    greenlets = null;
    locals = null;
  }
}
