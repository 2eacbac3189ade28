package io.bobbin.tests.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Scheduler;
import io.bobbin.Tasklet;
import io.bobbin.pickle.Pickle;
import io.bobbin.tests.agent.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Those who wait for tools go on in a second JVM, of the other version of the JDK if there is one.
 */
class ToolsElsewhereTest {
  @Test
  void allToolsGoOnThere(@TempDir Path folder) throws IOException {
    Scheduler here = Scheduler.deterministic(1);
    List<Tasklet<?>> all = ToolUsers.start(here);
    assertThat(here.runUntil(() -> all.stream().allMatch(ToolsElsewhereTest::isWaiting))).isTrue();
    Path image = Files.write(folder.resolve("image"), Pickle.ofAll(all).bytes());
    assertThat(ToolUsers.finish(here, all)).isEqualTo(ToolUsers.RESULTS);

    String shown =
        ChildJvm.plain()
            .run("io.bobbin.pickle.PickleCommand", "inspect", image.toString())
            .expectOut();
    assertThat(shown)
        .contains("mutex", "owner = ", "semaphore", "permits = 2", "work group", "opener = ")
        .contains("context value", "deadline", "context key", "ToolUsers", "USER");
    ChildJvm elsewhere = ChildJvm.woven("").on(ChildJvm.whereIs(ToolUsers.class));
    ChildJvm.otherJdk().ifPresent(elsewhere::java);
    assertThat(elsewhere.run(ToolUsers.class.getName(), image.toString()).expectOut().strip())
        .isEqualTo(ToolUsers.RESULTS);
  }

  private static boolean isWaiting(Tasklet<?> tasklet) {
    return tasklet.state() == Tasklet.State.WAITING;
  }
}
