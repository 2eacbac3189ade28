package io.bobbin.tests.pickle;

import io.bobbin.Channel;
import io.bobbin.Condition;
import io.bobbin.Context;
import io.bobbin.Mutex;
import io.bobbin.Once;
import io.bobbin.RWMutex;
import io.bobbin.Scheduler;
import io.bobbin.Semaphore;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.TaskletLocal;
import io.bobbin.WaitGroup;
import io.bobbin.WorkGroup;
import io.bobbin.pickle.Pickle;
import io.bobbin.pickle.PickleFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tasklets that wait for every tool there is, each with an owner that sleeps; and a main method
 * that reads them in a JVM of its own.
 */
final class ToolUsers {
  private static final TaskletLocal<AtomicInteger> COUNTED =
      TaskletLocal.inheritable(() -> new AtomicInteger());

  private static final Duration LONG = Duration.ofSeconds(1);

  private static final Context.Key<String> USER = Context.Key.named("user");

  /** How many there are. */
  static final int COUNT = 11;

  private ToolUsers() {}

  @Suspendable
  private static String owns(Mutex mutex, RWMutex rw, Semaphore semaphore, WaitGroup group) {
    mutex.lock();
    rw.writeLock();
    semaphore.acquire(2);
    COUNTED.set(new AtomicInteger(40));
    COUNTED.get().incrementAndGet();
    Tasklet.sleep(LONG);
    semaphore.release(2);
    rw.writeUnlock();
    mutex.unlock();
    group.done();
    return "owner " + COUNTED.get().incrementAndGet();
  }

  @Suspendable
  private static String locks(Mutex mutex) {
    mutex.lock();
    mutex.unlock();
    return "locked";
  }

  @Suspendable
  private static String reads(RWMutex rw, boolean writes) {
    if (writes) {
      rw.writeLock();
      rw.writeUnlock();
      return "written";
    }
    rw.readLock();
    rw.readUnlock();
    return "read";
  }

  @Suspendable
  private static String acquires(Semaphore semaphore) {
    semaphore.acquire(1);
    semaphore.release(1);
    return "acquired of " + semaphore.available();
  }

  @Suspendable
  private static String signals(Mutex mutex, Condition condition, boolean awaits) {
    if (awaits) {
      mutex.lock();
      condition.await();
      mutex.unlock();
      return "signalled";
    }
    Tasklet.sleep(LONG.multipliedBy(2));
    condition.signal();
    return "signals";
  }

  @Suspendable
  private static String once(Once once, AtomicLong count) {
    once.run(
        () -> {
          Tasklet.sleep(LONG);
          count.incrementAndGet();
        });
    return "once " + count;
  }

  @Suspendable
  private static String opens(Channel<Tasklet<?>> members, Once once, AtomicLong count) {
    try (WorkGroup group = WorkGroup.open()) {
      members.send(group.go(() -> once(once, count)));
    }
    return "all, " + once(once, count);
  }

  @Suspendable
  private static String awaits(WaitGroup group) {
    group.await();
    return "awaited";
  }

  @Suspendable
  private static String endsInTime(Context.Cancellable parent) {
    Context.Cancellable mine = parent.withValue(USER, "somebody").withTimeout(LONG);
    mine.done().receiveOrClosed();
    parent.cancel();
    return mine.value(USER).orElse("nobody") + " has no time";
  }

  /** Starts them, and runs them until all but the last wait. */
  static List<Tasklet<?>> start(Scheduler on) {
    Mutex mutex = new Mutex();
    RWMutex rw = new RWMutex();
    Semaphore semaphore = new Semaphore(2);
    WaitGroup group = new WaitGroup();
    group.add(1);
    Once once = new Once();
    AtomicLong count = new AtomicLong();
    Condition condition = mutex.newCondition();
    Channel<Tasklet<?>> members = Channel.buffered(1);
    List<Tasklet<?>> all = new ArrayList<>();
    all.add(waiting(on, on.start(() -> signals(mutex, condition, true))));
    all.add(waiting(on, on.start(() -> owns(mutex, rw, semaphore, group))));
    all.add(on.start(() -> locks(mutex)));
    all.add(on.start(() -> reads(rw, false)));
    all.add(on.start(() -> reads(rw, true)));
    all.add(on.start(() -> acquires(semaphore)));
    all.add(on.start(() -> signals(mutex, condition, false)));
    all.add(on.start(() -> awaits(group)));
    all.add(waiting(on, on.start(() -> opens(members, once, count))));
    all.add(members.tryReceive().orElseThrow());
    Context.Cancellable context = Context.background().withCancel();
    all.add(on.start(() -> endsInTime(context)));
    return all;
  }

  private static Tasklet<?> waiting(Scheduler on, Tasklet<?> tasklet) {
    on.runUntil(() -> tasklet.state() == Tasklet.State.WAITING);
    return tasklet;
  }

  /** What they return. */
  static final String RESULTS =
      "[signalled, owner 42, locked, read, written, acquired of 2, signals, awaited, all, once 1,"
          + " once 1, somebody has no time]";

  /** Runs them to their ends, and tells what they returned. */
  static String finish(Scheduler on, List<Tasklet<?>> all) {
    List<Object> results = new ArrayList<>();
    for (Tasklet<?> each : all) {
      on.runUntil(() -> each.state() == Tasklet.State.ENDED);
      results.add(each.join());
    }
    return results.toString();
  }

  /**
   * Goes on with those of an image.
   *
   * @param arguments the file
   * @throws IOException if it cannot be read
   */
  public static void main(String[] arguments) throws IOException {
    byte[] image = Files.readAllBytes(Path.of(arguments[0]));
    Scheduler on = Scheduler.deterministic(1);
    List<Tasklet<?>> all = Pickle.read(image, PickleFilter.allow("io.bobbin.tests.**")).tasklets();
    all.forEach(on::resume);
    System.out.println(finish(on, all));
  }
}
