package io.bobbin.tests.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Tasklet;
import io.bobbin.TaskletKilled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@link Process#waitFor}. */
@Timeout(120)
class ProcessesTest {
  /** Reads until its input ends, and fails if there is any. */
  public static final class Reads {
    private Reads() {}

    public static void main(String[] args) throws IOException {
      System.exit(System.in.read() < 0 ? 3 : 4);
    }
  }

  private static Process reads() {
    try {
      return new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xshare:auto",
              "-XX:TieredStopAtLevel=1",
              "-cp",
              System.getProperty("java.class.path"),
              Reads.class.getName())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void end(Process process) {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aTaskletOfTheSameThreadEndsAProcessThatOneWaitsFor() {
    Process process = reads();
    int exit = OnOneThread.waitsFor(() -> process.waitFor(), () -> end(process));
    assertThat(exit).isEqualTo(3);
  }

  @Test
  void aTimedWaitTellsWhetherTheProcessHasEnded() {
    Outcome.ofBoth(
        () -> {
          Process process = reads();
          return () -> {
            boolean before = process.waitFor(5, TimeUnit.MILLISECONDS);
            boolean atOnce = process.waitFor(0, TimeUnit.MILLISECONDS);
            end(process);
            boolean after = process.waitFor(1, TimeUnit.HOURS);
            return before + " " + atOnce + " " + after + " " + process.waitFor();
          };
        });
  }

  @Test
  void whoHasInterruptedHimselfDoesNotWait() {
    Process process = reads();
    Outcome interrupted =
        Outcome.ofBoth(
            () ->
                () -> {
                  Thread.currentThread().interrupt();
                  return process.waitFor();
                });
    end(process);
    assertThat(interrupted.thrown()).contains("InterruptedException");
  }

  @Test
  void aThousandWaitWithoutAThreadEach() {
    Process process = reads();
    List<Integer> exits = OnOneThread.crowd(() -> process.waitFor(), () -> end(process));
    assertThat(exits).hasSize(1_000).containsOnly(3);
  }

  @Test
  void aKilledTaskletLeavesTheProcessAlone() {
    Process process = reads();
    Tasklet<?> killed = OnOneThread.killed(() -> process.waitFor());
    assertThatThrownBy(killed::join).hasCauseInstanceOf(TaskletKilled.class);
    assertThat(process.isAlive()).isTrue();
    end(process);
    assertThat(Tasklet.start(() -> process.waitFor()).join()).isEqualTo(3);
  }
}
