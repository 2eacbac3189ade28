package io.bobbin.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a context knows of its children. */
@Timeout(60)
class ScopeTest {
  private final Scope parent = Scope.child(Context.background());

  @Test
  void aChildThatEndsFirstIsForgotten() {
    List<Context.Cancellable> children = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      children.add(parent.withCancel());
      children.add(parent.withTimeout(Duration.ofHours(1)));
      children.add(parent.withValue(Context.Key.named("key"), i).withCancel());
      children.add(Context.merge(parent, parent));
    }
    assertThat(parent.living()).isEqualTo(5_000);
    for (int i = 0; i < children.size(); i += 2) {
      children.get(i).close();
    }
    assertThat(parent.living()).isEqualTo(3_000);
    for (int i = children.size() - 1; i > 0; i -= 2) {
      children.get(i).close();
    }
    assertThat(parent.living()).isZero();
    assertThat(parent.isDone()).isFalse();
  }

  @Test
  void aChildWhoseTimeHasPassedIsForgotten() {
    Context child = parent.withTimeout(Duration.ofMillis(1));
    child.done().receiveOrClosed();
    assertThat(child.cause().orElseThrow()).isInstanceOf(TimeoutException.class);
    assertThat(parent.living()).isZero();
    parent.withTimeout(Duration.ZERO);
    assertThat(parent.living()).isZero();
  }

  @Test
  void aMergedContextThatEndsIsForgottenByBoth() {
    Scope other = Scope.child(Context.background());
    Context merged = Context.merge(parent, other);
    assertThat(List.of(parent.living(), other.living())).containsExactly(1, 1);
    parent.cancel();
    assertThat(merged.isDone()).isTrue();
    assertThat(List.of(parent.living(), other.living())).containsExactly(0, 0);
    assertThat(Context.merge(other, parent).isDone()).isTrue();
    assertThat(other.living()).isZero();
  }

  @Test
  void aChainOfAnyLengthIsCancelledAndAsked() {
    Context.Key<String> key = Context.Key.named("key");
    Context last = parent.withValue(key, "at the root");
    for (int i = 0; i < 100_000; i++) {
      last = last.withCancel().withValue(Context.Key.named("another"), "value");
    }
    assertThat(last.value(key)).contains("at the root");
    parent.cancel();
    assertThat(last.isDone()).isTrue();
  }
}
