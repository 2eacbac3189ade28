package io.bobbin.tests.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Channel;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.pickle.Pickle;
import io.bobbin.pickle.PickleFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A million objects and a million frames, written and read on a small native stack. */
class ScaleTest {
  private static final PickleFilter FILTER = PickleFilter.allow("io.bobbin.tests.**");
  private static final int MILLION = 1_000_000;

  /** What any recursion over a million of something would overflow. */
  private static final long SMALL_STACK = 512 * 1024;

  /** A structure of a million parts, which adds itself up without recursion. */
  interface Parts {
    long sum();
  }

  /** A list, each node of which was made after the next one. */
  static final class Chain implements Parts {
    private static final class Node {
      final int value;
      final @Nullable Node next;

      Node(int value, @Nullable Node next) {
        this.value = value;
        this.next = next;
      }
    }

    private @Nullable Node first;

    Chain() {
      for (int i = 1; i <= MILLION; i++) {
        first = new Node(i, first);
      }
    }

    @Override
    public long sum() {
      long sum = 0;
      for (Node node = first; node != null; node = node.next) {
        sum += node.value;
      }
      return sum;
    }
  }

  /** A ring, each node of which refers to both of its neighbours. */
  static final class Ring implements Parts {
    private static final class Node {
      final int value;
      Node next = this;
      Node previous = this;

      Node(int value) {
        this.value = value;
      }
    }

    private final Node head = new Node(0);

    Ring() {
      for (int i = 1; i <= MILLION; i++) {
        Node node = new Node(i);
        node.next = head.next;
        node.previous = head;
        head.next.previous = node;
        head.next = node;
      }
    }

    @Override
    public long sum() {
      long sum = 0;
      for (Node node = head.next; node != head; node = node.next) {
        sum += node.next.previous == node ? node.value : 0;
      }
      return sum;
    }
  }

  /** Records, each of which is made of the next one. */
  static final class Records implements Parts {
    record Cell(int value, @Nullable Cell next) {}

    private @Nullable Cell first;

    Records() {
      for (int i = 1; i <= MILLION; i++) {
        first = new Cell(i, first);
      }
    }

    @Override
    public long sum() {
      long sum = 0;
      for (Cell cell = first; cell != null; cell = cell.next) {
        sum += cell.value;
      }
      return sum;
    }
  }

  /** Lists of a number and of the next list. */
  static final class NestedLists implements Parts {
    private List<Object> outermost = List.of();

    NestedLists() {
      for (int i = 1; i <= MILLION; i++) {
        outermost = new ArrayList<>(Arrays.asList(i, outermost));
      }
    }

    @Override
    public long sum() {
      long sum = 0;
      List<?> list = outermost;
      while (!list.isEmpty()) {
        sum += (Integer) list.get(0);
        list = (List<?>) list.get(1);
      }
      return sum;
    }
  }

  /** Numbers in a collection of the JDK. */
  static final class Numbers implements Parts {
    private final Iterable<Integer> all;

    Numbers(List<Integer> empty) {
      for (int i = 1; i <= MILLION; i++) {
        empty.add(i);
      }
      all = empty;
    }

    Numbers(Map<Integer, String> empty) {
      for (int i = 1; i <= MILLION; i++) {
        empty.put(i, "all have this");
      }
      all = empty.keySet();
    }

    @Override
    public long sum() {
      long sum = 0;
      for (int number : all) {
        sum += number;
      }
      return sum;
    }
  }

  static Stream<Arguments> structures() {
    return Stream.of(
        structure("a chain of nodes", Chain::new),
        structure("a ring that is linked both ways", Ring::new),
        structure("a chain of records", Records::new),
        structure("lists in lists", NestedLists::new),
        structure("an ArrayList", () -> new Numbers(new ArrayList<>())),
        structure("a LinkedList", () -> new Numbers(new LinkedList<>())),
        structure("a HashMap", () -> new Numbers(new HashMap<>())));
  }

  private static Arguments structure(String name, Supplier<Parts> maker) {
    return Arguments.of(name, maker);
  }

  /** Runs something on a thread with a small stack, which is to be enough. */
  private static <T> T onSmallStack(Callable<T> action) throws Exception {
    FutureTask<T> task = new FutureTask<>(action);
    Thread thread = new Thread(null, task, "small stack", SMALL_STACK);
    thread.start();
    return task.get();
  }

  /** Has a tasklet parked, and pickled; what was read from that gets 7 from the channel. */
  private static <T> T twinOf(Suspending<T> body, TestReporter reporter) throws Exception {
    return onSmallStack(
        () -> {
          Scheduler here = Scheduler.here();
          Channel<Integer> never = Channel.unbuffered();
          Tasklet<T> first = here.start(() -> body.run(never));
          here.runUntil(() -> first.state() == Tasklet.State.WAITING);

          long start = System.nanoTime();
          Pickle pickle = Pickle.ofAll(List.of(first, here.start(() -> never.send(7))));
          long written = System.nanoTime();
          Pickle.Restored twins = Pickle.read(pickle.bytes(), FILTER);
          long read = System.nanoTime();
          here.close();

          twins.resume();
          @SuppressWarnings("unchecked") // the first of those that were pickled
          T result = (T) Objects.requireNonNull(twins.tasklets().get(0).join());
          reporter.publishEntry(
              String.format(
                  "%,d bytes, written in %d ms, read in %d ms",
                  pickle.size(), (written - start) / 1_000_000, (read - written) / 1_000_000));
          return result;
        });
  }

  /** What is run with a channel from which a number comes in the end. */
  @Suspendable
  interface Suspending<T> {
    T run(Channel<Integer> numbers);
  }

  @Suspendable
  private static long sumWith(Supplier<Parts> maker, Channel<Integer> numbers) {
    Parts parts = maker.get();
    return numbers.receive() + parts.sum();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("structures")
  void aMillionPartsTravel(String name, Supplier<Parts> maker, TestReporter reporter)
      throws Exception {
    long sum = twinOf(numbers -> sumWith(maker, numbers), reporter);
    assertThat(sum).isEqualTo(7 + MILLION * (MILLION + 1L) / 2);
  }

  @Suspendable
  private static long deep(int levels, String name, Channel<Integer> numbers) {
    if (levels == 1) {
      return numbers.receive();
    }
    long below = deep(levels - 1, name, numbers);
    return below + levels % name.length();
  }

  @Test
  void aMillionFramesTravelAndReturn(TestReporter reporter) throws Exception {
    String name = "a hundred and one";
    long result = twinOf(numbers -> deep(MILLION, name, numbers), reporter);
    long expected = 7;
    for (int levels = 2; levels <= MILLION; levels++) {
      expected += levels % name.length();
    }
    assertThat(result).isEqualTo(expected);
  }

  @Suspendable
  private static int yieldsTo(int number) {
    Tasklet.yield();
    return number;
  }

  /** To look for each in the queue would take minutes. */
  @Test
  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
  void aHundredThousandThatAreRunnableTravel() {
    int count = 100_000;
    Scheduler here = Scheduler.here();
    List<Tasklet<?>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i;
      all.add(here.start(() -> yieldsTo(number)));
    }
    int[] turns = {count + 1};
    here.runUntil(() -> --turns[0] == 0);
    List<Tasklet<?>> twins = Pickle.read(Pickle.ofAll(all).bytes(), FILTER).tasklets();
    here.close();
    twins.forEach(Tasklet::resume);
    long sum = 0;
    for (Tasklet<?> twin : twins) {
      sum += (int) twin.join();
    }
    assertThat(sum).isEqualTo(count * (count - 1L) / 2);
  }
}
