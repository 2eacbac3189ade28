package io.bobbin.tests.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Broadcast;
import io.bobbin.Channel;
import io.bobbin.Condition;
import io.bobbin.Mutex;
import io.bobbin.Once;
import io.bobbin.RWMutex;
import io.bobbin.Scheduler;
import io.bobbin.Semaphore;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.WaitGroup;
import io.bobbin.pickle.NotPicklableException;
import io.bobbin.pickle.Pickle;
import io.bobbin.pickle.PickleFilter;
import io.bobbin.pickle.PickleOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Tools that tasklets reach come along, with their owners and with those who wait for them. */
class ToolsTest {
  private static final PickleFilter FILTER = PickleFilter.allow("io.bobbin.tests.**");

  /** Its time is virtual, so nobody's sleep is over before all are pickled. */
  private final Scheduler here = Scheduler.deterministic(1);

  private <T> Tasklet<T> waiting(Tasklet<T> tasklet) {
    here.runUntil(() -> tasklet.state() == Tasklet.State.WAITING);
    return tasklet;
  }

  private static List<Tasklet<?>> read(Pickle pickle) {
    return Pickle.read(pickle.bytes(), FILTER.key(new byte[] {1})).tasklets();
  }

  private static final PickleOptions SEALED =
      PickleOptions.DEFAULT.filter(FILTER).key(new byte[] {1});

  /** The twins of tasklets, which have been resumed. */
  private List<Tasklet<?>> twins(Tasklet<?>... tasklets) {
    List<Tasklet<?>> twins = read(Pickle.ofAll(List.of(tasklets), SEALED));
    twins.forEach(here::resume);
    return twins;
  }

  @Suspendable
  private static void locks(Mutex mutex, List<String> log, String name, Channel<String> go) {
    mutex.lock();
    log.add(name);
    if (go != null) {
      log.add(go.receive());
    }
    mutex.unlock();
  }

  @Suspendable
  private static String result(List<String> log, Channel<String> end) {
    end.receive();
    return String.join(" ", log);
  }

  @Test
  void aMutexComesWithItsOwnerAndTheLine() {
    Mutex mutex = new Mutex();
    List<String> log = new ArrayList<>();
    Channel<String> go = Channel.unbuffered();
    Tasklet<Channel<String>> ticket = here.start(() -> handsOver(go));
    Tasklet<?> owner = waiting(here.start(() -> locks(mutex, log, "owner", go)));
    Tasklet<?> first = waiting(here.start(() -> locks(mutex, log, "first", null)));
    Tasklet<?> second = waiting(here.start(() -> locks(mutex, log, "second", null)));
    Channel<String> end = Channel.buffered(1);
    Tasklet<String> last = waiting(here.start(() -> result(log, end)));
    Tasklet<Channel<String>> endTicket = here.start(() -> handsOver(end));
    waiting(ticket);
    waiting(endTicket);
    List<Tasklet<?>> twins = twins(owner, first, second, last, ticket, endTicket);
    assertThat(mutex.isLocked()).isTrue();
    // The original goes on as if nothing were.
    here.start(() -> go.send("gone"));
    here.runUntil(() -> second.state() == Tasklet.State.ENDED);
    assertThat(mutex.isLocked()).isFalse();
    assertThat(log).containsExactly("owner", "gone", "first", "second");
    assertThat(twins.get(1).state()).isEqualTo(Tasklet.State.WAITING);

    Channel<String> goThere = ofTicket(twins.get(4));
    Channel<String> endThere = ofTicket(twins.get(5));
    here.start(() -> goThere.send("on"));
    twins.get(2).join();
    endThere.send("end");
    assertThat(twins.get(3).join()).isEqualTo("owner on first second");
  }

  /** Waits with a channel in its hand, and gives it to who raises something. */
  @Suspendable
  private static Channel<String> handsOver(Channel<String> held) {
    try {
      return Channel.<Channel<String>>unbuffered().receive();
    } catch (IllegalStateException e) {
      return held;
    }
  }

