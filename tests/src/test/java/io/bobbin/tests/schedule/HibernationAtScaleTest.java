package io.bobbin.tests.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.tests.agent.ChildJvm;
import io.bobbin.tests.agent.Program;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In JVMs of their own, with the heap and the properties that matter. */
class HibernationAtScaleTest {
  @TempDir static Path folder;

  @Test
  void aMillionIdleTaskletsOfTenFramesFitInto500Megabytes() {
    Program.compile(
        folder,
        "Million",
        """
        import io.bobbin.*;

        public class Million {
          static final int COUNT = 1_000_000;
          static int begun;

          @Suspendable
          static long level(int depth, long base, String name, int[] data, Channel<Integer> in) {
            double half = base / 2.0;
            Object owner = data;
            long below = depth == 1 ? in.receive() : level(depth - 1, base + 1, name, data, in);
            return below + (long) half + name.length() + (owner == data ? data[0] : -1);
          }

          public static void main(String[] args) {
            Scheduler here = Scheduler.here();
            Channel<Integer> in = Channel.unbuffered();
            int[] data = {3};
            long[] sum = {0};
            for (int i = 0; i < COUNT; i++) {
              long base = i;
              here.start(() -> {
                begun++;
                long value = level(10, base, "name", data, in);
                sum[0] += value;
              });
              if ((i + 1) % 100_000 == 0) {
                int all = i + 1;
                here.runUntil(() -> begun == all);
                here.hibernate();
              }
            }
            System.gc();
            Runtime jvm = Runtime.getRuntime();
            System.out.println(here.hibernating());
            System.err.println((jvm.totalMemory() - jvm.freeMemory()) / COUNT + " bytes each");
            here.start(() -> {
              for (int i = 0; i < COUNT; i++) in.send(1);
            });
            here.run();
            System.out.println(sum[0]);
          }
        }
        """);
    long expected = 0;
    for (long base = 0; base < 1_000_000; base++) {
      expected += 1;
      for (int level = 0; level < 10; level++) {
        expected += (long) ((base + level) / 2.0) + 4 + 3;
      }
    }
    ChildJvm.woven("")
        .option("-Xmx500m")
        .on(folder)
        .run("Million")
        .expect("1000000", String.valueOf(expected));
  }

  @Test
  void carriersWakeWhatIsBeingPacked() {
    Program.compile(
        folder,
        "Crowd",
        """
        import io.bobbin.*;
        import java.time.Duration;

        public class Crowd {
          @Suspendable
          static int hop(int depth, Channel<Integer> in, int salt) {
            int kept = depth * salt;
            return (depth == 0 ? in.receive() : hop(depth - 1, in, salt)) + kept - depth * salt;
          }

          public static void main(String[] args) throws Exception {
            Scheduler pool = Scheduler.pool(2);
            Registration sweeps = pool.hibernateAfter(Duration.ofNanos(100_000));
            int pairs = 200;
            int turns = 2_000;
            long[] sums = new long[pairs];
            for (int p = 0; p < pairs; p++) {
              int pair = p;
              Channel<Integer> there = Channel.unbuffered();
              Channel<Integer> back = Channel.unbuffered();
              pool.start(() -> {
                for (int i = 0; i < turns; i++) back.send(hop(pair % 7, there, i) + 1);
              });
              sums[pair] = -1;
              pool.start(() -> {
                long sum = 0;
                for (int i = 0; i < turns; i++) {
                  there.send(i);
                  sum += hop(pair % 5, back, i);
                }
                sums[pair] = sum;
              });
            }
            while (pool.hibernating() == 0 && sums[0] < 0) Thread.onSpinWait();
            pool.close();
            sweeps.close();
            long expected = (long) turns * (turns + 1) / 2;
            for (long sum : sums) {
              if (sum != expected) System.out.println(sum + " instead of " + expected);
            }
            System.out.println("done");
          }
        }
        """);
    assertThat(ChildJvm.woven("").option("-Dbobbin.track=true").on(folder).run("Crowd").expectOut())
        .isEqualTo("done");
  }
}
