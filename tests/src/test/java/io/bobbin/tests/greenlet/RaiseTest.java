package io.bobbin.tests.greenlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Suspendable;
import io.bobbin.greenlet.Greenlet;
import io.bobbin.greenlet.GreenletExit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How exceptions get into greenlets, and out of them. */
@Timeout(60)
class RaiseTest {
  private final List<Object> seen = new ArrayList<>();

  @Suspendable
  private static Object toParent(Object value) {
    return Greenlet.<Object, Object>current().parent().switchTo(value);
  }

  private static final class SomeException extends Exception {
    private static final long serialVersionUID = 1;
  }

  /** Notes what is thrown at its switch, and fails if nothing is. */
  @Suspendable
  private Object notesAndFails(Object first) throws Exception {
    try {
      toParent("parked");
    } catch (Throwable t) {
      seen.add(t.getClass());
      throw t;
    }
    throw new SomeException();
  }

  private Greenlet<Object, Object> parked() {
    Greenlet<Object, Object> g = Greenlet.of(this::notesAndFails);
    assertThat(g.switchTo(0)).isEqualTo("parked");
    return g;
  }

  @Test
  void anUncaughtExceptionGoesUpTheParents() {
    Greenlet<Object, Object> g1 = parked();
    Greenlet<Object, Object> g2 = parked();
    g2.setParent(g1);
    assertThatThrownBy(() -> g2.switchTo(1)).isInstanceOf(SomeException.class);
    assertThat(seen).as("at g1's switch").containsExactly(SomeException.class);
    assertThat(g1.isDead() && g2.isDead()).isTrue();
    assertThat(g2.switchTo(25)).as("goes up to the root").isEqualTo(25);
  }

