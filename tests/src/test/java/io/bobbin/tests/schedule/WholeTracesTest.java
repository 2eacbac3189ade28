package io.bobbin.tests.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Channel;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.TaskletFailedException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a trace of a tasklet shows is what that of a plain thread shows. */
@Timeout(60)
class WholeTracesTest {
  /** How often {@code down(3)} receives: at 3, 2, 1, 0, the bottom, twice at 1, at 2, at 3. */
  private static final int RECEIVES = 9;

  /** Calls itself, and waits on the way down, at the bottom and on the way back. */
  private static final class Descent {
    private final Channel<Integer> channel;
    private final Set<Thread> threads = new HashSet<>();

    Descent(Channel<Integer> channel) {
      this.channel = channel;
    }

    @Suspendable
    int down(int depth) {
      threads.add(Thread.currentThread());
      channel.receive();
      if (depth == 0) {
        return bottom();
      }
      try {
        return Shifted.shifted(() -> down(depth - 1));
      } catch (IllegalArgumentException e) {
        channel.receive();
        throw new IllegalStateException("at " + depth, e);
      } finally {
        channel.receive();
      }
    }

    @Suspendable
    private int bottom() {
      channel.receive();
      threads.add(Thread.currentThread());
      throw new IllegalArgumentException("bottom");
    }
  }

  /** A frame of another class in between. */
  @FunctionalInterface
  private interface Shifted {
    @Suspendable
    int call();

    @Suspendable
    static int shifted(Shifted body) {
      int result = body.call();
      return result + 1;
    }
  }

  @Test
  void anExceptionThatCrossedParksAndCarriersIsPrintedAsOnAThread() throws Exception {
    Channel<Integer> fed = Channel.unlimited();
    for (int i = 0; i < 100; i++) {
      fed.send(i);
    }
    String plain = null;
    try {
      new Descent(fed).down(3);
    } catch (IllegalStateException e) {
      plain = printed(e);
    }
    for (int attempt = 0; ; attempt++) {
      Channel<Integer> slow = Channel.unbuffered();
      Descent descent = new Descent(slow);
      try (Scheduler pool = Scheduler.pool(2)) {
        Tasklet<Integer> tasklet = pool.start(() -> descent.down(3));
        for (int i = 0; i < RECEIVES; i++) {
          slow.send(i);
        }
        Throwable failure = failureOf(tasklet);
        assertThat(printed(failure)).isEqualTo(plain);
      }
      if (descent.threads.size() > 1) {
        break; // it has been resumed by another carrier
      }
      assertThat(attempt).isLessThan(10_000);
    }
  }

  private static Throwable failureOf(Tasklet<?> tasklet) {
    try {
      throw new AssertionError("was " + tasklet.join());
    } catch (TaskletFailedException e) {
      return e.getCause();
    }
  }

  /** The trace with its causes, down to the call that the test made. */
  private static String printed(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      t.setStackTrace(ofDescent(t.getStackTrace()).toArray(new StackTraceElement[0]));
    }
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static List<StackTraceElement> ofDescent(StackTraceElement[] trace) {
    Predicate<StackTraceElement> isOfTest =
        element -> element.getClassName().equals(WholeTracesTest.class.getName());
    return Arrays.stream(trace).takeWhile(isOfTest.negate()).toList();
  }

  @Test
  void theTraceOfAParkedTaskletIsThatOfAThreadThatWaitsThere() throws Exception {
    Scheduler here = Scheduler.here();
    Channel<Integer> channel = Channel.unbuffered();
    Tasklet<Integer> tasklet = here.start(() -> new Descent(channel).down(2));
    here.run();
    channel.trySend(1);
    here.run();
    channel.trySend(1);
    here.run();

    Channel<Integer> fed = Channel.buffered(2);
    fed.send(1);
    fed.send(1);
    Thread thread = new Thread(() -> new Descent(fed).down(2));
    thread.setDaemon(true);
    thread.start();
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    List<String> ofThread = ownFrames(Stream.of(thread.getStackTrace()));
    assertThat(ownFrames(tasklet.stackTrace().stream())).isEqualTo(ofThread).hasSize(7);
    tasklet.kill();
    here.run();
  }

  private static List<String> ownFrames(Stream<StackTraceElement> trace) {
    return trace
        .filter(element -> element.getClassName().startsWith(WholeTracesTest.class.getName() + "$"))
        .filter(element -> !element.getMethodName().startsWith("lambda$theTrace"))
        .filter(element -> element.getLineNumber() > 0)
        .map(element -> element.getMethodName() + " " + element.getLineNumber())
        .toList();
  }
}
