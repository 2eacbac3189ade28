package io.bobbin.tests.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Channel;
import io.bobbin.Scheduler;
import io.bobbin.Select;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.VoidBody;
import io.bobbin.observe.PinnedWaits;
import io.bobbin.tests.sync.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tasklets of every kind of scheduler, platform threads and virtual threads, on the same channels
 * at the same time.
 */
@Timeout(60)
class MixedCompanyTest {
  /** One of each takes part at each end. */
  private enum Kind {
    HERE,
    POOL_OF_ONE,
    POOL_OF_TWO,
    SHARED,
    EXECUTOR,
    THREAD,
    VIRTUAL_THREAD
  }

  private static final int KINDS = Kind.values().length;
  private static final int EACH = 1_500;

  private final Scheduler one = Scheduler.pool(1);
  private final Scheduler two = Scheduler.pool(2);
  private final ExecutorService loop = Executors.newSingleThreadExecutor();
  private final Scheduler onLoop = Scheduler.on(loop);
  private final List<CompletableFuture<?>> ends = new ArrayList<>();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong received = new AtomicLong();
  private final AtomicInteger receives = new AtomicInteger();

  @AfterEach
  void close() {
    one.close();
    two.close();
    loop.shutdown();
  }

  private void start(Kind kind, VoidBody body) {
    switch (kind) {
      case HERE -> ends.add(Scheduler.here().start(body).toFuture());
      case POOL_OF_ONE -> ends.add(one.start(body).toFuture());
      case POOL_OF_TWO -> ends.add(two.start(body).toFuture());
      case SHARED -> ends.add(Scheduler.shared().start(body).toFuture());
      case EXECUTOR -> ends.add(onLoop.start(body).toFuture());
      case THREAD, VIRTUAL_THREAD -> {
        CompletableFuture<Void> end = new CompletableFuture<>();
        ends.add(end);
        Threads.start(kind == Kind.VIRTUAL_THREAD, () -> run(body, end));
      }
    }
  }

  private static void run(VoidBody body, CompletableFuture<Void> end) {
    try {
      body.run();
      end.complete(null);
    } catch (Throwable t) {
      end.completeExceptionally(t);
    }
  }

  private void join() throws Exception {
    CompletableFuture<Void> all =
        CompletableFuture.allOf(ends.toArray(new CompletableFuture<?>[0]));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
    while (!all.isDone() && System.nanoTime() - end < 0) {
      Scheduler.here().run();
      Thread.yield();
    }
    all.get(0, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16, Integer.MAX_VALUE})
  void whatIsSentOnOneChannelIsReceivedOnce(int capacity) throws Exception {
    long pinnedBefore = PinnedWaits.total();
    Channel<Integer> channel =
        capacity == Integer.MAX_VALUE ? Channel.unlimited() : Channel.buffered(capacity);
    AtomicInteger open = new AtomicInteger(KINDS);
    for (Kind kind : Kind.values()) {
      start(kind, () -> sends(channel, kind.ordinal() * EACH, open));
      start(kind, () -> receivesAll(channel));
    }
    join();
    int total = KINDS * EACH;
    assertThat(receives).hasValue(total);
    assertThat(received).hasValue(total * (total - 1L) / 2);
    assertThat(PinnedWaits.total()).isEqualTo(pinnedBefore);
  }

  @Suspendable
  private void sends(Channel<Integer> channel, int from, AtomicInteger open) {
    for (int i = from; i < from + EACH; i++) {
      channel.send(i);
      if (i % 64 == 0) {
        Tasklet.yield();
      }
    }
    if (open.decrementAndGet() == 0) {
      channel.close();
    }
  }

  @Suspendable
  private void receivesAll(Channel<Integer> channel) {
    for (int value : channel) {
      received.addAndGet(value);
      receives.incrementAndGet();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void selectsAtBothEndsOfTwoChannelsMeet(int capacity) throws Exception {
    Channel<Integer> a = Channel.buffered(capacity);
    Channel<Integer> b = Channel.buffered(capacity);
    for (Kind kind : Kind.values()) {
      start(kind, () -> selectsSends(a, b, kind.ordinal() * EACH));
      start(kind, () -> selectsReceives(b, a));
    }
    join();
    int total = KINDS * EACH;
    assertThat(receives).hasValue(total);
    assertThat(received).hasValue(total * (total - 1L) / 2).hasValue(sent.get());
    assertThat(a.balance() + b.balance() + a.size() + b.size()).isZero();
  }

  @Suspendable
  private void selectsSends(Channel<Integer> a, Channel<Integer> b, int from) {
    for (int i = from; i < from + EACH; i++) {
      int value = i;
      sent.addAndGet(Select.<Integer>of(a.onSend(i, () -> value), b.onSend(i, () -> value)));
    }
  }

  @Suspendable
  private void selectsReceives(Channel<Integer> a, Channel<Integer> b) {
    for (int i = 0; i < EACH; i++) {
      received.addAndGet(Select.<Integer>of(a.onReceive(v -> v), b.onReceive(v -> v)));
      receives.incrementAndGet();
    }
  }

  /**
   * Each sends on one channel what it can, and receives on the other what is there, in one select.
   */
  @Test
  void selectsThatSendAndReceiveGoOnWhicheverWay() throws Exception {
    Channel<Integer> a = Channel.unbuffered();
    Channel<Integer> b = Channel.unbuffered();
    AtomicInteger rounds = new AtomicInteger(KINDS * EACH);
    for (Kind kind : Kind.values()) {
      start(kind, () -> selectsEitherWay(a, b, rounds));
      start(kind, () -> selectsEitherWay(b, a, rounds));
    }
    CompletableFuture<Void> all =
        CompletableFuture.allOf(ends.toArray(new CompletableFuture<?>[0]));
    // At the end some wait for partners that have ended: they are told.
    start(Kind.POOL_OF_ONE, () -> tellsThoseWhoAreLeft(a, b, rounds, all));
    join();
    assertThat(received).hasValue(sent.get());
    assertThat(sent.get()).isGreaterThan(EACH);
  }

  @Suspendable
  private void selectsEitherWay(Channel<Integer> to, Channel<Integer> from, AtomicInteger rounds) {
    int got = 1;
    while (got != 0 && rounds.getAndDecrement() > 0) {
      got = Select.<Integer>of(to.onSend(1, () -> -1), from.onReceive(v -> v));
      if (got < 0) {
        sent.incrementAndGet();
      } else {
        received.addAndGet(got);
      }
    }
  }

  @Suspendable
  private static void tellsThoseWhoAreLeft(
      Channel<Integer> a, Channel<Integer> b, AtomicInteger rounds, CompletableFuture<Void> all) {
    while (!all.isDone()) {
      if (rounds.get() <= 0 && !a.trySend(0)) {
        b.trySend(0);
      }
      Tasklet.yield();
    }
  }
}
