package io.bobbin.tests.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Scheduler;
import io.bobbin.Tasklet;
import io.bobbin.TaskletFailedException;
import io.bobbin.TaskletKilled;
import io.bobbin.WorkGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@link BlockingQueue}: take, put, and poll and offer with a time. */
@Timeout(120)
class QueuesTest {
  private static final List<Supplier<BlockingQueue<Integer>>> ALL =
      List.of(
          () -> new ArrayBlockingQueue<>(1),
          () -> new ArrayBlockingQueue<>(3, true),
          () -> new LinkedBlockingQueue<>(1),
          LinkedBlockingQueue::new,
          () -> new LinkedBlockingDeque<>(2),
          PriorityBlockingQueue::new,
          SynchronousQueue::new,
          () -> new SynchronousQueue<>(true),
          LinkedTransferQueue::new);

  /** Those that are full with one element. */
  private static final List<Supplier<BlockingQueue<Integer>>> FULL_WITH_ONE =
      List.of(
          () -> new ArrayBlockingQueue<>(1),
          () -> new LinkedBlockingQueue<>(1),
          () -> new LinkedBlockingDeque<>(1));

  // One thread

  @Test
  void aTaskletOfTheSameThreadPutsWhatOneTakes() {
    for (Supplier<BlockingQueue<Integer>> maker : ALL) {
      BlockingQueue<Integer> queue = maker.get();
      assertThat(OnOneThread.<Integer>waitsFor(() -> queue.take(), () -> queue.put(1)))
          .isEqualTo(1);
      assertThat(
              OnOneThread.<Integer>waitsFor(
                  () -> queue.poll(1, TimeUnit.HOURS),
                  () -> {
                    assertThat(queue.offer(2, 1, TimeUnit.HOURS)).isTrue();
                  }))
          .isEqualTo(2);
      assertThat(queue).isEmpty();
    }
  }

  @Test
  void aTaskletOfTheSameThreadTakesSoThatOneCanPut() {
    for (Supplier<BlockingQueue<Integer>> maker : FULL_WITH_ONE) {
      BlockingQueue<Integer> queue = maker.get();
      queue.add(0);
      List<Integer> taken = new ArrayList<>();
      boolean offered =
          OnOneThread.waitsFor(
              () -> {
                queue.put(1);
                return queue.offer(2, 1, TimeUnit.HOURS);
              },
              () -> {
                for (int i = 0; i < 3; i++) {
                  taken.add(queue.take());
                }
              });
      assertThat(offered).isTrue();
      assertThat(taken).containsExactly(0, 1, 2);
    }
  }