  @SuppressWarnings("unchecked") // what the ticket was made with
  private Channel<String> ofTicket(Tasklet<?> ticket) {
    ticket.raise(new IllegalStateException());
    return (Channel<String>) ticket.join();
  }

  @Suspendable
  private static String increments(Mutex mutex, int times) {
    int sum = 0;
    for (int i = 0; i < times; i++) {
      mutex.lock();
      sum++;
      Tasklet.yield();
      mutex.unlock();
    }
    return "done " + sum;
  }

  @Test
  void aMutexThatIsFreeIsFree() {
    Mutex mutex = new Mutex();
    Channel<String> in = Channel.unbuffered();
    Tasklet<String> waits =
        waiting(here.start(() -> in.receive() + mutex.isLocked() + increments(mutex, 3)));
    List<Tasklet<?>> twins = read(Pickle.of(waits, SEALED));
    mutex.lock();
    twins.get(0).raise(new IllegalStateException("raised"));
    here.resume(twins.get(0));
    assertThatThrownBy(twins.get(0)::join).hasRootCauseMessage("raised");
    mutex.unlock();
    here.start(() -> in.send("a"));
    assertThat(waits.join()).isEqualTo("afalsedone 3");
  }

  @Test
  void anOwnerWhoStaysIsNamed() {
    Mutex mutex = new Mutex();
    Channel<String> in = Channel.unbuffered();
    waiting(here.start("the owner", () -> locks(mutex, new ArrayList<>(), "owner", in)));
    List<String> log = new ArrayList<>();
    Tasklet<?> waits = waiting(here.start(() -> locks(mutex, log, "waiter", null)));
    assertThatThrownBy(() -> Pickle.of(waits))
        .isInstanceOf(NotPicklableException.class)
        .hasMessageContaining("tasklet the owner")
        .hasMessageContaining("PickleOptions.copy");
    Tasklet<?> twin = read(Pickle.of(waits, SEALED.copy(mutex))).get(0);
    here.resume(twin);
    twin.join();
    assertThat(waits.state()).isEqualTo(Tasklet.State.WAITING);
    assertThat(log).isEmpty();
  }

  @Test
  void aThreadThatOwnsIsNamed() {
    Mutex mutex = new Mutex();
    mutex.lock();
    Tasklet<?> waits = waiting(here.start(() -> locks(mutex, new ArrayList<>(), "waiter", null)));
    assertThatThrownBy(() -> Pickle.of(waits))
        .isInstanceOf(NotPicklableException.class)
        .hasMessageContaining("thread " + Thread.currentThread().getName());
    mutex.unlock();
    waits.join();
  }

