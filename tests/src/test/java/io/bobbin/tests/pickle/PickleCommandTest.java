package io.bobbin.tests.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Channel;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.pickle.Pickle;
import io.bobbin.pickle.PickleOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that looks at images, in JVMs of its own that know none of the classes. */
class PickleCommandTest {
  @TempDir static Path folder;

  static final class Purse {
    final String owner;
    int coins;
    double share = 0.25;
    Purse next = this;

    Purse(String owner, int coins) {
      this.owner = owner;
      this.coins = coins;
    }
  }

  record Pair(Object left, char right) {}

  @BeforeAll
  static void writeImages() throws IOException {
    Files.write(folder.resolve("plain"), image(7, PickleOptions.DEFAULT));
    Files.write(folder.resolve("key"), new byte[] {1, 2, 3});
    Files.write(
        folder.resolve("sealed"), image(7, PickleOptions.DEFAULT.key(new byte[] {1, 2, 3})));
  }

  private static byte[] image(int coins, PickleOptions options) {
    Scheduler here = Scheduler.here();
    Channel<Object> gifts = Channel.buffered(3);
    Channel<Object> wishes = Channel.unbuffered();
    gifts.send("a \"gift\"\u001b[2J");
    Tasklet<Long> tasklet = here.start("shopper", () -> shops(gifts, wishes, coins));
    here.runUntil(() -> tasklet.state() == Tasklet.State.WAITING);
    byte[] image = Pickle.of(tasklet, options).bytes();
    tasklet.kill();
    return image;
  }

  @Suspendable
  private static long shops(Channel<Object> gifts, Channel<Object> wishes, int coins) {
    Purse purse = new Purse("Ada", coins);
    long[] prices = {3, 1L << 40};
    Pair pair = new Pair(purse, 'x');
    Object wish = asks(wishes, 2.5f);
    return wish.hashCode() + purse.coins + prices[0] + pair.right + gifts.size();
  }

  @Suspendable
  private static Object asks(Channel<Object> wishes, float patience) {
    Object wish = wishes.receive();
    return patience > 0 ? wish : "";
  }

  private record Result(int status, String out, String err) {}

  private static Result run(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Objects.requireNonNull(System.getProperty("bobbin.runtime.jar"))));
    command.addAll(List.of(arguments));
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), out, Files.readString(err));
  }

  @Test
  void inspectShowsFramesVariablesChannelsAndClassesThatItDoesNotHave() throws Exception {
    Result result = run("inspect", "plain");
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    assertThat(result.out())
        .contains("tasklet \"shopper\": parked, waits at #")
        .containsSubsequence(
            "at io.bobbin.tests.pickle.PickleCommandTest.asks(PickleCommandTest.java:",
            ", calls io.bobbin.Channel.receive (",
            "float patience = 2.5 (",
            "at io.bobbin.tests.pickle.PickleCommandTest.shops(PickleCommandTest.java:",
            ", calls io.bobbin.tests.pickle.PickleCommandTest.asks (",
            "io.bobbin.Channel gifts = #",
            "io.bobbin.tests.pickle.PickleCommandTest$Purse purse = #",
            "long[] prices = #",
            "io.bobbin.tests.pickle.PickleCommandTest$Pair pair = #")
        .contains("channel: capacity 3, 1 in the buffer, 0 senders and 0 receivers wait")
        .contains("channel: capacity 0, 0 in the buffer, 0 senders and 1 receivers wait")
        .contains("\"a \\\"gift\\\"\\u001b[2J\"")
        .contains("java.lang.String owner = #")
        .contains("int coins = 7 (1 byte)")
        .contains("double share = 0.25 (")
        .contains("char right = 'x' (")
        .contains("elements = 3, 1099511627776 (")
        .doesNotContain("\u001b");
  }

  @Test
  void anImageThatWasChangedIsShownOnlyWithoutItsSealAndThatIsSaid() throws Exception {
    byte[] image = Files.readAllBytes(folder.resolve("plain"));
    image[6]++; // a byte of the seal
    Files.write(folder.resolve("changed"), image);
    Result refused = run("inspect", "changed");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err().lines()).hasSize(1);
    assertThat(refused.err()).contains("the seal does not fit", "--unchecked");
    Result shown = run("inspect", "--unchecked", "changed");
    assertThat(shown.status()).isZero();
    assertThat(shown.err()).contains("WARNING: the seal of changed was NOT checked");
    assertThat(shown.out()).contains("seal NOT checked").contains("int coins = 7");
  }

  @Test
  void aKeyOpensWhatWasSealedWithIt() throws Exception {
    assertThat(run("inspect", "sealed").status()).isEqualTo(1);
    Result result = run("inspect", "sealed", "--key", "key");
    assertThat(result.status()).isZero();
    assertThat(result.out()).contains("sealed with this key");
  }

  @Test
  void aCommandThatIsNotUnderstoodEndsWithStatusTwo() throws Exception {
    for (String[] arguments :
        new String[][] {{}, {"eat", "plain"}, {"inspect"}, {"inspect", "plain", "--loud"}}) {
      Result result = run(arguments);
      assertThat(result.status()).isEqualTo(2);
      assertThat(result.err()).contains("Usage: java -jar bobbin-runtime.jar");
    }
  }

  @Test
  void aFileThatIsNotThereOrNoImageEndsWithStatusOne() throws Exception {
    assertThat(run("inspect", "none").err()).isEqualToIgnoringNewLines("There is no file none");
    Files.writeString(folder.resolve("text"), "no image");
    Result result = run("inspect", "text");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err().lines()).hasSize(1);
  }
}