  @Test
  void aChildsExceptionIsThrownAtItsParentsSwitch() {
    Greenlet<Object, Object> g = parked();
    Greenlet<Throwable, Object> crasher =
        Greenlet.of(
            e -> {
              throw (Exception) e;
            },
            g);
    assertThatThrownBy(() -> crasher.switchTo(new IllegalArgumentException("sent")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(seen).containsExactly(IllegalArgumentException.class);
  }

  @Test
  void whatIsRaisedCanBeCaught() {
    Greenlet<Object, Object> g =
        Greenlet.of(
            first -> {
              try {
                return toParent("ready");
              } catch (IllegalArgumentException e) {
                return toParent("caught " + e.getMessage());
              }
            });
    assertThat(g.switchTo(0)).isEqualTo("ready");
    assertThat(g.raise(new IllegalArgumentException("ciao"))).isEqualTo("caught ciao");
    assertThat(g.switchTo("over")).isEqualTo("over");
  }

  @Test
  void whatIsNotCaughtIsThrownToTheCaller() {
    Greenlet<Object, Object> g = parked();
    assertThatThrownBy(() -> g.raise(new IllegalArgumentException()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(seen).containsExactly(IllegalArgumentException.class);
    assertThat(g.isDead()).isTrue();
  }

  @Test
  void anExitIsReturned() {
    Greenlet<Object, Object> g = Greenlet.of(first -> toParent("ready"));
    g.switchTo(0);
    GreenletExit exit = new GreenletExit();
    assertThat(g.raise(exit)).isSameAs(exit);
    assertThat(g.isDead()).isTrue();
    assertThat(g.raise(exit)).as("eaten by one that is dead").isSameAs(exit);
  }

  @Test
  void anExitThatTheBodyThrowsIsReturned() {
    GreenletExit exit = new GreenletExit();
    Greenlet<Object, Object> g =
        Greenlet.of(
            first -> {
              throw exit;
            });
    assertThat(g.switchTo(0)).isSameAs(exit);
  }

  @Test
  void anExitRunsFinallyBlocksWhichMaySwitch() {
    Greenlet<Object, Object> g =
        Greenlet.of(
            first -> {
              try {
                return toParent("ready");
              } finally {
                seen.add(toParent("in finally"));
              }
            });
    g.switchTo(0);
    GreenletExit exit = new GreenletExit();
    assertThat(g.raise(exit)).isEqualTo("in finally");
    assertThat(g.switchTo("go on")).isSameAs(exit);
    assertThat(seen).containsExactly("go on");
  }

  @Test
  void raisingIntoOneThatHasNotBegunKillsIt() {
    Greenlet<Object, Object> g =
        Greenlet.of(
            first -> {
              seen.add("begun");
              return first;
            });
    assertThatThrownBy(() -> g.raise(new SomeException())).isInstanceOf(SomeException.class);
    assertThat(g.isDead()).isTrue();
    assertThat(g.isStarted()).isFalse();
    assertThat(seen).isEmpty();
  }

  @Test
  void raisingIntoNewOnesKillsAllOfThemUpToOneThatHasBegun() {
    Greenlet<Object, Object> parent = Greenlet.of(this::notesAndFails);
    Greenlet<Object, Object> child = Greenlet.of(first -> first, parent);
    assertThatThrownBy(() -> child.raise(new SomeException())).isInstanceOf(SomeException.class);
    assertThat(parent.isDead() && child.isDead()).isTrue();
    assertThat(seen).isEmpty();
  }

  @Test
  void raisingIntoANewOneIsThrownAtItsParentsSwitch() {
    Greenlet<Object, Object> root = Greenlet.root();
    Greenlet<Object, Object> catcher = Greenlet.of(first -> catches(root));
    Greenlet<Object, Object> child = Greenlet.of(first -> root.switchTo("child"), catcher);
    assertThat(catcher.switchTo(0)).isEqualTo("ready to catch");
    assertThat(child.raise(new IndexOutOfBoundsException())).isEqualTo("caught");
    assertThat(child.isDead() && catcher.isDead()).isTrue();
  }

  @Test
  void raisingIntoABegunOneIsThrownThereAndThenAtItsParentsSwitch() {
    Greenlet<Object, Object> root = Greenlet.root();
    Greenlet<Object, Object> catcher = Greenlet.of(first -> catches(root));
    Greenlet<Object, Object> child = Greenlet.of(first -> root.switchTo("child"), catcher);
    assertThat(catcher.switchTo(0)).isEqualTo("ready to catch");
    assertThat(child.switchTo(0)).isEqualTo("child");
    assertThat(child.raise(new IndexOutOfBoundsException())).isEqualTo("caught");
    assertThat(child.isDead() && catcher.isDead()).isTrue();
  }

  @Suspendable
  private static Object catches(Greenlet<Object, Object> root) {
    try {
      root.switchTo("ready to catch");
    } catch (IndexOutOfBoundsException e) {
      return "caught";
    }
    return "normal exit";
  }

  @Test
  void raisingInTheCurrentOneThrows() {
    assertThatThrownBy(() -> Greenlet.current().raise(new SomeException()))
        .isInstanceOf(SomeException.class);
    Greenlet<Object, Object> g =
        Greenlet.of(
            first -> {
              try {
                return Greenlet.current().raise(new IllegalArgumentException()) + "";
              } catch (IllegalArgumentException e) {
                return "thrown";
              }
            });
    assertThat(g.switchTo(0)).isEqualTo("thrown");
  }

  @Test
  void raisingInTheParentThrowsAtItsSwitch() {
    Greenlet<Object, Object> g =
        Greenlet.of(
            first -> {
              seen.add(String.valueOf(Greenlet.current().parent().raise(new SomeException())));
              return "ended";
            });
    assertThatThrownBy(() -> g.switchTo(0)).isInstanceOf(SomeException.class);
    assertThat(g.isActive()).isTrue();
    assertThat(g.switchTo("back")).isEqualTo("ended");
    assertThat(seen).containsExactly("back");
  }

  @Test
  void nothingIsNotRaised() {
    Greenlet<Object, Object> g = parked();
    assertThatThrownBy(() -> g.raise(missing())).isInstanceOf(NullPointerException.class);
    assertThat(g.isActive()).isTrue();
  }

  @SuppressWarnings("NullAway") // as careless callers do
  private static Throwable missing() {
    return null;
  }
}
