package io.bobbin.schedule;

import static io.bobbin.schedule.HandWoven.body;
import static io.bobbin.schedule.HandWoven.catching;
import static io.bobbin.schedule.HandWoven.plain;
import static io.bobbin.schedule.HandWoven.receive;
import static io.bobbin.schedule.HandWoven.send;
import static io.bobbin.schedule.HandWoven.sleep;
import static io.bobbin.schedule.HandWoven.yieldOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.Tasklet;
import io.bobbin.TaskletFailedException;
import io.bobbin.TaskletKilled;
import io.bobbin.channel.BufferedChannel;
import io.bobbin.frame.NotWovenError;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasklets with bodies that are woven by hand, as no agent is there. */
@Timeout(60)
class TaskletTest {
  private final Pool pool = Pool.of(1);

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void withoutTheAgentTheLineToAddIsTold() {
    assertThatThrownBy(() -> Tasklet.start(() -> "result"))
        .isInstanceOf(NotWovenError.class)
        .hasMessageContaining("BBN021")
        .hasMessageMatching("(?s).*Add this to the java command: -javaagent:.*bobbin-agent.jar");
  }

  @Test
  void joinGivesTheResult() {
    assertThat(launch(body(stack -> "a", stack -> "b")).join()).isEqualTo(List.of("a", "b"));
  }

  @Test
  void joinThrowsWhatEndedTheBody() {
    IOException failure = new IOException("peer");
    TaskletStrand<?> tasklet =
        launch(
            body(
                stack -> {
                  throw failure;
                }));
    assertThatThrownBy(tasklet::join).isInstanceOf(TaskletFailedException.class).hasCause(failure);
    assertThatThrownBy(tasklet::join).as("again").hasCause(failure);
    assertThat(tasklet.state()).isEqualTo(Tasklet.State.ENDED);
  }

  @Test
  void aJoinThatTimesOutLeavesTheTaskletAlone() throws Exception {
    BufferedChannel<Integer> channel = new BufferedChannel<>(0);
    TaskletStrand<List<Object>> tasklet = launch(body(receive(channel)));
    assertThatThrownBy(() -> tasklet.join(Duration.ofMillis(1)))
        .isInstanceOf(TimeoutException.class);
    channel.send(1);
    assertThat(tasklet.join(Duration.ofDays(1))).containsExactly(1);
  }

  @Test
  void aTaskletJoinsAnother() {
    TaskletStrand<List<Object>> first = launch(body(sleep(Duration.ofMillis(1)), stack -> "x"));
    TaskletStrand<List<Object>> second =
        launch(
            body(
                stack -> {
                  first.awaitEnd(null, stack, 0);
                  return "joined";
                }));
    assertThat(second.join()).hasSize(1);
    assertThat(first.state()).isEqualTo(Tasklet.State.ENDED);
  }

