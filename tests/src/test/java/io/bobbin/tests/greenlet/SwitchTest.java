package io.bobbin.tests.greenlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Suspendable;
import io.bobbin.greenlet.Greenlet;
import io.bobbin.greenlet.GreenletLocal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who runs when, and what is handed over. */
@Timeout(60)
class SwitchTest {
  private final List<Object> seen = new ArrayList<>();

  @Suspendable
  private static <R> @Nullable R toParent(@Nullable Object value) {
    return Greenlet.<R, @Nullable Object>current().parent().switchTo(value);
  }

  @Suspendable
  private @Nullable Object notesOneAndThree(@Nullable Object first) {
    seen.add(1);
    toParent(null);
    seen.add(3);
    return null;
  }

  private void zeroToFour() {
    Greenlet<@Nullable Object, @Nullable Object> g = Greenlet.of(this::notesOneAndThree);
    seen.add(0);
    g.switchTo(null);
    seen.add(2);
    g.switchTo(null);
    seen.add(4);
  }

  @Test
  void controlGoesToAndFro() {
    zeroToFour();
    assertThat(seen).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void aBodyMustBeGiven() {
    assertThatThrownBy(() -> Greenlet.of(missing())).isInstanceOf(NullPointerException.class);
  }

  @SuppressWarnings("NullAway") // as careless callers do
  private static Greenlet.Run<Object, Object> missing() {
    return null;
  }

  @Test
  void eachOfTwoChildrenGoesOnWhereItWas() {
    Greenlet.Run<@Nullable Object, @Nullable Object> body =
        first -> {
          seen.add(1);
          toParent(null);
          seen.add(1);
          seen.add(1);
          return null;
        };
    Greenlet<@Nullable Object, @Nullable Object> g = Greenlet.of(body);
    Greenlet<@Nullable Object, @Nullable Object> h = Greenlet.of(body);
    g.switchTo(null);
    assertThat(seen).hasSize(1);
    h.switchTo(null);
    assertThat(seen).hasSize(2);
    h.switchTo(null);
    assertThat(seen).hasSize(4);
    assertThat(h.isDead()).isTrue();
    assertThat(g.isDead()).isFalse();
    g.switchTo(null);
    assertThat(seen).hasSize(6);
    assertThat(g.isDead()).isTrue();
  }

  @Test
  void aChildMayHaveChildren() {
    Greenlet<@Nullable Object, @Nullable Object> outer =
        Greenlet.of(
            first -> {
              seen.add("a");
              Greenlet<@Nullable Object, @Nullable Object> inner =
                  Greenlet.of(
                      nothing -> {
                        seen.add("b");
                        return toParent(null);
                      });
              inner.switchTo(null);
              seen.add("c");
              return null;
            });
    outer.switchTo(null);
    assertThat(seen).containsExactly("a", "b", "c");
  }

  @Test
  void eachThreadHasItsOwn() throws Exception {
    List<FutureTask<List<Object>>> tasks = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      FutureTask<List<Object>> task =
          new FutureTask<>(
              () -> {
                SwitchTest own = new SwitchTest();
                own.zeroToFour();
                return own.seen;
              });
      tasks.add(task);
      new Thread(task).start();
    }
    for (FutureTask<List<Object>> task : tasks) {
      assertThat(task.get()).containsExactly(0, 1, 2, 3, 4);
    }
  }

