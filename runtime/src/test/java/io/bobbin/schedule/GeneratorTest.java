package io.bobbin.schedule;

import static io.bobbin.schedule.HandWoven.body;
import static io.bobbin.schedule.HandWoven.receive;
import static io.bobbin.schedule.HandWoven.send;
import static io.bobbin.schedule.HandWoven.yieldOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Generator;
import io.bobbin.TaskletKilled;
import io.bobbin.channel.BufferedChannel;
import io.bobbin.frame.FrameStack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Generators with bodies that are woven by hand. */
@Timeout(60)
class GeneratorTest {
  /** The generator whose body is being run by a step. */
  @SuppressWarnings("unchecked")
  private static GeneratorStrand<Object> of(FrameStack stack) {
    return (GeneratorStrand<Object>) stack;
  }

  private static HandWoven.Step yields(Object value) {
    return stack -> {
      of(stack).yield(value, stack, 0);
      return "yielded";
    };
  }

  private static GeneratorStrand<Object> generator(HandWoven.Step... steps) {
    return new GeneratorStrand<>(body(steps));
  }

  @Test
  void valuesComeInOrderAndThenTheEnd() {
    Generator<Object> generator = generator(yields(1), yields(2), yields(3));
    assertThat(generator.hasNext()).isTrue();
    assertThat(generator.next()).isEqualTo(1);
    assertThat(generator.next()).isEqualTo(2);
    assertThat(generator.hasNext()).isTrue();
    assertThat(generator.hasNext()).isTrue();
    assertThat(generator.next()).isEqualTo(3);
    assertThat(generator.hasNext()).isFalse();
    assertThatThrownBy(generator::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void aGeneratorIsIteratedOver() {
    List<Object> values = new ArrayList<>();
    for (Object value : generator(yields("a"), yields("b"))) {
      values.add(value);
    }
    assertThat(values).containsExactly("a", "b");
  }

  @Test
  void nothingRunsBeforeAValueIsWanted() {
    boolean[] begun = new boolean[1];
    Generator<Object> generator =
        generator(
            stack -> {
              begun[0] = true;
              return "";
            });
    assertThat(begun[0]).isFalse();
    assertThat(generator.hasNext()).isFalse();
    assertThat(begun[0]).isTrue();
  }

  @Test
  void theConsumerGetsWhatTheBodyThrows() {
    IOException failure = new IOException("disk");
    Generator<Object> generator =
        generator(
            yields(1),
            stack -> {
              throw failure;
            });
    generator.next();
    assertThatThrownBy(generator::next).isSameAs(failure);
    assertThat(generator.hasNext()).isFalse();
  }

  @Test
  void aBodyCannotConsumeItself() {
    Generator<Object> generator = generator(stack -> of(stack).next());
    assertThatThrownBy(generator::next).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void yieldingOutsideOfTheBodyIsRefused() {
    GeneratorStrand<Object> generator = generator(yields(1));
    assertThatThrownBy(() -> generator.yield(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("code that cannot be left");
    GeneratorStrand<Object> other =
        generator(
            stack -> {
              generator.yield(1, stack, 0);
              return "";
            });
    assertThatThrownBy(other::next).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aBodyThatParksParksItsTasklet() {
    Dispatcher here = Here.ofThisThread();
    BufferedChannel<Integer> channel = new BufferedChannel<>(0);
    GeneratorStrand<Object> generator =
        generator(yields("first"), receive(channel), yields("second"));
    List<Object> order = new ArrayList<>();
    TaskletStrand<List<Object>> consumer =
        here.launch(
            null,
            body(
                stack -> generator.next(stack, 0),
                stack -> generator.next(stack, 0),
                stack -> {
                  order.add("consumer");
                  return generator.hasNext(stack, FrameStack.DEFAULT_ROOM);
                }),
            null);
    here.launch(
        null,
        body(
            stack -> {
              order.add("other");
              return "";
            },
            send(channel, 1)),
        null);
    assertThat(consumer.join()).containsExactly("first", "second", false);
    assertThat(order).containsExactly("other", "consumer");
  }

  @Test
  void hasNextParksItsTaskletToo() {
    Dispatcher here = Here.ofThisThread();
    BufferedChannel<Integer> channel = new BufferedChannel<>(0);
    GeneratorStrand<Object> generator = generator(receive(channel), yieldOnce(), yields("value"));
    TaskletStrand<List<Object>> consumer =
        here.launch(
            null,
            body(stack -> generator.hasNext(stack, 0), stack -> generator.next(stack, 0)),
            null);
    here.launch(null, body(send(channel, 1)), null);
    // A boolean result comes as the bits of a primitive.
    assertThat(consumer.join()).containsExactly(1L, "value");
  }

  @Test
  void generatorsNestAndParkTogether() {
    Dispatcher here = Here.ofThisThread();
    BufferedChannel<Integer> channel = new BufferedChannel<>(0);
    GeneratorStrand<Object> inner = generator(yields(1), receive(channel), yields(2));
    GeneratorStrand<Object> middle =
        generator(
            stack -> inner.next(stack, 0), yields("a"), stack -> inner.next(stack, 0), yields("b"));
    TaskletStrand<List<Object>> consumer =
        here.launch(
            null, body(stack -> middle.next(stack, 0), stack -> middle.next(stack, 0)), null);
    here.launch(null, body(yieldOnce(), send(channel, 7)), null);
    assertThat(consumer.join()).containsExactly("a", "b");
  }

  @Test
  void anInnerGeneratorYieldsForAnOuterOne() {
    List<GeneratorStrand<Object>> outer = new ArrayList<>();
    GeneratorStrand<Object> inner =
        generator(
            yields("own"),
            stack -> {
              outer.get(0).yield("from afar", stack, 0);
              return "";
            },
            yields("own again"));
    List<Object> seen = new ArrayList<>();
    outer.add(
        generator(
            stack -> inner.next(stack, 0),
            stack -> inner.next(stack, 0),
            stack -> {
              seen.add("going on");
              return "";
            }));
    assertThat(outer.get(0).next()).isEqualTo("from afar");
    assertThat(seen).isEmpty();
    assertThat(outer.get(0).hasNext()).isFalse();
    assertThat(seen).containsExactly("going on");
  }

  @Test
  void killingAConsumerThrowsInTheBodyThatParkedIt() {
    Dispatcher here = Here.ofThisThread();
    BufferedChannel<Integer> channel = new BufferedChannel<>(0);
    List<Throwable> thrown = new ArrayList<>();
    GeneratorStrand<Object> generator =
        new GeneratorStrand<>(
            HandWoven.catching(
                receive(channel),
                stack -> {
                  thrown.add(new Throwable());
                  return "";
                },
                yields("after the kill")));
    TaskletStrand<List<Object>> consumer =
        here.launch(null, body(stack -> generator.next(stack, 0)), null);
    here.run();
    assertThat(consumer.waitReason()).isEqualTo(WaitReason.RECEIVE);
    consumer.kill();
    assertThat(consumer.join()).containsExactly("after the kill");
    assertThat(thrown).hasSize(1);
    assertThat(channel.trySend(1)).isFalse();
  }

  @Test
  void aKilledConsumerEndsWithItsGenerator() {
    Dispatcher here = Here.ofThisThread();
    GeneratorStrand<Object> generator = generator(receive(new BufferedChannel<>(0)), yields(1));
    TaskletStrand<List<Object>> consumer =
        here.launch(null, body(stack -> generator.next(stack, 0)), null);
    here.run();
    consumer.kill();
    assertThatThrownBy(consumer::join).hasCauseInstanceOf(TaskletKilled.class);
    assertThat(generator.hasNext()).isFalse();
  }

  @Test
  void onAThreadABodyThatWaitsBlocksIt() {
    BufferedChannel<Integer> channel = new BufferedChannel<>(1);
    GeneratorStrand<Object> generator = generator(receive(channel), yields("value"));
    channel.send(1);
    assertThat(generator.next()).isEqualTo("value");
  }

  @Test
  void manyValuesAreGenerated() {
    HandWoven.Step[] steps = new HandWoven.Step[10_000];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = yields(i);
    }
    int expected = 0;
    for (Object value : generator(steps)) {
      assertThat(value).isEqualTo(expected++);
    }
    assertThat(expected).isEqualTo(steps.length);
  }

  /** A generator that yields what the one inside of it does, and so on. */
  private static GeneratorStrand<Object> nested(int levels, HandWoven.Step innermost) {
    GeneratorStrand<Object> made = generator(innermost, yields("last"));
    for (int i = 0; i < levels; i++) {
      GeneratorStrand<Object> inner = made;
      made =
          generator(
              stack -> inner.next(stack, stack.room),
              stack -> inner.hasNext(stack, stack.room),
              yields("last"));
    }
    return made;
  }

  @Test
  void generatorsNestAsDeepAsTheHeap() {
    GeneratorStrand<Object> thread = nested(100_000, yields("first"));
    assertThat(thread.next()).isEqualTo("last");
    assertThat(thread.hasNext()).isFalse();

    GeneratorStrand<Object> tasklet = nested(100_000, yields("first"));
    assertThat(
            Here.ofThisThread()
                .launch(null, body(stack -> tasklet.next(stack, stack.room)), null)
                .join())
        .isEqualTo(List.of("last"));
  }

  @Test
  void deeplyNestedGeneratorsParkAndGoOn() {
    BufferedChannel<Integer> channel = new BufferedChannel<>(0);
    GeneratorStrand<Object> generator = nested(100_000, receive(channel));
    Dispatcher here = Here.ofThisThread();
    TaskletStrand<List<Object>> tasklet =
        here.launch(null, body(stack -> generator.next(stack, stack.room)), null);
    here.run();
    assertThat(tasklet.waitReason()).isEqualTo(WaitReason.RECEIVE);
    assertThat(channel.trySend(1)).isTrue();
    assertThat(tasklet.join()).containsExactly("last");
  }

  @Test
  void whatTheInnermostOfManyGeneratorsThrowsReachesTheConsumer() {
    IOException failure = new IOException("disk");
    GeneratorStrand<Object> generator =
        nested(
            100_000,
            stack -> {
              throw failure;
            });
    assertThatThrownBy(generator::next).isSameAs(failure);
    assertThat(generator.hasNext()).isFalse();
  }
}