  @Test
  void whoWaitsAndStaysIsNamedOrLeftBehind() {
    Mutex mutex = new Mutex();
    Channel<String> go = Channel.unbuffered();
    Tasklet<?> owner = waiting(here.start(() -> locks(mutex, new ArrayList<>(), "owner", go)));
    Tasklet<?> waits =
        waiting(here.start("who waits", () -> locks(mutex, new ArrayList<>(), "waiter", null)));
    assertThatThrownBy(() -> Pickle.of(owner))
        .isInstanceOf(NotPicklableException.class)
        .hasMessageContaining("tasklet who waits");
    assertThat(Pickle.of(owner, PickleOptions.DEFAULT.copy(mutex)).size()).isPositive();
    here.start(() -> go.send("on"));
    waits.join();
    assertThatThrownBy(() -> PickleOptions.DEFAULT.copy(new WaitGroup()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Suspendable
  private static String savesItself(Mutex mutex, Channel<byte[]> images) {
    mutex.lock();
    boolean isTwin = Pickle.checkpoint(image -> images.send(image.bytes()), KEEPING);
    String all = isTwin + " " + mutex.isLockedByCaller();
    mutex.unlock();
    return all + " " + mutex.isLocked();
  }

  private static final Channel<byte[]> IMAGES = Channel.buffered(1);
  private static final PickleOptions KEEPING = PickleOptions.DEFAULT.link("images", IMAGES);

  @Test
  void whoPicklesItselfKeepsWhatItHasLocked() {
    Tasklet<String> first = here.start(() -> savesItself(new Mutex(), IMAGES));
    assertThat(first.join()).isEqualTo("false true false");
    Tasklet<String> twin =
        Pickle.read(IMAGES.tryReceive().orElseThrow(), FILTER.link("images", IMAGES)).tasklet();
    here.resume(twin);
    assertThat(twin.join()).isEqualTo("true true false");
  }

  @Suspendable
  private static String hears(Broadcast<String> broadcast) {
    return broadcast.subscribe().receive();
  }

  @Test
  void whatCannotComeAlongSaysWhatToDo() {
    Broadcast<String> broadcast = new Broadcast<>(1, Broadcast.Overflow.PARK);
    Tasklet<String> hears = waiting(here.start(() -> hears(broadcast)));
    assertThatThrownBy(() -> Pickle.of(hears))
        .isInstanceOf(NotPicklableException.class)
        .hasMessageContaining("static field");
  }

  @Suspendable
  private static String writes(RWMutex mutex, List<String> log, String name) {
    mutex.writeLock();
    log.add(name);
    mutex.writeUnlock();
    return String.join(" ", log);
  }

  @Suspendable
  private static String reads(RWMutex mutex, List<String> log, String name) {
    mutex.readLock();
    log.add(name + mutex.readers());
    mutex.readUnlock();
    return String.join(" ", log);
  }

  @Suspendable
  private static String holdsAll(RWMutex mutex, List<String> log, Duration time) {
    mutex.writeLock();
    Tasklet.sleep(time);
    log.add("held");
    mutex.writeUnlock();
    return "";
  }

  @Test
  void readersAndWritersKeepTheirOrder() {
    RWMutex mutex = new RWMutex();
    List<String> log = new ArrayList<>();
    Tasklet<?> holder = waiting(here.start(() -> holdsAll(mutex, log, Duration.ofMillis(50))));
    List<Tasklet<?>> all = new ArrayList<>();
    all.add(holder);
    all.add(waiting(here.start(() -> writes(mutex, log, "w1"))));
    all.add(waiting(here.start(() -> reads(mutex, log, "r"))));
    all.add(waiting(here.start(() -> reads(mutex, log, "s"))));
    all.add(waiting(here.start(() -> writes(mutex, log, "w2"))));
    List<Tasklet<?>> twins = twins(all.toArray(new Tasklet<?>[0]));
    here.run();
    for (Tasklet<?> last : List.of(all.get(4), twins.get(4))) {
      assertThat(last.join().toString()).matches("held (r2 s1|s2 r1) w1 w2");
    }
  }

  @Suspendable
  private static String acquires(Semaphore semaphore, int count, List<String> log) {
    semaphore.acquire(count);
    log.add(count + "/" + semaphore.available());
    Tasklet.sleep(Duration.ofMillis(10));
    semaphore.release(count);
    return log + " of " + semaphore.available();
  }

  @Test
  void permitsAreAcquiredInTheSameOrder() {
    Semaphore semaphore = new Semaphore(5);
    List<String> log = new ArrayList<>();
    Tasklet<?>[] all = new Tasklet<?>[4];
    int[] counts = {4, 3, 1, 5};
    for (int i = 0; i < all.length; i++) {
      int count = counts[i];
      all[i] = waiting(here.start(() -> acquires(semaphore, count, log)));
    }
    List<Tasklet<?>> twins = twins(all);
    here.run();
    for (Tasklet<?> last : List.of(all[3], twins.get(3))) {
      assertThat(last.join().toString()).matches("\\[4/1, (3/1, 1/.|1/1, 3/.), 5/0\\] of 5");
    }
  }

  @Suspendable
  private static String acquiresInTime(Semaphore semaphore) {
    try {
      semaphore.acquire(1, Duration.ofMillis(400));
      return "acquired";
    } catch (TimeoutException e) {
      return "too late, " + semaphore.available();
    }
  }

  @Test
  void permitsThatOthersHaveStayAcquiredAndATimeoutGoesOn() {
    Semaphore semaphore = new Semaphore(2);
    semaphore.acquire(2);
    Tasklet<String> waits = waiting(here.start(() -> acquiresInTime(semaphore)));
    Tasklet<?> twin = twins(waits).get(0);
    semaphore.release(2);
    assertThat(waits.join()).isEqualTo("acquired");
    assertThat(twin.join()).isEqualTo("too late, 0");
  }

  @Suspendable
  private static String awaits(WaitGroup group, String name) {
    group.await();
    return name + group;
  }

  @Suspendable
  private static void worksFor(WaitGroup group, long millis) {
    Tasklet.sleep(Duration.ofMillis(millis));
    group.done();
  }

  @Test
  void aWaitGroupCountsOn() {
    WaitGroup group = new WaitGroup();
    group.add(2);
    Tasklet<String> one = waiting(here.start(() -> awaits(group, "one ")));
    Tasklet<String> two = waiting(here.start(() -> awaits(group, "two ")));
    Tasklet<?> works = waiting(here.start(() -> worksFor(group, 10)));
    Tasklet<?> more = waiting(here.start(() -> worksFor(group, 20)));
    List<Tasklet<?>> twins = twins(one, works, two, more);
    assertThat(twins.get(0).join()).isEqualTo("one wait group of 0");
    assertThat(twins.get(2).join()).isEqualTo("two wait group of 0");
    assertThat(one.join() + ", " + two.join())
        .isEqualTo("one wait group of 0, two wait group of 0");
  }

  @Suspendable
  private static String once(Once once, List<String> log, String name, Duration time) {
    once.run(
        () -> {
          Tasklet.sleep(time);
          log.add(name);
        });
    return name + log + once.isDone();
  }

  @Test
  void whatIsDoneOnceIsNotDoneAgain() {
    Once once = new Once();
    List<String> log = new ArrayList<>();
    Tasklet<String> does =
        waiting(here.start("does it", () -> once(once, log, "a", Duration.ofMillis(20))));
    Tasklet<String> waits = waiting(here.start(() -> once(once, log, "b", Duration.ZERO)));
    assertThatThrownBy(() -> Pickle.of(waits))
        .isInstanceOf(NotPicklableException.class)
        .hasMessageContaining("does it");
    List<Tasklet<?>> twins = twins(does, waits);
    assertThat(twins.get(0).join() + ", " + twins.get(1).join()).isEqualTo("a[a]true, b[a]true");
    assertThat(does.join() + ", " + waits.join()).isEqualTo("a[a]true, b[a]true");
    Channel<String> in = Channel.unbuffered();
    Tasklet<String> later =
        waiting(here.start(() -> takesInTime(in) + once(once, log, "c", Duration.ZERO)));
    assertThat(twins(later).get(0).join()).isEqualTo("nothing c[a]true");
  }

  @Suspendable
  private static String takesInTime(Channel<String> in) {
    try {
      return in.receive(Duration.ofMillis(10));
    } catch (TimeoutException e) {
      return "nothing ";
    }
  }

  @Suspendable
  private static String takes(Mutex mutex, Condition notEmpty, Queue<String> queue) {
    mutex.lock();
    try {
      while (queue.isEmpty()) {
        notEmpty.await();
      }
      return queue.remove() + mutex.isLockedByCaller();
    } finally {
      mutex.unlock();
    }
  }

  @Suspendable
  private static void puts(Mutex mutex, Condition notEmpty, Queue<String> queue, String... values) {
    Tasklet.sleep(Duration.ofMillis(10));
    for (String each : values) {
      mutex.lock();
      queue.add(each);
      notEmpty.signal();
      Tasklet.yield();
      mutex.unlock();
    }
  }

  @Test
  void whoWaitsForASignalGetsThatOfTheTwins() {
    Mutex mutex = new Mutex();
    Condition notEmpty = mutex.newCondition();
    Queue<String> queue = new ArrayDeque<>();
    Tasklet<String> first = waiting(here.start(() -> takes(mutex, notEmpty, queue)));
    Tasklet<String> second = waiting(here.start(() -> takes(mutex, notEmpty, queue)));
    Tasklet<?> puts = waiting(here.start(() -> puts(mutex, notEmpty, queue, "a", "b")));
    List<Tasklet<?>> twins = twins(first, second, puts);
    assertThat(List.of(twins.get(0).join(), twins.get(1).join())).hasToString("[atrue, btrue]");
    assertThat(List.of(first.join(), second.join())).hasToString("[atrue, btrue]");
  }

  @Suspendable
  private static String awaitsOnce(Mutex mutex, Condition condition) {
    mutex.lock();
    condition.await();
    mutex.unlock();
    return "signalled";
  }

  @Test
  void nobodysTwinIsSignalledByBeingRead() {
    Mutex mutex = new Mutex();
    Condition condition = mutex.newCondition();
    Tasklet<String> first = waiting(here.start(() -> awaitsOnce(mutex, condition)));
    Tasklet<String> locks = waiting(here.start(() -> holds(mutex)));
    List<Tasklet<?>> twins = twins(first, locks);
    twins.get(1).join();
    here.runUntil(() -> false);
    assertThat(twins.get(0).state()).isEqualTo(Tasklet.State.WAITING);
    mutex.lock();
    condition.signal();
    mutex.unlock();
    assertThat(first.join()).isEqualTo("signalled");
    assertThat(twins.get(0).state()).isEqualTo(Tasklet.State.WAITING);
  }

  @Suspendable
  private static String holds(Mutex mutex) {
    mutex.lock();
    Tasklet.sleep(Duration.ofMillis(10));
    mutex.unlock();
    return "held";
  }

  @Suspendable
  private static void putsSlowly(Mutex mutex, Condition notEmpty, Queue<String> queue) {
    mutex.lock();
    queue.add("a");
    queue.add("b");
    notEmpty.signalAll();
    Tasklet.sleep(Duration.ofMillis(20));
    mutex.unlock();
  }

  @Test
  void whoWasSignalledAndWaitsForTheMutexGetsIt() {
    Mutex mutex = new Mutex();
    Condition notEmpty = mutex.newCondition();
    Queue<String> queue = new ArrayDeque<>();
    Tasklet<String> first = waiting(here.start(() -> takes(mutex, notEmpty, queue)));
    Tasklet<String> second = waiting(here.start(() -> takes(mutex, notEmpty, queue)));
    Tasklet<?> puts = waiting(here.start(() -> putsSlowly(mutex, notEmpty, queue)));
    Tasklet<String> third = waiting(here.start(() -> takes(mutex, notEmpty, queue)));
    List<Tasklet<?>> twins = twins(third, second, puts, first);
    assertThat(List.of(twins.get(3).join(), twins.get(1).join())).hasToString("[atrue, btrue]");
    here.runUntil(() -> twins.get(0).state() == Tasklet.State.WAITING);
    assertThat(List.of(first.join(), second.join())).hasToString("[atrue, btrue]");
  }

  @Test
  void whoIsKilledInTheTwinsLineLeavesIt() {
    Semaphore semaphore = new Semaphore(2);
    List<String> log = new ArrayList<>();
    Tasklet<?> first = waiting(here.start(() -> acquires(semaphore, 1, log)));
    Tasklet<?> large = waiting(here.start(() -> acquires(semaphore, 2, log)));
    Tasklet<?> small = waiting(here.start(() -> acquires(semaphore, 1, log)));
    List<Tasklet<?>> twins = read(Pickle.ofAll(List.of(first, large, small), SEALED));
    twins.get(1).kill();
    twins.forEach(here::resume);
    assertThat(twins.get(2).join().toString()).isEqualTo("[1/1, 1/0] of 2");
    here.run();
    assertThat(log).hasToString("[1/1, 2/0, 1/1]");
  }
}