  @Test
  void aTaskletCannotJoinItself() {
    TaskletStrand<?>[] self = new TaskletStrand<?>[1];
    CountDownLatch known = new CountDownLatch(1);
    self[0] =
        launch(
            body(
                stack -> {
                  known.await();
                  self[0].awaitEnd(null, stack, 0);
                  return "";
                }));
    known.countDown();
    assertThatThrownBy(self[0]::join).hasRootCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void twoTaskletsHandValuesToAndFro() {
    BufferedChannel<Integer> there = new BufferedChannel<>(0);
    BufferedChannel<Integer> back = new BufferedChannel<>(0);
    TaskletStrand<List<Object>> one =
        launch(body(send(there, 1), receive(back), send(there, 2), receive(back)));
    TaskletStrand<List<Object>> other =
        launch(body(receive(there), send(back, 10), receive(there), send(back, 20)));
    assertThat(one.join()).contains(10, 20);
    assertThat(other.join()).contains(1, 2);
  }

  @Test
  void aTaskletAndAThreadHandValuesToEachOther() {
    BufferedChannel<Integer> channel = new BufferedChannel<>(0);
    TaskletStrand<List<Object>> tasklet = launch(body(receive(channel), send(channel, 2)));
    channel.send(1);
    assertThat(channel.receive()).isEqualTo(2);
    assertThat(tasklet.join()).startsWith(1);
  }

  @Test
  void aKilledReceiverHasNotReceived() {
    BufferedChannel<Integer> channel = new BufferedChannel<>(0);
    TaskletStrand<?> tasklet = launch(body(receive(channel)));
    awaitState(tasklet, Tasklet.State.WAITING);
    assertThat(tasklet.waitReason()).isEqualTo(WaitReason.RECEIVE);
    tasklet.kill();
    assertThatThrownBy(tasklet::join).hasCauseInstanceOf(TaskletKilled.class);
    assertThat(channel.trySend(1)).isFalse();
  }

  @Test
  void aKilledSenderHasNotSent() {
    BufferedChannel<Integer> channel = new BufferedChannel<>(0);
    TaskletStrand<?> tasklet = launch(body(send(channel, 1)));
    awaitState(tasklet, Tasklet.State.WAITING);
    assertThat(tasklet.waitReason()).isEqualTo(WaitReason.SEND);
    tasklet.kill();
    assertThatThrownBy(tasklet::join).hasCauseInstanceOf(TaskletKilled.class);
    assertThat(channel.tryReceive()).isEmpty();
  }

  @Test
  void whatIsRaisedIsThrownAtTheWaitAndCanBeCaught() {
    BufferedChannel<Integer> channel = new BufferedChannel<>(0);
    TaskletStrand<List<Object>> tasklet = launch(catching(receive(channel), receive(channel)));
    awaitState(tasklet, Tasklet.State.WAITING);
    IOException raised = new IOException("peer");
    tasklet.raise(raised);
    channel.send(1);
    assertThat(tasklet.join()).containsExactly(raised, 1);
  }

  @Test
  void aSleeperIsWokenByWhatIsRaised() {
    TaskletStrand<?> tasklet = launch(body(sleep(Duration.ofDays(1))));
    awaitState(tasklet, Tasklet.State.WAITING);
    tasklet.kill();
    assertThatThrownBy(tasklet::join).hasCauseInstanceOf(TaskletKilled.class);
  }

  @Test
  void aTaskletThatHasNotBegunNeverDoesOnceItIsKilled() {
    CountDownLatch busy = new CountDownLatch(1);
    TaskletStrand<?> first = launch(body(plain(() -> await(busy))));
    boolean[] begun = new boolean[1];
    TaskletStrand<?> second = launch(body(plain(() -> begun[0] = true)));
    assertThat(second.state()).isEqualTo(Tasklet.State.RUNNABLE);
    second.kill();
    busy.countDown();
    assertThatThrownBy(second::join).hasCauseInstanceOf(TaskletKilled.class);
    assertThat(begun[0]).isFalse();
    first.join();
  }

  @Test
  void whatIsRaisedInARunningTaskletIsThrownAtItsNextWait() {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch raised = new CountDownLatch(1);
    TaskletStrand<List<Object>> tasklet =
        launch(
            catching(
                plain(
                    () -> {
                      running.countDown();
                      await(raised);
                    }),
                yieldOnce(),
                yieldOnce()));
    await(running);
    assertThat(tasklet.state()).isEqualTo(Tasklet.State.RUNNING);
    IOException exception = new IOException("peer");
    tasklet.raise(exception);
    tasklet.raise(new IOException("a second one does not count"));
    raised.countDown();
    assertThat(tasklet.join()).containsExactly("done", exception, 0L);
  }

  @Test
  void raisingInAnEndedTaskletDoesNothing() {
    TaskletStrand<List<Object>> tasklet = launch(body());
    tasklet.join();
    tasklet.kill();
    assertThat(tasklet.join()).isEmpty();
  }

  @Test
  void aKillHasTheTraceOfTheWait() {
    BufferedChannel<Integer> channel = new BufferedChannel<>(0);
    TaskletStrand<List<Object>> tasklet = launch(catching(receive(channel)));
    awaitState(tasklet, Tasklet.State.WAITING);
    tasklet.kill();
    Throwable killed = (Throwable) tasklet.join().get(0);
    assertThat(killed).isInstanceOf(TaskletKilled.class).hasMessageContaining(tasklet.name());
    assertThat(killed.getStackTrace())
        .as("not that of the killer")
        .noneMatch(element -> element.getClassName().equals(TaskletTest.class.getName()));
  }

  @Test
  void runningOutOfMemoryEndsTheTaskletOnly() {
    TaskletStrand<?> tasklet =
        launch(
            body(
                stack -> {
                  throw new OutOfMemoryError("for the test");
                }));
    assertThatThrownBy(tasklet::join).hasCauseInstanceOf(OutOfMemoryError.class);
    assertThat(launch(body(stack -> 1)).join()).containsExactly(1);
  }

  @Test
  void blockingCallsAreMadeOnAnotherThread() {
    TaskletStrand<List<Object>> tasklet =
        launch(
            body(
                stack -> Thread.currentThread(),
                stack -> Blocking.call(Thread::currentThread, stack, 0)));
    List<Object> threads = tasklet.join();
    assertThat(threads.get(0)).isInstanceOf(Carrier.class);
    assertThat(threads.get(1)).isNotInstanceOf(Carrier.class);
  }

  @Test
  void aBlockingCallThrowsWhatItThrows() {
    IOException failure = new IOException("disk");
    TaskletStrand<List<Object>> tasklet =
        launch(
            catching(
                stack ->
                    Blocking.call(
                        () -> {
                          throw failure;
                        },
                        stack,
                        0)));
    assertThat(tasklet.join()).containsExactly(failure);
  }

  @Test
  void killingABlockingCallInterruptsIt() {
    CountDownLatch called = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    TaskletStrand<?> tasklet =
        launch(
            body(
                stack ->
                    Blocking.call(
                        () -> {
                          called.countDown();
                          try {
                            new CountDownLatch(1).await();
                          } catch (InterruptedException e) {
                            interrupted.countDown();
                          }
                          return "dropped";
                        },
                        stack,
                        0)));
    await(called);
    tasklet.kill();
    assertThatThrownBy(tasklet::join).hasCauseInstanceOf(TaskletKilled.class);
    await(interrupted);
  }

  @Test
  void namesAreGivenOrMade() {
    assertThat(launch("fetch", body()).name()).isEqualTo("fetch");
    TaskletStrand<?> tasklet = launch(body());
    assertThat(tasklet.name()).matches("tasklet-\\d+").isEqualTo(tasklet.name());
  }

  @Test
  void currentIsTheTaskletThatCalls() {
    assertThat(Tasklet.current()).isNull();
    TaskletStrand<List<Object>> tasklet = launch(body(stack -> Tasklet.current()));
    assertThat(tasklet.join()).containsExactly(tasklet);
  }

  @Test
  void aTaskletIsStartedOnTheSchedulerOfItsStarter() {
    assertThat(launch(body(stack -> Dispatcher.ofCaller())).join()).containsExactly(pool);
    assertThat(Dispatcher.ofCaller()).isSameAs(Pool.shared());
  }

  @Test
  void aBodyThatIsOnlyACallThatWaitsNeedsNoFrame() {
    BufferedChannel<String> channel = new BufferedChannel<>(0);
    TaskletStrand<String> tasklet =
        pool.launch(
            null,
            new io.bobbin.Body<String>() {
              @Override
              public String run() {
                throw new AssertionError();
              }

              @Override
              public String run(io.bobbin.frame.FrameStack stack, int room) {
                return channel.receive(stack, room);
              }
            },
            null);
    channel.send("value");
    assertThat(tasklet.join()).isEqualTo("value");
  }

  @Test
  void aBodyThatIsNotWovenRunsAndBlocksItsCarrier() {
    Channel<String> channel = Channel.unbuffered();
    TaskletStrand<String> tasklet =
        pool.launch(null, (io.bobbin.Body<String>) channel::receive, null);
    TaskletStrand<?> other = launch(body(stack -> "the other carrier runs me"));
    other.join();
    channel.send("value");
    assertThat(tasklet.join()).isEqualTo("value");
  }

  private TaskletStrand<List<Object>> launch(HandWoven body) {
    return pool.launch(null, body, null);
  }

  private TaskletStrand<List<Object>> launch(String name, HandWoven body) {
    return pool.launch(name, body, null);
  }

  private static void awaitState(Tasklet<?> tasklet, Tasklet.State state) {
    while (tasklet.state() != state) {
      Thread.onSpinWait();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aTaskletThatJoinsItselfInCodeThatCannotBeLeftIsToldSo() {
    TaskletStrand<?>[] self = new TaskletStrand<?>[1];
    Dispatcher here = Here.ofThisThread();
    self[0] = here.launch(null, body(plain(() -> self[0].join())), null);
    assertThatThrownBy(self[0]::join).hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatIsRaisedOnceIsThrownOnce() throws InterruptedException {
    BufferedChannel<Integer> channel = new BufferedChannel<>(0);
    try (Pool pool = Pool.of(2)) {
      TaskletStrand<List<Object>> tasklet =
          pool.launch(null, HandWoven.catching(repeat(10_000, receive(channel))), null);
      awaitState(tasklet, Tasklet.State.WAITING); // what is raised before it begins ends it
      Thread raiser =
          new Thread(
              () -> {
                for (int i = 0; !tasklet.isOver(); i++) {
                  tasklet.raise(new IOException("number " + i));
                }
              });
      raiser.start();
      for (int i = 0; !tasklet.isOver(); ) {
        if (channel.trySend(i)) {
          i++;
        } else {
          Thread.onSpinWait();
        }
      }
      raiser.join();
      List<Object> results = tasklet.join();
      List<Object> thrown = results.stream().filter(Throwable.class::isInstance).toList();
      assertThat(thrown.stream().map(Object::getClass).distinct().toList())
          .isEqualTo(List.of(IOException.class));
      assertThat(thrown).doesNotHaveDuplicates();
      List<Object> values = results.stream().filter(Integer.class::isInstance).toList();
      for (int i = 0; i < values.size(); i++) {
        assertThat(values.get(i)).as("no value is lost").isEqualTo(i);
      }
    }
  }

  private static HandWoven.Step[] repeat(int count, HandWoven.Step step) {
    HandWoven.Step[] steps = new HandWoven.Step[count];
    Arrays.fill(steps, step);
    return steps;
  }
}
