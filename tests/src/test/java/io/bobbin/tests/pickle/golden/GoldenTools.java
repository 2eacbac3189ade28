package io.bobbin.tests.pickle.golden;

import io.bobbin.Channel;
import io.bobbin.Condition;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The program that has written {@code resources/pickles/v1/tools.pickle}.
 *
 * <p>Do not change it, not even its lines: see {@link GoldenV1}.
 */
public final class GoldenTools {
  private static final TaskletLocal<String> WHO = TaskletLocal.withInitial(() -> "nobody");

  private GoldenTools() {}

  @Suspendable
  static String owns(Mutex mutex, RWMutex rw, Semaphore semaphore, WaitGroup group) {
    mutex.lock();
    rw.writeLock();
    semaphore.acquire(2);
    WHO.set("owner");
    Tasklet.sleep(Duration.ofSeconds(1));
    semaphore.release(2);
    rw.writeUnlock();
    mutex.unlock();
    group.done();
    return WHO.get();
  }

  @Suspendable
  static String signalled(Mutex mutex, Condition condition) {
    mutex.lock();
    condition.await();
    mutex.unlock();
    return "signalled";
  }

  @Suspendable
  static String signals(Condition condition) {
    Tasklet.sleep(Duration.ofSeconds(2));
    condition.signal();
    return "signals";
  }

  @Suspendable
  static String locks(Mutex mutex) {
    mutex.lock();
    mutex.unlock();
    return "locked";
  }

  @Suspendable
  static String reads(RWMutex rw) {
    rw.readLock();
    rw.readUnlock();
    return "read";
  }

  @Suspendable
  static String writes(RWMutex rw) {
    rw.writeLock();
    rw.writeUnlock();
    return "written";
  }

  @Suspendable
  static String acquires(Semaphore semaphore) {
    semaphore.acquire(1);
    semaphore.release(1);
    return "acquired";
  }

  @Suspendable
  static String awaits(WaitGroup group) {
    group.await();
    return "awaited";
  }

  @Suspendable
  static String once(Once once) {
    once.run(() -> Tasklet.sleep(Duration.ofSeconds(1)));
    return "once";
  }

  @Suspendable
  static String opens(Channel<Tasklet<?>> members, Once once) {
    try (WorkGroup group = WorkGroup.open()) {
      members.send(group.go(() -> once(once)));
    }
    return "all";
  }

  private static void waits(Scheduler on, List<Tasklet<?>> all, Tasklet<?> next) {
    on.runUntil(() -> next.state() == Tasklet.State.WAITING);
    all.add(next);
  }

  /** Who waits for each tool, with its owner. */
  static byte[] tools() {
    Scheduler on = Scheduler.deterministic(1);
    Mutex mutex = new Mutex();
    Condition condition = mutex.newCondition();
    RWMutex rw = new RWMutex();
    Semaphore semaphore = new Semaphore(2);
    WaitGroup group = new WaitGroup();
    group.add(1);
    Once once = new Once();
    Channel<Tasklet<?>> members = Channel.buffered(1);
    List<Tasklet<?>> all = new ArrayList<>();
    waits(on, all, on.start("signalled", () -> signalled(mutex, condition)));
    waits(on, all, on.start("owner", () -> owns(mutex, rw, semaphore, group)));
    waits(on, all, on.start("locks", () -> locks(mutex)));
    waits(on, all, on.start("reads", () -> reads(rw)));
    waits(on, all, on.start("writes", () -> writes(rw)));
    waits(on, all, on.start("acquires", () -> acquires(semaphore)));
    waits(on, all, on.start("signals", () -> signals(condition)));
    waits(on, all, on.start("awaits", () -> awaits(group)));
    waits(on, all, on.start("opens", () -> opens(members, once)));
    waits(on, all, members.tryReceive().orElseThrow());
    waits(on, all, on.start("once", () -> once(once)));
    return Pickle.ofAll(all).bytes();
  }

  /**
   * Writes the image.
   *
   * @param arguments the folder
   * @throws IOException if it cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    Files.write(Path.of(arguments[0]).resolve("tools.pickle"), tools());
  }
}
