package io.bobbin.tests.greenlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Suspendable;
import io.bobbin.greenlet.Greenlet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where control goes when a greenlet ends, and which parents it can have. */
@Timeout(60)
class ParentTest {
  private final List<Object> seen = new ArrayList<>();

  @Suspendable
  private static Object toParent(Object value) {
    return Greenlet.<Object, Object>current().parent().switchTo(value);
  }

  @Test
  void theParentIsWhoMadeIt() {
    Greenlet<Object, Object> root = Greenlet.root();
    Greenlet<Object, Object> outer =
        Greenlet.of(first -> Greenlet.<Object, Object>of(nothing -> nothing).parent());
    assertThat(outer.parent()).isSameAs(root);
    assertThat(outer.switchTo(1)).isSameAs(outer);
  }

  @Test
  void aRootHasNone() {
    Greenlet<Object, Object> root = Greenlet.root();
    Greenlet<Object, Object> g = Greenlet.of(first -> first);
    assertThatThrownBy(root::parent).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> root.setParent(g)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> root.setParent(root)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aCycleIsRefused() {
    Greenlet<Object, Object> a = Greenlet.of(first -> first);
    Greenlet<Object, Object> b = Greenlet.of(first -> first);
    Greenlet<Object, Object> c = Greenlet.of(first -> first);
    assertThatThrownBy(() -> a.setParent(a)).isInstanceOf(IllegalArgumentException.class);
    a.setParent(b);
    b.setParent(c);
    assertThatThrownBy(() -> c.setParent(a)).isInstanceOf(IllegalArgumentException.class);
    assertThat(c.parent()).isSameAs(Greenlet.root());
  }

  @Test
  void nullIsNoParent() {
    Greenlet<Object, Object> g = Greenlet.of(first -> first);
    assertThatThrownBy(() -> g.setParent(missing())).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> Greenlet.of(first -> first, missing()))
        .isInstanceOf(NullPointerException.class);
    assertThat(g.parent()).isSameAs(Greenlet.root());
  }

  @SuppressWarnings("NullAway") // as careless callers do
  private static Greenlet<Object, Object> missing() {
    return null;
  }

  private static <T> T inAnotherThread(Callable<T> call) throws Exception {
    FutureTask<T> task = new FutureTask<>(call);
    Thread thread = new Thread(task);
    thread.start();
    T result = task.get();
    thread.join();
    return result;
  }

  @Test
  void aParentOfAnotherThreadIsRefused() throws Exception {
    Greenlet<Object, Object> foreign = inAnotherThread(() -> Greenlet.of(first -> first));
    Greenlet<Object, Object> g = Greenlet.of(ParentTest::toParent);
    assertThatThrownBy(() -> g.setParent(foreign)).isInstanceOf(IllegalArgumentException.class);
    g.switchTo(1);
    assertThatThrownBy(() -> g.setParent(foreign)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Greenlet.of(first -> first, foreign))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(g.switchTo(2)).isEqualTo(2);
  }

