package io.bobbin.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs whose tasklets wait where they cannot be left. */
class PinnedTest {
  @TempDir static Path folder;

  @BeforeAll
  static void compile() {
    Program.compile(
        folder,
        "Main",
        """
        import io.bobbin.*;
        import io.bobbin.observe.PinnedWaits;
        import java.time.Duration;
        import java.util.*;
        import java.util.concurrent.TimeoutException;

        public class Main {
          static final Channel<Integer> GO = Channel.unbuffered();

          @Suspendable
          static int outer() {
            int got = locked(new Object());
            return got + 1;
          }

          @Suspendable
          static int locked(Object monitor) {
            synchronized (monitor) {
              return GO.receive();
            }
          }

          public static void main(String[] args) throws InterruptedException {
            int waiters = 10;
            Scheduler pool = Scheduler.pool(2);
            List<Tasklet<Integer>> waiting = new ArrayList<>();
            for (int i = 0; i < waiters; i++) {
              waiting.add(pool.start("waiter " + i, () -> outer()));
            }
            while (PinnedWaits.current() < Integer.getInteger("pinned", 10)) Thread.sleep(1);
            Tasklet<?> sender = pool.start(() -> {
              for (int i = 0; i < waiters; i++) GO.send(i);
            });
            try {
              int sum = 0;
              for (Tasklet<Integer> waiter : waiting) sum += waiter.join(Duration.ofSeconds(SECONDS));
              System.out.println("sum " + sum + " of " + PinnedWaits.total() + " pinned waits, "
                  + PinnedWaits.current() + " now");
            } catch (TimeoutException e) {
              System.out.println("no carrier is left, " + PinnedWaits.current() + " pinned");
              System.exit(0);
            }
          }
        }
        """
            .replace("SECONDS", "Long.getLong(\"seconds\", 60)"));
  }

  @Test
  void sparesTakeThePlaceOfCarriersThatAreBlocked() {
    ChildJvm.woven("").on(folder).run("Main").expect("sum 55 of 10 pinned waits, 0 now");
  }

  @Test
  void thereAreNoMoreSparesThanAllowed() {
    ChildJvm.woven("")
        .option("-Dbobbin.spares=3")
        .option("-Dpinned=5")
        .option("-Dseconds=1")
        .on(folder)
        .run("Main")
        .expect("no carrier is left, 5 pinned");
  }

  @Test
  void aMethodReferenceThatNeverWaitsIsNotToldOf() {
    Program.compile(
        folder,
        "References",
        """
        import io.bobbin.*;

        public class References {
          static int plain() { return 7; }
          public static void main(String[] args) {
            Scheduler here = Scheduler.here();
            Tasklet<Integer> plain = here.start(References::plain);
            Tasklet<?> killed = here.start(() -> Tasklet.sleep(java.time.Duration.ofDays(1)));
            here.start(killed::kill);
            here.run();
            System.out.println(plain.join() + " " + killed.state());
          }
        }
        """);

    ChildJvm.Result result = ChildJvm.woven("").on(folder).run("References");

    result.expect("7 ENDED");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void aTraceShowsTheWaitAndTheFrameThatPinsOnce() {
    ChildJvm.Result result =
        ChildJvm.woven("").option("-Dbobbin.pinned=trace").on(folder).run("Main");
    result.expectOut();
    assertThat(result.err())
        .containsOnlyOnce("RECEIVE")
        .containsPattern("Main\\.locked\\(Main\\.java:19\\) +<== pins: holds a monitor")
        .containsPattern("Main\\.outer\\(Main\\.java:12\\)\\n");
  }
}