  @Test
  void whoWaitsLongestTakesFirst() throws Exception {
    BlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
    try (Scheduler pool = Scheduler.pool(1)) {
      List<Tasklet<Integer>> takers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        takers.add(OnOneThread.waiting(pool, () -> queue.take()));
      }
      for (int i = 0; i < 50; i++) {
        queue.put(i);
      }
      for (int i = 0; i < 50; i++) {
        assertThat(takers.get(i).join()).isEqualTo(i);
      }
    }
  }

  @Test
  void theElementsOfADelayQueueAreWaitedFor() {
    DelayQueue<Soon> queue = new DelayQueue<>();
    Soon soon = new Soon(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20));
    assertThat(OnOneThread.<Delayed>waitsFor(() -> queue.take(), () -> queue.put(soon)))
        .isSameAs(soon);
    assertThat(soon.getDelay(TimeUnit.NANOSECONDS)).isNotPositive();
    assertThat(
            OnOneThread.<Delayed>waitsFor(
                () -> queue.poll(1, TimeUnit.HOURS), () -> queue.put(soon)))
        .isSameAs(soon);
  }

  private record Soon(long at) implements Delayed {
    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(at - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(at, ((Soon) other).at);
    }
  }

  // As the JDK has it

  @Test
  void valuesAndRefusalsAreThoseOfTheJdk() {
    for (Supplier<BlockingQueue<Integer>> maker : ALL) {
      Outcome.ofBoth(
          () -> {
            BlockingQueue<Integer> queue = maker.get();
            return () -> queue.poll(2, TimeUnit.MILLISECONDS);
          });
      Outcome.ofBoth(
          () -> {
            BlockingQueue<Integer> queue = maker.get();
            return () -> {
              StringBuilder offered = new StringBuilder();
              for (int i = 0; i < 5; i++) {
                offered.append(queue.offer(i, 2, TimeUnit.MILLISECONDS)).append(' ');
                offered.append(queue.offer(i, -1, TimeUnit.MILLISECONDS)).append(' ');
              }
              return offered.append(queue);
            };
          });
      Outcome.ofBoth(
          () -> {
            BlockingQueue<Integer> queue = maker.get();
            Outcome.soon(
                () -> {
                  try {
                    queue.put(7);
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                });
            return () -> queue.take();
          });
      Outcome.ofBoth(
          () -> {
            BlockingQueue<Integer> queue = maker.get();
            return () -> {
              queue.put(null);
              return null;
            };
          });
      Outcome.ofBoth(
          () -> {
            BlockingQueue<Integer> queue = maker.get();
            return () -> queue.offer(null, 1, TimeUnit.HOURS);
          });
      Outcome interrupted =
          Outcome.ofBoth(
              () -> {
                BlockingQueue<Integer> queue = maker.get();
                return () -> {
                  Thread.currentThread().interrupt();
                  return queue.take();
                };
              });
      assertThat(interrupted.thrown()).contains("InterruptedException");
    }
  }

  @Test
  void aQueueOfOnesOwnIsCalledWhereItIs() {
    BlockingQueue<Object> own =
        new LinkedBlockingQueue<>() {
          private static final long serialVersionUID = 1;

          @Override
          public Object take() {
            return Thread.currentThread();
          }
        };
    try (Scheduler pool = Scheduler.pool(1)) {
      boolean same =
          pool.start(
                  () -> {
                    Thread before = Thread.currentThread();
                    return own.take() == before;
                  })
              .join();
      assertThat(same).isTrue();
    }
  }

  // Many

  @Test
  void aThousandTakeWithoutAThreadEach() {
    BlockingQueue<Integer> queue = new ArrayBlockingQueue<>(10);
    List<Integer> taken =
        OnOneThread.crowd(
            () -> queue.take(),
            () -> {
              try {
                for (int i = 0; i < 1_000; i++) {
                  queue.put(i);
                }
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(taken).containsExactlyElementsOf(IntStream.range(0, 1_000).boxed().toList());
  }

  @Test
  void aThousandPutWithoutAThreadEach() {
    BlockingQueue<Integer> queue = new ArrayBlockingQueue<>(1);
    queue.add(-1);
    List<Integer> taken = new ArrayList<>();
    OnOneThread.crowd(
        () -> {
          queue.put(1);
          return 0;
        },
        () -> {
          try {
            for (int i = 0; i < 1_001; i++) {
              taken.add(queue.take());
            }
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    assertThat(taken).hasSize(1_001);
    assertThat(queue).isEmpty();
  }

  @Test
  void whoStandsBehindOthersWaitsNoLongerThanHeWantsTo() {
    BlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
    Scheduler here = Scheduler.here();
    Tasklet<Integer> first = here.start(() -> queue.take());
    Tasklet<Integer> second = here.start(() -> queue.poll(5, TimeUnit.MILLISECONDS));
    Tasklet<Boolean> third =
        here.start(
            () -> {
              Integer nothing = second.join();
              queue.put(1);
              return nothing == null;
            });
    here.run();
    assertThat(third.join()).isTrue();
    assertThat(first.join()).isEqualTo(1);
  }

  // Killing

  @Test
  void aKilledTakerTakesNothing() {
    for (Supplier<BlockingQueue<Integer>> maker : ALL) {
      BlockingQueue<Integer> queue = maker.get();
      Tasklet<?> killed = OnOneThread.killed(() -> queue.take());
      assertThatThrownBy(killed::join).hasCauseInstanceOf(TaskletKilled.class);
      assertThat(OnOneThread.<Integer>waitsFor(() -> queue.take(), () -> queue.put(3)))
          .isEqualTo(3);
      assertThat(queue).isEmpty();
    }
  }

  @Test
  void aKilledPutterPutsNothing() {
    for (Supplier<BlockingQueue<Integer>> maker : FULL_WITH_ONE) {
      BlockingQueue<Integer> queue = maker.get();
      queue.add(1);
      Tasklet<?> killed =
          OnOneThread.killed(
              () -> {
                queue.put(2);
                return null;
              });
      assertThatThrownBy(killed::join).hasCauseInstanceOf(TaskletKilled.class);
      assertThat(queue).containsExactly(1);
    }
  }

  @Test
  void whoStandsInLineBehindAKilledTaskletGetsWhatComes() throws Exception {
    BlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
    try (Scheduler pool = Scheduler.pool(1)) {
      Tasklet<Integer> first = OnOneThread.waiting(pool, () -> queue.take());
      Tasklet<Integer> second = OnOneThread.waiting(pool, () -> queue.take());
      Tasklet<Integer> third = OnOneThread.waiting(pool, () -> queue.take());
      second.kill();
      first.kill();
      assertThatThrownBy(first::join).hasCauseInstanceOf(TaskletKilled.class);
      assertThatThrownBy(second::join).hasCauseInstanceOf(TaskletKilled.class);
      queue.put(1);
      assertThat(third.join()).isEqualTo(1);
    }
  }

  /** Every element that was put is taken or still there, and none that was not put. */
  @Test
  void nothingIsLostHoweverKillingRaces() throws Exception {
    for (Supplier<BlockingQueue<Integer>> maker : ALL) {
      nothingIsLost(maker.get());
    }
  }

  private static void nothingIsLost(BlockingQueue<Integer> queue) throws Exception {
    Queue<Integer> put = new ConcurrentLinkedQueue<>();
    Queue<Integer> taken = new ConcurrentLinkedQueue<>();
    Random random = new Random(1);
    try (Scheduler pool = Scheduler.pool(2)) {
      for (int i = 0; i < 1_500; i++) {
        int number = i;
        Tasklet<?> putter =
            pool.start(
                () -> {
                  queue.put(number);
                  put.add(number);
                });
        Tasklet<?> taker = pool.start(() -> taken.add(queue.take()));
        for (int spin = random.nextInt(300); spin > 0; spin--) {
          Thread.onSpinWait();
        }
        if (random.nextBoolean()) {
          taker.kill();
          putter.kill();
        } else {
          putter.kill();
          taker.kill();
        }
        for (Tasklet<?> each : List.of(putter, taker)) {
          try {
            each.join();
          } catch (TaskletFailedException e) {
            assertThat(e.getCause()).isInstanceOf(TaskletKilled.class);
          }
        }
      }
    }
    taken.addAll(queue);
    assertThat(taken).containsExactlyInAnyOrderElementsOf(put);
  }

  @Test
  void allElementsGetThroughBetweenTaskletsAndThreads() throws Exception {
    BlockingQueue<Integer> queue = new ArrayBlockingQueue<>(4);
    long[] sums = new long[2];
    Thread thread =
        new Thread(
            () -> {
              try {
                for (int i = 0; i < 5_000; i++) {
                  sums[0] += queue.take();
                }
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    thread.start();
    try (Scheduler pool = Scheduler.pool(1)) {
      Tasklet<?> takes =
          pool.start(
              () -> {
                for (int i = 0; i < 5_000; i++) {
                  sums[1] += queue.take();
                }
              });
      try (WorkGroup putters = WorkGroup.open(pool)) {
        for (int i = 0; i < 10; i++) {
          int from = i * 1_000;
          putters.go(
              () -> {
                for (int value = from; value < from + 1_000; value++) {
                  queue.put(value);
                }
              });
        }
      }
      takes.join();
    }
    thread.join();
    assertThat(sums[0] + sums[1]).isEqualTo(9_999L * 10_000 / 2);
  }
}
