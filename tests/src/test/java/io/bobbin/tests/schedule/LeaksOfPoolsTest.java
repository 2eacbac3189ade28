package io.bobbin.tests.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.tests.agent.ChildJvm;
import io.bobbin.tests.agent.Program;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In JVMs of their own, with the properties and the collectors that matter. */
class LeaksOfPoolsTest {
  @TempDir static Path folder;

  @BeforeAll
  static void compile() {
    Program.compile(
        folder,
        "Leaks",
        """
        import io.bobbin.*;
        import java.util.*;
        import java.util.concurrent.*;

        public class Leaks {
          static final Channel<Integer> KNOWN = Channel.unbuffered();
          static final Channel<String> FINALLY = Channel.unlimited();

          public static void main(String[] args) throws Exception {
            ExecutorService executor = Executors.newSingleThreadExecutor();
            Scheduler scheduler = switch (args[0]) {
              case "pool" -> Scheduler.pool(2);
              case "shared" -> Scheduler.shared();
              case "executor" -> Scheduler.on(executor);
              default -> throw new IllegalArgumentException(args[0]);
            };
            CountDownLatch started = new CountDownLatch(1);
            scheduler.start("parent", () -> {
              leaveBehind(scheduler);
              started.countDown();
            });
            started.await();
            List<String> names = List.of();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (names.size() < 3 && System.nanoTime() < end) { // they may not wait yet
              names = names(scheduler);
            }
            System.out.println(names);
            for (Tasklet<?> leak : scheduler.leaks()) leak.kill();
            System.out.println(FINALLY.receive());
            KNOWN.send(1);
            System.out.println(FINALLY.receive() + " " + scheduler.leaks());
            if (scheduler != Scheduler.shared()) scheduler.close();
            executor.shutdown();
          }

          @Suspendable
          static void leaveBehind(Scheduler scheduler) {
            Channel<Integer> there = Channel.unbuffered();
            Channel<Integer> back = Channel.unbuffered();
            scheduler.start("a", () -> back.send(there.receive()));
            scheduler.start("b", () -> there.send(back.receive()));
            scheduler.start("c", () -> {
              try {
                there.receive();
              } finally {
                FINALLY.send("finally");
              }
            });
            scheduler.start("known", () -> {
              KNOWN.receive();
              FINALLY.send("woken");
            });
          }

          static List<String> names(Scheduler scheduler) {
            return scheduler.leaks().stream().map(Tasklet::name).toList();
          }
        }
        """,
        "Others",
        """
        import io.bobbin.*;
        import java.util.*;
        import java.util.concurrent.*;

        /** Tasklets that come and go all the time, of which none leaks, while it is searched. */
        public class Others {
          public static void main(String[] args) throws Exception {
            Scheduler pool = Scheduler.pool(2);
            Tasklet<Integer> root = pool.start(() -> {
              int sum = 0;
              for (int i = 0; i < 3_000; i++) sum += tree(5);
              return sum;
            });
            int searches = 0;
            while (root.state() != Tasklet.State.ENDED) {
              List<Tasklet<?>> leaks = pool.leaks();
              if (!leaks.isEmpty()) throw new AssertionError("not leaked: " + leaks);
              searches++;
            }
            System.out.println(root.join() + " " + (searches > 1));
            pool.close();
          }

          @Suspendable
          static int tree(int depth) {
            if (depth == 0) return 1;
            Channel<Integer> sums = Channel.unbuffered();
            for (int i = 0; i < 2; i++) Tasklet.start(() -> sums.send(tree(depth - 1)));
            return sums.receive() + sums.receive();
          }
        }
        """,
        "Many",
        """
        import io.bobbin.*;

        public class Many {
          public static void main(String[] args) throws Exception {
            Scheduler pool = Scheduler.pool(1);
            int started = pool.start(() -> {
              for (int i = 0; i < 1_000_000; i++) {
                leak();
                Tasklet.yield();
              }
              return 1_000_000;
            }).join();
            System.out.println(started);
            System.exit(0);
          }

          @Suspendable
          static void leak() {
            Channel<byte[]> channel = Channel.unbuffered();
            Tasklet.start(() -> channel.send(new byte[100]));
          }
        }
        """);
  }

  private static String run(String main, String argument, String... options) {
    ChildJvm jvm = ChildJvm.woven("").byDefault().on(folder).option("-Xmx256m");
    for (String option : options) {
      jvm.option(option);
    }
    return jvm.run(main, argument).expectOut();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pool", "shared", "executor"})
  void schedulersThatTrackTheirTaskletsFindTheirLeaks(String kind) {
    assertThat(run("Leaks", kind, "-Dbobbin.track=true")).isEqualTo("[a, b, c]\nfinally\nwoken []");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Serial", "Parallel", "G1", "Z", "Shenandoah"})
  void everyCollectorFindsThem(String collector) {
    ChildJvm.Result available =
        ChildJvm.plain().byDefault().option("-XX:+Use" + collector + "GC").run("-version");
    if (available.exit() == 0) { // not every JVM has each
      assertThat(run("Leaks", "pool", "-Dbobbin.track=true", "-XX:+Use" + collector + "GC"))
          .isEqualTo("[a, b, c]\nfinally\nwoken []");
    }
  }

  @Test
  void nobodyIsListedWhoWaitsAndWillBeWokenWhateverHappensMeanwhile() {
    assertThat(run("Others", "", "-Dbobbin.track=true")).isEqualTo("96000 true");
  }

  @Test
  void aJvmThatDoesNotCollectWhenAskedSaysSo() {
    ChildJvm.Result result =
        ChildJvm.woven("")
            .on(folder)
            .option("-Dbobbin.track=true")
            .option("-XX:+DisableExplicitGC")
            .run("Leaks", "pool");
    assertThat(result.exit()).isNotZero();
    assertThat(result.err())
        .contains("UnsupportedOperationException: leaks(): the JVM does not finalize")
        .contains("-XX:+DisableExplicitGC");
  }

  @Test
  void aPoolThatDoesNotTrackItsTaskletsDoesNotKeepThoseThatLeak() {
    assertThat(run("Many", "", "-Xmx32m")).isEqualTo("1000000");
  }
}