  @Test
  void threadsMayBlockInsideOfGreenlets() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Thread thread =
          new Thread(
              () -> {
                Greenlet<Integer, @Nullable Object> sleeper =
                    Greenlet.of(
                        millis -> {
                          Thread.sleep(millis);
                          synchronized (seen) {
                            return seen.add(millis);
                          }
                        });
                sleeper.switchTo(20);
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(seen).containsExactly(20, 20);
  }

  @Test
  void theFirstValueIsTheArgumentAndTheLastTheResult() {
    Greenlet<Integer, Integer> g = Greenlet.of(first -> first + 2);
    assertThat(g.switchTo(40)).isEqualTo(42);
  }

  @Test
  void valuesAreHandedBothWays() {
    Greenlet<Integer, Integer> doubler =
        Greenlet.of(
            first -> {
              Greenlet<Integer, Integer> me = Greenlet.current();
              int number = first;
              while (number != 0) {
                number = me.parent().switchTo(2 * number);
              }
              return -1;
            });
    assertThat(doubler.switchTo(3)).isEqualTo(6);
    assertThat(doubler.switchTo(4)).isEqualTo(8);
    assertThat(doubler.switchTo(0)).isEqualTo(-1);
    assertThat(doubler.isDead()).isTrue();
  }

  @Test
  void nullIsAValue() {
    Greenlet<@Nullable String, Boolean> g =
        Greenlet.of(
            first -> {
              @Nullable String second =
                  Greenlet.<@Nullable String, Boolean>current().parent().switchTo(first == null);
              return second == null;
            });
    assertThat(g.switchTo(null)).isTrue();
    assertThat(g.switchTo(null)).isTrue();
  }

  @Test
  void siblingsSwitchWithoutTheirParent() {
    Pair pair = new Pair();
    assertThat(pair.play(1_000)).isEqualTo(1_000);
  }

  /** Two that hand a ball to each other. */
  private static final class Pair {
    private final Greenlet<Integer, Integer> ping = Greenlet.of(this::ping);
    private final Greenlet<Integer, Integer> pong = Greenlet.of(this::pong);
    private int rounds;

    int play(int wanted) {
      rounds = wanted;
      return ping.switchTo(0);
    }

    @Suspendable
    private int ping(int first) {
      int ball = first;
      while (ball < rounds) {
        ball = pong.switchTo(ball);
      }
      return ball;
    }

    @Suspendable
    private int pong(int first) {
      int ball = first;
      while (true) {
        ball = ping.switchTo(ball + 1);
      }
    }
  }

  @Suspendable
  private static int sum(int depth) {
    return depth == 0
        ? Greenlet.<Integer, String>current().parent().switchTo("at the bottom")
        : sum(depth - 1) + 1;
  }

  @Test
  void aSwitchIsMadeFromAnyDepth() {
    for (int depth : new int[] {1, 100, 100_000}) {
      Greenlet<Integer, Object> g = Greenlet.of(first -> sum(depth));
      assertThat(g.switchTo(0)).isEqualTo("at the bottom");
      assertThat(g.switchTo(7)).isEqualTo(depth + 7);
    }
  }

  @Test
  void switchingToItselfReturnsTheValue() {
    Greenlet<String, String> root = Greenlet.root();
    assertThat(root.switchTo("me")).isEqualTo("me");
    Greenlet<String, String> g =
        Greenlet.of(first -> Greenlet.<String, String>current().switchTo(first + "!"));
    assertThat(g.switchTo("me")).isEqualTo("me!");
  }

  @Test
  void theCurrentOneIsKnown() {
    Greenlet<Object, Object> root = Greenlet.current();
    assertThat(root.isRoot()).isTrue();
    assertThat(Greenlet.root()).isSameAs(root);
    Greenlet<@Nullable Object, Object> g =
        Greenlet.of(
            first -> {
              seen.add(Greenlet.root());
              return Greenlet.current();
            });
    assertThat(g.switchTo(null)).isSameAs(g);
    assertThat(g.isRoot()).isFalse();
    assertThat(seen).containsExactly(root);
    assertThat(Greenlet.current()).isSameAs(root);
  }

  @Test
  void itIsToldHowFarItIs() {
    Greenlet<@Nullable Object, @Nullable Object> g =
        Greenlet.of(
            first -> {
              Greenlet<@Nullable Object, @Nullable Object> me = Greenlet.current();
              seen.add(me.isStarted() && me.isActive() && !me.isDead());
              return toParent(null);
            });
    assertThat(g.isStarted() || g.isActive() || g.isDead()).isFalse();
    g.switchTo(null);
    assertThat(g.isStarted() && g.isActive() && !g.isDead()).isTrue();
    g.switchTo(null);
    assertThat(g.isStarted() && !g.isActive() && g.isDead()).isTrue();
    assertThat(seen).containsExactly(true);
  }

  @Test
  void anExceptionBeingHandledIsNotSeenByAnother() {
    Greenlet<String, String> other =
        Greenlet.of(
            first -> {
              try {
                return toParent("caught nothing, got " + first) + "";
              } catch (IllegalStateException e) {
                return "leaked";
              }
            });
    String got;
    try {
      throw new IllegalStateException("fun");
    } catch (IllegalStateException e) {
      got = other.switchTo("a value") + " while handling " + e.getMessage();
    }
    assertThat(got).isEqualTo("caught nothing, got a value while handling fun");
  }

  @Test
  void aLocalIsTheGreenletsOwn() {
    GreenletLocal<String> local = GreenletLocal.withInitial(() -> "initial");
    local.set("the root's");
    Greenlet<String, String> g =
        Greenlet.of(
            first -> {
              String before = local.get();
              local.set(first);
              toParent(before);
              String after = local.get();
              local.remove();
              return after + ", then " + local.get();
            });
    assertThat(g.switchTo("g's")).isEqualTo("initial");
    assertThat(local.get()).isEqualTo("the root's");
    assertThat(g.switchTo("")).isEqualTo("g's, then initial");
  }

  @Test
  void aDeadOneThatIsResetRunsAgain() {
    Greenlet<Integer, Integer> g = Greenlet.of(first -> first + 1);
    assertThat(g.switchTo(1)).isEqualTo(2);
    assertThat(g.switchTo(1)).as("given to its parent").isEqualTo(1);
    g.reset();
    assertThat(g.isDead() || g.isStarted()).isFalse();
    assertThat(g.switchTo(5)).isEqualTo(6);
  }

  @Test
  void anActiveOneIsNotReset() {
    Greenlet<@Nullable Object, @Nullable Object> g = Greenlet.of(this::notesOneAndThree);
    g.switchTo(null);
    assertThatThrownBy(g::reset).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> Greenlet.root().reset()).isInstanceOf(IllegalStateException.class);
    g.switchTo(null);
    assertThat(seen).containsExactly(1, 3);
  }