  @Test
  void aGreenletOfAnotherThreadIsNotSwitchedTo() throws Exception {
    Greenlet<Object, Object> foreign = inAnotherThread(() -> Greenlet.of(first -> first));
    assertThatThrownBy(() -> foreign.switchTo(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has ended");
    Greenlet<Object, Object> g = Greenlet.of(foreign::switchTo);
    assertThatThrownBy(() -> g.switchTo(1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aGreenletOfAThreadThatLivesIsNotSwitchedTo() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    FutureTask<Greenlet<Object, Object>> made = new FutureTask<>(() -> Greenlet.of(first -> first));
    Thread thread =
        new Thread(
            () -> {
              made.run();
              try {
                over.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            },
            "its owner");
    thread.start();
    Greenlet<Object, Object> foreign = made.get();
    for (ThrowingCallable each :
        List.<ThrowingCallable>of(
            () -> foreign.switchTo(1), () -> foreign.raise(new IllegalArgumentException()))) {
      assertThatThrownBy(each)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("it belongs to Thread[")
          .hasMessageContaining("its owner")
          .hasMessageNotContaining("has ended");
    }
    assertThat(foreign.isDead() || foreign.isStarted()).isFalse();
    over.countDown();
    thread.join();
    assertThat(foreign.isDead()).isTrue();
  }

  @Test
  void raisingIntoAGreenletOfADeadThreadIsRefused() throws Exception {
    Greenlet<Object, Object> parked =
        inAnotherThread(
            () -> {
              Greenlet<Object, Object> g = Greenlet.of(ParentTest::toParent);
              g.switchTo(1);
              return g;
            });
    assertThatThrownBy(() -> parked.raise(new IllegalArgumentException()))
        .isInstanceOf(IllegalStateException.class);
    assertThat(parked.isDead()).isTrue();
    assertThat(parked.toString()).contains("has ended");
  }

  @Test
  void theRootOfAThreadThatHasEndedIsDead() throws Exception {
    Greenlet<Object, Object> root = inAnotherThread(() -> Greenlet.root());
    assertThat(root.isDead()).isTrue();
    assertThat(root.isActive()).isFalse();
  }

  @Test
  void theResultGoesToTheParentOfThatMoment() {
    Greenlet<Object, Object> g = Greenlet.of(first -> "result of " + first);
    Greenlet<Object, Object> heir = Greenlet.of(first -> "heir of " + toParent("ready"));
    assertThat(heir.switchTo(0)).isEqualTo("ready");
    g.setParent(heir);
    assertThat(g.switchTo("g")).isEqualTo("heir of result of g");
    assertThat(heir.isDead()).isTrue();
  }

  @Test
  void aResultBeginsAParentThatHasNotBegun() {
    Greenlet<Object, Object> parent = Greenlet.of(first -> List.of(first, 24));
    Greenlet<Object, Object> child = Greenlet.of(first -> 42, parent);
    assertThat(child.switchTo(0)).isEqualTo(List.of(42, 24));
  }

  @Test
  void aParentThatFailsToBeginTellsItsOwnParent() {
    Greenlet<Integer, Object> parent = Greenlet.of(number -> number + 1);
    Greenlet<Object, Object> child = Greenlet.of(first -> "no number", parent);
    assertThatThrownBy(() -> child.switchTo(0)).isInstanceOf(ClassCastException.class);
    assertThat(parent.isDead()).isTrue();
  }

  @Test
  void whatIsGivenToADeadOneGoesToItsParent() {
    Greenlet<Object, Object> child =
        Greenlet.of(
            first -> {
              seen.add(42);
              return first;
            });
    child.switchTo(1);
    Greenlet<Object, Object> parent =
        Greenlet.of(
            first -> {
              seen.add(24);
              return "parent got " + first;
            });
    child.setParent(parent);
    assertThat(child.switchTo("it")).isEqualTo("parent got it");
    assertThat(seen).containsExactly(42, 24);
  }

  @Test
  void aDeadOneWithDeadParentsGoesUpToTheRoot() {
    Greenlet<Object, Object> parent = Greenlet.of(first -> first);
    Greenlet<Object, Object> child = Greenlet.of(first -> first, parent);
    assertThat(child.switchTo(1)).isEqualTo(1);
    assertThat(parent.isDead() && child.isDead()).isTrue();
    assertThat(child.switchTo(25)).isEqualTo(25);
  }

  @Test
  void aParentCanBeChangedByTheParentsOwnEnd() {
    Greenlet<Object, Object> initiator = Greenlet.of(first -> 42);
    Greenlet<Object, Object> worker =
        Greenlet.of(
            first -> {
              Object value = toParent("primed");
              initiator.setParent(Greenlet.root());
              return toParent(value);
            });
    assertThat(worker.switchTo(0)).isEqualTo("primed");
    initiator.setParent(worker);
    assertThat(initiator.switchTo(0)).isEqualTo(42);
    assertThat(worker.isActive()).isTrue();
  }
}
