package io.bobbin.schedule;

import static io.bobbin.schedule.HandWoven.body;
import static io.bobbin.schedule.HandWoven.catching;
import static io.bobbin.schedule.HandWoven.receive;
import static io.bobbin.schedule.HandWoven.yieldOnce;
import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.channel.BufferedChannel;
import io.bobbin.frame.FrameStack;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A tasklet that has begun to wait, and cannot save its frames for want of memory. What woven code
 * does then is done by hand here: it calls {@code saveFailed} and throws.
 */
@Timeout(60)
class OutOfMemoryTest {
  private final OutOfMemoryError error = new OutOfMemoryError("for the test");

  /** Waits, but fails to leave the native stack after {@code meanwhile} has happened. */
  private HandWoven.Step fails(HandWoven.Step wait, Runnable meanwhile) {
    return stack -> {
      wait.call(stack);
      assertThat(stack.unwinding).isTrue();
      meanwhile.run();
      throw stack.saveFailed(error);
    };
  }

  @Test
  void theWaitIsWithdrawn() {
    BufferedChannel<Integer> channel = new BufferedChannel<>(0);
    TaskletStrand<List<Object>> tasklet =
        launch(
            Here.ofThisThread(),
            catching(fails(receive(channel), () -> {}), stack -> channel.trySend(1)));
    assertThat(tasklet.join()).containsExactly(error, false);
  }

  @Test
  void aWakeUpThatCameMeanwhileIsAbsorbed() {
    for (int i = 0; i < 100; i++) {
      wakesMeanwhile(Here.ofThisThread());
    }
  }

  @Test
  void aWakeUpThatCameMeanwhileIsAbsorbedInAPool() {
    try (Pool pool = Pool.of(2)) {
      for (int i = 0; i < 100; i++) {
        wakesMeanwhile(pool);
      }
    }
  }

  /** The tasklet is woken, by a thread or by its own carrier, before it fails to unwind. */
  private void wakesMeanwhile(Dispatcher on) {
    for (boolean byThread : new boolean[] {true, false}) {
      BufferedChannel<Integer> channel = new BufferedChannel<>(0);
      BufferedChannel<Integer> next = new BufferedChannel<>(0);
      Runnable sends = byThread ? () -> runElsewhere(() -> channel.send(1)) : () -> channel.send(1);
      TaskletStrand<List<Object>> other = launch(on, body(yieldOnce(), yieldOnce(), yieldOnce()));
      TaskletStrand<List<Object>> tasklet =
          launch(
              on,
              catching(fails(receive(channel), sends), yieldOnce(), receive(next), yieldOnce()));
      launch(on, body(HandWoven.send(next, 2)));
      assertThat(tasklet.join()).containsExactly(error, 0L, 2, 0L);
      other.join();
    }
  }

  private static void runElsewhere(Runnable action) {
    Thread thread = new Thread(action);
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aYieldThatFailsHasNotHappened() {
    TaskletStrand<List<Object>> tasklet =
        launch(Here.ofThisThread(), catching(fails(yieldOnce(), () -> {}), yieldOnce()));
    assertThat(tasklet.join()).containsExactly(error, 0L);
  }

  @Test
  void aGeneratorGoesOnWhoseYieldFailed() {
    List<Object> caught = new ArrayList<>();
    GeneratorStrand<Object> generator =
        new GeneratorStrand<>(
            catching(
                fails(stack -> yields("lost", stack), () -> {}),
                stack -> caught.add("went on"),
                stack -> yields("kept", stack)));
    assertThat(generator.next()).isEqualTo("kept");
    assertThat(generator.hasNext()).isFalse();
    assertThat(caught).containsExactly("went on");
  }

  @SuppressWarnings("unchecked")
  private static Object yields(Object value, FrameStack stack) {
    ((GeneratorStrand<Object>) stack).yield(value, stack, 0);
    return "";
  }

  @Test
  void aGeneratorIsGivenUpWhoseConsumerCouldNotPark() {
    BufferedChannel<Integer> channel = new BufferedChannel<>(0);
    GeneratorStrand<Object> generator = new GeneratorStrand<>(body(receive(channel)));
    TaskletStrand<List<Object>> consumer =
        launch(
            Here.ofThisThread(),
            catching(
                fails(stack -> generator.hasNext(stack, FrameStack.DEFAULT_ROOM), () -> {}),
                stack -> generator.hasNext(stack, FrameStack.DEFAULT_ROOM),
                stack -> channel.trySend(1)));
    assertThat(consumer.join()).containsExactly(error, false, false);
  }

  @Test
  void aGeneratorHasNotBegunWhoseConsumerCouldNotMakeRoomForIt() {
    GeneratorStrand<Object> generator =
        new GeneratorStrand<>(body(stack -> yields("value", stack)));
    TaskletStrand<List<Object>> consumer =
        launch(
            Here.ofThisThread(),
            catching(
                fails(stack -> generator.next(stack, 0), () -> {}),
                stack -> generator.next(stack, 0)));
    assertThat(consumer.join()).containsExactly(error, "value");
  }

  private static TaskletStrand<List<Object>> launch(Dispatcher on, HandWoven body) {
    return on.launch(null, body, null);
  }
}
