package io.bobbin.tests.greenlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.greenlet.Greenlet;
import io.bobbin.greenlet.GreenletExit;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Greenlets that nobody refers to are told to exit. */
@Timeout(120)
class UnreachableTest {
  private final List<Object> seen = new ArrayList<>();

  @Suspendable
  private static @Nullable Object toParent(@Nullable Object value) {
    return Greenlet.<@Nullable Object, @Nullable Object>current().parent().switchTo(value);
  }

  /** Collects garbage, and uses greenlets, until something is so. */
  private static void until(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      System.gc();
      Thread.yield();
      Greenlet.of(first -> first);
    }
  }

  @Suspendable
  private @Nullable Object notesItsEnd(@Nullable Object first) {
    try {
      return toParent(null);
    } catch (GreenletExit e) {
      seen.add("exit");
      throw e;
    } finally {
      seen.add("finally");
    }
  }

  /** In a method of its own, as a frame of the interpreter keeps what it had last. */
  private static void begin(Greenlet.Run<@Nullable Object, @Nullable Object> run) {
    Greenlet.of(run).switchTo(null);
  }

  @Test
  void oneThatIsParkedExits() {
    begin(this::notesItsEnd);
    until(() -> seen.contains("finally"));
    assertThat(seen).containsExactly("exit", "finally");
  }

  @Test
  void oneThatRefersToItselfExits() {
    begin(
        first -> {
          Greenlet<Object, Object> me = Greenlet.current();
          try {
            return toParent(null);
          } finally {
            seen.add(me.isActive());
          }
        });
    until(() -> !seen.isEmpty());
    assertThat(seen).containsExactly(true);
  }

  @Test
  void oneThatSomebodyRefersToStays() {
    Greenlet<@Nullable Object, @Nullable Object> kept = Greenlet.of(first -> notesItsEnd(first));
    kept.switchTo(null);
    UnreachableTest other = new UnreachableTest();
    begin(other::notesItsEnd);
    until(() -> !other.seen.isEmpty());
    assertThat(seen).isEmpty();
    assertThat(kept.isActive()).isTrue();
  }

  @Test
  void whatItThrowsInsteadDoesNotReachWhoeverSwitches() {
    begin(
        first -> {
          try {
            return toParent(null);
          } catch (GreenletExit e) {
            seen.add("exit");
            throw new IllegalStateException("thrown instead of exiting, and logged");
          }
        });
    until(() -> !seen.isEmpty());
    assertThat(Greenlet.<Object, Object>of(first -> first).switchTo("goes on"))
        .isEqualTo("goes on");
  }

  @Test
  void itsParentIsWhoMakesItExitAndTheOldOneIfItStays() {
    Greenlet<@Nullable Object, @Nullable Object> hub = Greenlet.of(first -> first);
    begin(
        first -> {
          Greenlet<Object, Object> me = Greenlet.current();
          me.setParent(hub);
          try {
            Greenlet.root().switchTo("parked");
          } catch (GreenletExit e) {
            seen.add(me.parent());
            seen.add(me);
            Greenlet.root().switchTo("stays");
          }
          return null;
        });
    until(() -> !seen.isEmpty());
    assertThat(seen.get(0)).isSameAs(Greenlet.root());
    Greenlet<?, ?> survivor = (Greenlet<?, ?>) seen.get(1);
    assertThat(survivor.isActive()).isTrue();
    assertThat(survivor.parent()).isSameAs(hub);
  }

  @Test
  void itExitsInItsOwnThread() throws Exception {
    CountDownLatch collected = new CountDownLatch(1);
    Thread owner =
        new Thread(
            () -> {
              begin(
                  first -> {
                    try {
                      return toParent(null);
                    } finally {
                      seen.add(Thread.currentThread());
                    }
                  });
              try {
                collected.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              until(() -> !seen.isEmpty());
            });
    owner.start();
    UnreachableTest other = new UnreachableTest();
    begin(other::notesItsEnd);
    until(() -> !other.seen.isEmpty());
    assertThat(seen).as("only its own thread can run it").isEmpty();
    collected.countDown();
    owner.join();
    assertThat(seen).containsExactly(owner);
  }

  @Test
  void thoseOfATaskletExitInIt() {
    Tasklet<Boolean> tasklet =
        Tasklet.start(
            () -> {
              begin(this::notesItsEnd);
              until(() -> seen.contains("finally"));
              return Tasklet.current() != null;
            });
    assertThat(tasklet.join()).isTrue();
    assertThat(seen).containsExactly("exit", "finally");
  }

  @Test
  void oneThatHasEndedOrNotBegunIsCollected() {
    List<WeakReference<?>> references = new ArrayList<>();
    Greenlet<@Nullable Object, @Nullable Object> ended = Greenlet.of(first -> Greenlet.current());
    references.add(new WeakReference<>(ended.switchTo(null)));
    references.add(new WeakReference<>(Greenlet.of(first -> first)));
    ended = Greenlet.of(first -> first);
    until(() -> references.stream().allMatch(each -> each.get() == null));
    assertThat(ended.isStarted()).isFalse();
  }
}
