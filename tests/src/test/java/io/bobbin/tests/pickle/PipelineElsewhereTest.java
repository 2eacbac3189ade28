package io.bobbin.tests.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Scheduler;
import io.bobbin.tests.agent.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A line of a thousand tasklets is frozen in full flow, and goes on in a second JVM, of the other
 * version of the JDK if there is one: its output is that of a run that nobody interrupted.
 */
class PipelineElsewhereTest {
  private static final int SEEDS = 4;

  @BeforeEach
  @AfterEach
  void closeScheduler() {
    Scheduler.here().close();
  }

  @Test
  void noValueIsLostOrComesTwice(@TempDir Path folder) throws IOException {
    List<String> images = new ArrayList<>();
    List<String> uninterrupted = new ArrayList<>();
    for (int seed = 1; seed <= SEEDS; seed++) {
      Pipeline whole = new Pipeline(seed);
      int switches = whole.count();
      uninterrupted.add(whole.finish());

      Pipeline line = new Pipeline(seed);
      line.runFor((int) (switches * (0.1 + 0.8 * new Random(seed).nextDouble())));
      assertThat(line.filled()).as("channels with values").isGreaterThan(50);
      assertThat(line.blockedSenders()).as("blocked senders").isGreaterThan(50);
      assertThat(line.blockedReceivers()).as("blocked receivers").isGreaterThan(50);
      images.add(Files.write(folder.resolve("image" + seed), line.image()).toString());
      assertThat(line.finish())
          .as("whom a pickle was made of")
          .isEqualTo(uninterrupted.get(seed - 1));
    }

    ChildJvm elsewhere = ChildJvm.woven("").on(ChildJvm.whereIs(Pipeline.class)).option("-Xss512k");
    ChildJvm.otherJdk().ifPresent(elsewhere::java);
    elsewhere.run(Pipeline.class.getName(), images.toArray(new String[0])).expectOut();

    for (int i = 0; i < SEEDS; i++) {
      String there = Files.readString(Path.of(images.get(i) + ".out"));
      assertThat(there.lines().count()).isEqualTo(Pipeline.VALUES);
      assertThat(there).isEqualTo(uninterrupted.get(i));
    }
  }
}
