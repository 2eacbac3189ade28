package io.bobbin.schedule;

import io.bobbin.Suspendable;
import io.bobbin.frame.FrameStack;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One call that blocks its thread, made off the carriers for a strand. */
public final class Blocking extends OneShot implements Runnable {
  private static final class Holder {
    static final ExecutorService THREADS = make();

    /** Virtual threads since JDK 21; by reflection, as this is compiled for 17. */
    private static ExecutorService make() {
      try {
        Object made = Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        if (made instanceof ExecutorService executor) {
          return executor;
        }
      } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
        // An older JDK, or a preview that is not enabled: platform threads do.
      }
      return Executors.newCachedThreadPool(call -> OwnThread.daemon(call, "bobbin-blocking"));
    }
  }

  private final Strand strand;
  private final Dispatcher dispatcher;
  private final Callable<?> call;

  /**
   * The context class loader of the tasklet; the thread that makes the call has none of its own.
   */
  private final @Nullable ClassLoader loader = Thread.currentThread().getContextClassLoader();

  private volatile @Nullable Future<?> running;

  private Blocking(Strand strand, Dispatcher dispatcher, Callable<?> call) {
    this.strand = strand;
    this.dispatcher = dispatcher;
    this.call = call;
  }

  /**
   * Makes the call: a thread makes it itself, a tasklet that is pinned has it made elsewhere too.
   *
   * @param call the call
   * @param <T> the type of its result
   * @return its result
   * @throws Exception what it throws
   */
  @Suspendable
  @SuppressWarnings({"unchecked", "NullAway"}) // what the call returned, null if it may
  public static <T extends @Nullable Object> T call(Callable<T> call) throws Exception {
    TaskletStrand<?> pinned = Dispatcher.currentTasklet();
    if (pinned == null || pinned.dispatcher.makesBlockingCallsItself()) {
      return call.call();
    }
    ThreadStrand self = new ThreadStrand();
    new Blocking(self, pinned.dispatcher, call).begin();
    self.block();
    return (T) self.refResult;
  }

  /**
   * The twin of {@link #call(Callable)}.
   *
   * @param call the call
   * @param stack the caller's stack
   * @param room the native stack that is left
   * @param <T> the type of its result
   * @return its result
   * @throws Exception what it throws
   */
  public static <T extends @Nullable Object> @Nullable T call(
      Callable<T> call, FrameStack stack, int room) throws Exception {
    Strand self = (Strand) stack;
    boolean parks = self.entersWait();
    TaskletStrand<?> host = self.host();
    if (!parks || host == null || host.dispatcher.makesBlockingCallsItself()) {
      return call(call);
    }
    new Blocking(self, host.dispatcher, call).begin();
    self.unwind();
    return null;
  }

  /**
   * The threads that calls are made on: virtual ones, or those of a pool.
   *
   * @return what runs a task on a thread of its own
   */
  public static ExecutorService threads() {
    return Holder.THREADS;
  }

  private void begin() {
    strand.waitsAt(this);
    dispatcher.outsideBegins();
    try {
      running = Holder.THREADS.submit(this);
    } catch (Throwable t) {
      if (claim()) {
        dispatcher.outsideEnds();
        throw t;
      }
    }
  }

  @Override
  public void run() {
    Object result = null;
    Throwable failure = null;
    Thread thread = Thread.currentThread();
    thread.setContextClassLoader(loader);
    try {
      result = call.call();
    } catch (Throwable t) {
      failure = t;
    }
    thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
    if (claim()) {
      strand.refResult = result;
      strand.exception = failure;
      strand.wake();
      dispatcher.outsideEnds();
    }
  }

  @Override
  public boolean withdraw(Strand waiter, @Nullable Timeout onBehalfOf) {
    if (waiter != strand || !claim()) {
      return false;
    }
    Future<?> of = running;
    if (of != null) {
      of.cancel(true);
    }
    dispatcher.outsideEnds();
    return true;
  }

  @Override
  public @Nullable WaitReason reason(Strand waiter) {
    return isClaimed() ? null : WaitReason.BLOCKING;
  }
}
