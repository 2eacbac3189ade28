package io.bobbin.tests.agent;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the runtime promises, while woven calls yield at random (agent option {@code chaos}). */
class ChaosTest {
  private static final String SOAK =
      """
      import io.bobbin.*;
      import java.time.Duration;
      import java.util.*;
      import java.util.concurrent.*;
      import java.util.concurrent.atomic.*;

      public class Main {
        static final int PRODUCERS = 4;
        static final int VALUES = 300;

        static final Set<Integer> received = ConcurrentHashMap.newKeySet();
        static final AtomicInteger twice = new AtomicInteger();

        static Void note(int value) {
          if (!received.add(value)) twice.incrementAndGet();
          return null;
        }

        @Suspendable
        static void send(int value, Channel<Integer> to, Channel<Integer> orTo) throws Exception {
          switch (value % 3) {
            case 0 -> to.send(value);
            case 1 -> Select.of(to.onSend(value, () -> null), orTo.onSend(value, () -> null));
            default -> {
              for (boolean sent = false; !sent; ) {
                try {
                  orTo.send(value, Duration.ofNanos(1_000 + value));
                  sent = true;
                } catch (TimeoutException e) {
                  // it was not sent
                }
              }
            }
          }
        }

        /** The kill may come anywhere, but a value is received and noted, or neither. */
        @Suspendable
        static void receive(Random choice, Channel<Integer> from, Channel<Integer> orFrom) {
          while (true) {
            switch (choice.nextInt(4)) {
              case 0 -> note(from.receive());
              case 1 -> {
                if (orFrom.receiveOrClosed() instanceof Received.Value<Integer> v) note(v.value());
              }
              case 2 -> {
                try {
                  note(orFrom.receive(Duration.ofNanos(1_000)));
                } catch (TimeoutException e) {
                  // it was not received
                }
              }
              default -> Select.of(
                  from.onReceive(Main::note),
                  orFrom.onReceive(Main::note),
                  Select.after(Duration.ofMillis(1), () -> null));
            }
          }
        }

        static void soak(Scheduler scheduler, long seed) throws Exception {
          received.clear();
          Random choice = new Random(seed);
          Channel<Integer> a = Channel.buffered(choice.nextInt(3));
          Channel<Integer> b = Channel.buffered(choice.nextInt(3));
          List<Tasklet<?>> producers = new ArrayList<>();
          for (int p = 0; p < PRODUCERS; p++) {
            int first = p * VALUES;
            producers.add(scheduler.start(() -> {
              for (int i = first; i < first + VALUES; i++) send(i, a, b);
            }));
          }
          Deque<Tasklet<?>> consumers = new ArrayDeque<>();
          for (int c = 0; c < 4; c++) {
            long own = seed + c;
            consumers.add(scheduler.start(() -> receive(new Random(own), a, b)));
          }
          long progress = System.nanoTime();
          for (int known = 0; received.size() < PRODUCERS * VALUES; ) {
            long own = choice.nextLong();
            consumers.add(scheduler.start(() -> receive(new Random(own), a, b)));
            consumers.remove().kill();
            // All consumers may wait at one channel while the producers do at the other: kill on.
            long start = System.nanoTime();
            while (received.size() == known && System.nanoTime() - start < 1_000_000) {
              Thread.onSpinWait();
            }
            if (received.size() > known) {
              progress = System.nanoTime();
            } else if (start - progress > 20_000_000_000L) {
              System.out.println("seed " + seed + ": values are lost, only " + known + " came");
              return;
            }
            known = received.size();
          }
          for (Tasklet<?> each : producers) each.join();
          consumers.forEach(Tasklet::kill);
        }

        public static void main(String[] args) throws Exception {
          try (Scheduler one = Scheduler.pool(1); Scheduler two = Scheduler.pool(2)) {
            for (long seed = 0; seed < Integer.parseInt(args[0]); seed++) {
              soak(seed % 2 == 0 ? one : two, seed);
            }
          }
          System.out.println("received twice: " + twice);
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void noValueIsLostWhereEachWovenCallYields() {
    ChildJvm.woven("chaos=1")
        .option("-Dbobbin.chaos.period=1")
        .on(Program.compile(folder, "Main", SOAK))
        .run("Main", "6")
        .expect("received twice: 0");
  }

  @Test
  void noValueIsLostWhereWovenCallsYieldNowAndThen() {
    ChildJvm.woven("chaos=7")
        .on(Program.compile(folder, "Main", SOAK))
        .run("Main", "10")
        .expect("received twice: 0");
  }

  @Test
  void noValueIsLostWithoutChaos() {
    ChildJvm.woven("")
        .on(Program.compile(folder, "Main", SOAK))
        .run("Main", "10")
        .expect("received twice: 0");
  }
}