  @Test
  void whatIsInjectedRunsInTheTargetBeforeItGoesOn() {
    Greenlet<@Nullable Object, @Nullable Object> g = Greenlet.of(this::notesOneAndThree);
    g.inject(() -> seen.add(Greenlet.current() == g ? "in it" : "elsewhere"));
    g.switchTo(null);
    g.inject(() -> seen.add("first"));
    g.inject(() -> seen.add("second"));
    assertThat(seen).containsExactly("in it", 1);
    g.switchTo(null);
    assertThat(seen).containsExactly("in it", 1, "first", "second", 3);
    assertThatThrownBy(() -> g.inject(() -> {})).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatAnInjectedActionThrowsIsThrownInTheTarget() {
    Greenlet<@Nullable Object, @Nullable Object> g =
        Greenlet.of(
            first -> {
              try {
                return toParent(null);
              } catch (IllegalArgumentException e) {
                return e.getMessage();
              }
            });
    g.switchTo(null);
    g.inject(
        () -> {
          throw new IllegalArgumentException("injected");
        });
    assertThat(g.switchTo(null)).isEqualTo("injected");
  }

  @Test
  void anInjectedActionMaySwitch() {
    Greenlet<String, String> echo = Greenlet.of(first -> "echo of " + first);
    Greenlet<String, String> g = Greenlet.of(first -> first);
    g.inject(() -> seen.add(echo.switchTo("it")));
    echo.setParent(g);
    assertThat(g.switchTo("through")).isEqualTo("through");
    assertThat(seen).containsExactly("echo of it");
  }

  @Test
  void aParkedOneShowsItsCalls() {
    Greenlet<Integer, Object> g = Greenlet.of(first -> sum(2));
    assertThat(g.stackTrace()).isEmpty();
    g.switchTo(0);
    assertThat(g.stackTrace())
        .extracting(StackTraceElement::getMethodName)
        .startsWith("sum", "sum", "sum");
    assertThat(g.stackTrace()).hasSize(4);
    g.switchTo(0);
    assertThat(g.stackTrace()).isEmpty();
  }

  @Test
  void aStackTraceEndsAtTheGreenletsBody() {
    Greenlet<Integer, Object> g = Greenlet.of(this::failing);
    assertThatThrownBy(() -> g.switchTo(0))
        .satisfies(
            e ->
                assertThat(e.getStackTrace())
                    .extracting(StackTraceElement::getMethodName)
                    .containsExactly("failing"));
  }

  @Suspendable
  private Object failing(int first) {
    throw new IllegalStateException("failed");
  }

  @Test
  void itTellsInWordsWhatItIs() {
    Greenlet<@Nullable Object, @Nullable Object> g =
        Greenlet.of(first -> seen.add(Greenlet.root().toString()));
    assertThat(g.toString()).startsWith("greenlet ").endsWith("(new)");
    assertThat(Greenlet.root().toString()).startsWith("root greenlet ").endsWith("(current)");
    g.switchTo(null);
    assertThat(seen.toString()).contains("(suspended)");
    assertThat(g.toString()).endsWith("(dead)");
  }
}
