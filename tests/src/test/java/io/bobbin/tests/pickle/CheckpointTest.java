package io.bobbin.tests.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.Generator;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.TaskletFailedException;
import io.bobbin.pickle.Fork;
import io.bobbin.pickle.NotPicklableException;
import io.bobbin.pickle.Pickle;
import io.bobbin.pickle.PickleFilter;
import io.bobbin.tests.OnThisThread;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tasklets that pickle and fork themselves. */
class CheckpointTest extends OnThisThread {
  private static final PickleFilter FILTER = PickleFilter.allow("io.bobbin.tests.**");

  @Test
  void eachCheckpointGoesOnToTheSameEnd() {
    Sink.IMAGES.clear();
    Tasklet<String> first = here.start(() -> countsIntoSink(5));
    assertThat(first.join()).isEqualTo("12345.....");
    List<byte[]> images = List.copyOf(Sink.IMAGES);
    assertThat(images).hasSize(5);
    for (int i = 0; i < 5; i++) {
      Tasklet<String> twin = Pickle.read(images.get(i), FILTER).tasklet();
      twin.resume();
      assertThat(twin.join()).isEqualTo("12345" + ".".repeat(i) + "R" + ".".repeat(4 - i));
    }
  }

  static final class Sink {
    static final List<byte[]> IMAGES = new ArrayList<>();

    private Sink() {}
  }

  @Suspendable
  private static String countsIntoSink(int to) {
    String text = "";
    String log = "";
    for (int i = 1; i <= to; i++) {
      text += i;
      log += Pickle.checkpoint(image -> Sink.IMAGES.add(image.bytes())) ? "R" : ".";
    }
    return text + log;
  }

  @Test
  void aCheckpointInAGeneratorBringsItsConsumer() {
    Sink.IMAGES.clear();
    Tasklet<String> first = here.start(() -> consumes());
    assertThat(first.join()).isEqualTo(" 0. 1. 2.");
    Tasklet<String> twin = Pickle.read(Sink.IMAGES.get(1), FILTER).tasklet();
    twin.resume();
    assertThat(twin.join()).isEqualTo(" 0. 1R 2.");
  }

  @Suspendable
  private static String consumes() {
    Generator<String> numbers =
        Generator.of(
            out -> {
              for (int i = 0; i < 3; i++) {
                boolean restored = Pickle.checkpoint(image -> Sink.IMAGES.add(image.bytes()));
                out.yield(i + (restored ? "R" : "."));
              }
            });
    String text = "";
    while (numbers.hasNext()) {
      text += " " + numbers.next();
    }
    return text;
  }

  @Test
  void whatCannotBePickledIsThrownAtTheCheckpoint() {
    Tasklet<String> tasklet =
        here.start(
            () -> {
              Thread thread = Thread.currentThread();
              try {
                Pickle.checkpoint(image -> {});
              } catch (NotPicklableException e) {
                return e.path().contains("thread") && thread.isAlive() ? "told" : e.path();
              }
              return "pickled";
            });
    assertThat(tasklet.join()).isEqualTo("told");
  }

  @Test
  void onlyATaskletThatCanBeLeftHasCheckpoints() {
    assertThatThrownBy(() -> Pickle.checkpoint(image -> {}))
        .isInstanceOf(IllegalStateException.class);
    Object lock = new Object();
    Tasklet<Boolean> pinned =
        here.start(
            () -> {
              synchronized (lock) {
                return Pickle.checkpoint(image -> {});
              }
            });
    assertThatThrownBy(pinned::join)
        .isInstanceOf(TaskletFailedException.class)
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  // Forks

  @Suspendable
  private static int choose(int... choices) {
    for (int choice : choices) {
      Tasklet<?> other = Fork.here();
      if (other == null) {
        return choice;
      }
      other.resume();
    }
    throw new NoMoreChoices();
  }

  static final class NoMoreChoices extends Error {
    private static final long serialVersionUID = 1;
  }

  @Suspendable
  private static void triples(Channel<String> found) {
    int[] mine = new int[3];
    try {
      mine[0] = choose(1, 2, 3, 4, 5, 6, 7);
      mine[1] = choose(1, 2, 3, 4, 5, 6, 7);
      mine[2] = choose(1, 2, 3, 4, 5, 6, 7);
    } catch (NoMoreChoices e) {
      return;
    }
    if (mine[0] < mine[1] && mine[0] * mine[0] + mine[1] * mine[1] == mine[2] * mine[2]) {
      found.send(mine[0] + " " + mine[1] + " " + mine[2]);
    }
  }

  @Test
  void forksSearchIndependently() {
    Channel<String> found = Channel.buffered(10);
    here.start(() -> triples(found));
    here.run();
    assertThat(found.receive()).isEqualTo("3 4 5");
    assertThat(found.size()).isZero();
  }

  @Test
  void aForkSharesWhatItIsTold() {
    List<Object> common = new ArrayList<>();
    Tasklet<Integer> first =
        here.start(
            () -> {
              Object own = new int[] {1};
              Tasklet<?> twin = Fork.here(object -> object == common);
              common.add(own);
              if (twin != null) {
                twin.resume();
                twin.join();
              }
              return common.size();
            });
    assertThat(first.join()).isEqualTo(2);
    assertThat(common.get(0)).isNotSameAs(common.get(1));
  }
}
