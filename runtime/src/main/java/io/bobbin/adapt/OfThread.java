package io.bobbin.adapt;

import io.bobbin.Suspendable;
import io.bobbin.schedule.Sleep;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Stands in for methods of {@link Thread}. */
public final class OfThread {
  private static final int NANOS_OF_MILLI = 1_000_000;

  private OfThread() {}

  /** Stands in for {@link Thread#sleep(long)}. */
  @Suspendable
  public static void sleep(long millis) throws InterruptedException {
    if (millis < 0 || Jdk.isInterrupted()) {
      Thread.sleep(millis);
    } else {
      Sleep.sleep(Duration.ofMillis(millis));
    }
  }

  /** Stands in for {@link Thread#sleep(long, int)}. */
  @Suspendable
  public static void sleep(long millis, int nanos) throws InterruptedException {
    if (millis < 0 || nanos < 0 || nanos >= NANOS_OF_MILLI || Jdk.isInterrupted()) {
      Thread.sleep(millis, nanos);
    } else {
      Sleep.sleep(Duration.ofMillis(millis).plusNanos(nanos));
    }
  }

  /** Stands in for {@code Thread.sleep(Duration)}, which the JDK has since 19. */
  @Suspendable
  public static void sleep(Duration time) throws InterruptedException {
    if (time.isNegative()) {
      return;
    }
    if (Jdk.isInterrupted()) {
      Thread.sleep(0); // throws
    }
    Sleep.sleep(time);
  }

  /** Stands in for {@link Thread#join()}. */
  @Suspendable
  public static void join(Thread thread) throws InterruptedException {
    if (thread.isAlive() && !Jdk.isInterrupted()) {
      await(thread, Wait.FOR_EVER);
    }
    thread.join();
  }

  /** Stands in for {@link Thread#join(long)}. */
  @Suspendable
  public static void join(Thread thread, long millis) throws InterruptedException {
    if (millis <= 0) {
      if (millis == 0) {
        join(thread);
      } else {
        thread.join(millis);
      }
    } else if (thread.isAlive() && !Jdk.isInterrupted()) {
      await(thread, TimeUnit.MILLISECONDS.toNanos(millis));
    } else {
      thread.join(millis);
    }
  }

  /** Stands in for {@link Thread#join(long, int)}. */
  @Suspendable
  public static void join(Thread thread, long millis, int nanos) throws InterruptedException {
    if (millis < 0 || nanos < 0 || nanos >= NANOS_OF_MILLI) {
      thread.join(millis, nanos);
    } else {
      // Whole milliseconds, as the JDK has it.
      join(thread, nanos > 0 && millis < Long.MAX_VALUE ? millis + 1 : millis);
    }
  }

  /** Stands in for {@code Thread.join(Duration)}, which the JDK has since 19. */
  @Suspendable
  public static boolean join(Thread thread, Duration time) throws Throwable {
    boolean mayWait = !time.isNegative() && !time.isZero();
    if (mayWait && thread.isAlive() && !Jdk.isInterrupted()) {
      await(thread, TimeUnit.NANOSECONDS.convert(time));
      return (boolean) Since19.JOIN.invokeExact(thread, Duration.ZERO);
    }
    return (boolean) Since19.JOIN.invokeExact(thread, time);
  }

  @Suspendable
  private static void await(Thread thread, long nanos) {
    Watch.await(
        thread,
        () -> {
          thread.join();
          return null;
        },
        nanos);
  }

  private static final class Since19 {
    static final MethodHandle JOIN;

    static {
      try {
        JOIN =
            MethodHandles.publicLookup()
                .findVirtual(
                    Thread.class, "join", MethodType.methodType(boolean.class, Duration.class));
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }
  }
}
