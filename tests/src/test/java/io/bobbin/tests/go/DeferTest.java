package io.bobbin.tests.go;

import static io.bobbin.go.Go.chan;
import static io.bobbin.go.Go.defer;
import static io.bobbin.go.Go.func;
import static io.bobbin.go.Go.go;
import static io.bobbin.go.Go.panic;
import static io.bobbin.go.Go.recover;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.go.Panic;
import io.bobbin.greenlet.Greenlet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What functions defer, and how panics pass through it. */
@Timeout(60)
class DeferTest {
  private final List<Object> seen = new ArrayList<>();

  @Test
  void deferredCallsRunLastInFirstOut() {
    func(
        () -> {
          defer(() -> seen.add(1));
          defer(() -> seen.add(2));
          defer(() -> seen.add(3));
          seen.add("body");
        });
    assertThat(seen).containsExactly("body", 3, 2, 1);
  }

  @Test
  void aFunctionReturnsItsResult() {
    String result =
        func(
            () -> {
              defer(() -> seen.add("deferred"));
              return "result";
            });
    assertThat(result).isEqualTo("result");
    assertThat(seen).containsExactly("deferred");
  }

  @Test
  void deferredCallsRunAfterAnException() {
    assertThatThrownBy(
            () ->
                func(
                    () -> {
                      defer(() -> seen.add(1));
                      defer(() -> seen.add(2));
                      throw new IOException("unwrapped");
                    }))
        .isInstanceOf(IOException.class);
    assertThat(seen).containsExactly(2, 1);
  }

  @Test
  void deferOutsideOfAFunctionPanics() {
    assertThatThrownBy(() -> defer(() -> seen.add("never")))
        .isInstanceOf(Panic.class)
        .hasMessageContaining("func");
    func(() -> defer(() -> seen.add("inside")));
    assertThatThrownBy(() -> defer(() -> seen.add("never"))).isInstanceOf(Panic.class);
    assertThat(seen).containsExactly("inside");
  }

  @Test
  void allDeferredCallsRunEvenIfOnePanics() {
    assertThatThrownBy(
            () ->
                func(
                    () -> {
                      defer(() -> seen.add(1));
                      defer(() -> seen.add(2));
                      defer(() -> panic(3));
                      defer(() -> seen.add(4));
                    }))
        .isInstanceOfSatisfying(Panic.class, e -> assertThat(e.value()).isEqualTo(3));
    assertThat(seen).containsExactly(4, 2, 1);
  }

  @Test
  void aLaterFailureTellsTheEarlierOneAsItsCause() {
    IOException first = new IOException("body");
    IllegalStateException second = new IllegalStateException("first deferred");
    IllegalStateException causeless = new IllegalStateException("second deferred", null);
    assertThatThrownBy(
            () ->
                func(
                    () -> {
                      defer(
                          () -> {
                            throw causeless;
                          });
                      defer(
                          () -> {
                            throw second;
                          });
                      throw first;
                    }))
        .isSameAs(causeless)
        .hasSuppressedException(second);
    assertThat(second).hasCause(first);
  }

  @Test
  void recoverEndsThePanic() {
    func(
        () -> {
          defer(() -> seen.add(1));
          defer(() -> seen.add("recovered " + recover()));
          defer(() -> seen.add(3));
          panic("aaa");
        });
    assertThat(seen).containsExactly(3, "recovered aaa", 1);
  }

  @Test
  void recoverReturnsAnExceptionAsItIs() {
    IOException failure = new IOException();
    Object result =
        func(
            () -> {
              defer(() -> seen.add(recover()));
              throw failure;
            });
    assertThat(seen).containsExactly(failure);
    assertThat(result).isNull();
  }

  @Test
  void aPanicAfterRecoverIsThrown() {
    assertThatThrownBy(
            () ->
                func(
                    () -> {
                      defer(() -> seen.add(1));
                      defer(() -> panic(2));
                      defer(() -> seen.add("recovered " + recover()));
                      panic("bbb");
                    }))
        .isInstanceOfSatisfying(Panic.class, e -> assertThat(e.value()).isEqualTo(2))
        .hasNoCause();
    assertThat(seen).containsExactly("recovered bbb", 1);
  }

  @Test
  void aPanicAfterRecoverCanBeRecoveredFrom() {
    func(
        () -> {
          defer(() -> seen.add(1));
          defer(() -> seen.add("recovered " + recover()));
          defer(() -> panic("ddd"));
          defer(() -> seen.add("recovered " + recover()));
          panic("ccc");
        });
    assertThat(seen).containsExactly("recovered ccc", "recovered ddd", 1);
  }

  @Test
  void recoverReturnsNullWhereThereIsNothingToRecoverFrom() {
    assertThat(recover()).as("in no function").isNull();
    func(() -> defer(() -> seen.add(recover() == null ? "no panic" : "?")));
    func(() -> seen.add(recover() == null ? "in the body" : "?"));
    assertThat(seen).containsExactly("no panic", "in the body");
  }

  @Test
  void aFunctionThatADeferredCallRunsRecoversFromItsOwnPanicOnly() {
    assertThatThrownBy(
            () ->
                func(
                    () -> {
                      defer(() -> func(() -> defer(() -> seen.add(recover() == null))));
                      panic("zzz");
                    }))
        .isInstanceOf(Panic.class);
    assertThat(seen).containsExactly(true);
  }

  @Test
  void functionsNest() {
    func(
        () -> {
          defer(() -> seen.add("outer"));
          func(() -> defer(() -> seen.add("inner")));
          defer(() -> seen.add("outer, later"));
        });
    assertThat(seen).containsExactly("inner", "outer, later", "outer");
  }

  @Test
  void bodiesAndDeferredCallsMayWait() {
    Channel<Integer> channel = chan();
    Tasklet<Integer> other =
        go(
            () ->
                func(
                    () -> {
                      defer(() -> seen.add(channel.receive()));
                      seen.add(channel.receive());
                      return 3;
                    }));
    channel.send(1);
    channel.send(2);
    assertThat(other.join()).isEqualTo(3);
    assertThat(seen).containsExactly(1, 2);
  }

  @Test
  void aGoroutinesFunctionsAreItsOwn() {
    Channel<Integer> channel = chan();
    Tasklet<?> first = go(() -> func(() -> waitsAndDefers(channel, "first")));
    Tasklet<?> second = go(() -> func(() -> waitsAndDefers(channel, "second")));
    channel.send(1);
    channel.send(1);
    first.join();
    second.join();
    assertThat(seen).containsExactlyInAnyOrder("first", "second");
  }

  @Suspendable
  private void waitsAndDefers(Channel<Integer> channel, String name) {
    channel.receive();
    defer(
        () -> {
          synchronized (seen) {
            seen.add(name);
          }
        });
  }

  @Test
  void aGreenletsFunctionsAreItsOwn() {
    Greenlet<String, String> g =
        Greenlet.of(
            first ->
                func(
                        () -> {
                          String second =
                              Greenlet.<String, String>current().parent().switchTo("in");
                          defer(() -> seen.add(second));
                          return "out";
                        })
                    + "");
    func(
        () -> {
          seen.add(g.switchTo(""));
          defer(() -> seen.add("root's"));
          seen.add(g.switchTo("greenlet's"));
        });
    assertThat(seen).containsExactly("in", "greenlet's", "out", "root's");
  }
}
