package io.bobbin.schedule;

import static io.bobbin.schedule.HandWoven.body;
import static io.bobbin.schedule.HandWoven.plain;
import static io.bobbin.schedule.HandWoven.yieldOnce;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Thread locals and the context class loader, which each tasklet has for itself. */
@Timeout(60)
class ThreadIdentityTest {
  private final ThreadLocal<StringBuilder> buffer = ThreadLocal.withInitial(StringBuilder::new);
  private final InheritableThreadLocal<String> inherited = new InheritableThreadLocal<>();
  private final Dispatcher here = Here.ofThisThread();

  @BeforeEach
  void isOpen() {
    assertThat(ThreadIdentity.SWAPS).as("--add-opens java.base/java.lang=ALL-UNNAMED").isTrue();
  }

  private HandWoven.Step appends(String text) {
    return plain(() -> buffer.get().append(text));
  }

  private static TaskletStrand<List<Object>> launch(Dispatcher on, HandWoven body) {
    return on.launch(null, body, null);
  }

  @Test
  void aBufferInAThreadLocalIsNotSharedByTaskletsOfOneCarrier() {
    buffer.get().append("thread");
    HandWoven.Step result = stack -> buffer.get().toString();
    TaskletStrand<List<Object>> a =
        launch(here, body(appends("a1 "), yieldOnce(), appends("a2"), result));
    TaskletStrand<List<Object>> b =
        launch(here, body(appends("b1 "), yieldOnce(), appends("b2"), result));
    assertThat(a.join()).endsWith("a1 a2");
    assertThat(b.join()).endsWith("b1 b2");
    assertThat(buffer.get()).hasToString("thread");
  }

  @Test
  void thereIsNothingLeftOnACarrierForTheNextTasklet() {
    try (Pool pool = Pool.of(1)) {
      launch(pool, body(appends("left behind"))).join();
      assertThat(launch(pool, body(stack -> buffer.get().toString())).join()).containsExactly("");
    }
  }

  @Test
  void threadLocalsMoveWithTheTasklet() {
    try (Pool pool = Pool.of(2)) {
      List<TaskletStrand<List<Object>>> all = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        List<HandWoven.Step> steps = new ArrayList<>();
        for (int turn = 0; turn < 20; turn++) {
          steps.add(appends(i + " "));
          steps.add(yieldOnce());
        }
        steps.add(stack -> buffer.get().toString());
        all.add(launch(pool, body(steps.toArray(new HandWoven.Step[0]))));
      }
      for (int i = 0; i < all.size(); i++) {
        assertThat(all.get(i).join()).endsWith((i + " ").repeat(20));
      }
    }
  }

  @Test
  void inheritableThreadLocalsAreInheritedFromTheStarter() {
    inherited.set("starter's");
    HandWoven.Step changes =
        stack -> {
          String was = inherited.get();
          inherited.set("tasklet's");
          return was;
        };
    assertThat(launch(here, body(changes)).join()).containsExactly("starter's");
    assertThat(inherited.get()).isEqualTo("starter's");
    inherited.remove();
  }

  @Test
  void theContextClassLoaderTravelsWithTheTasklet() throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader other = new URLClassLoader(new URL[0])) {
      HandWoven.Step asks = stack -> String.valueOf(thread.getContextClassLoader() == other);
      TaskletStrand<List<Object>> sets =
          here.launch(
              null,
              body(plain(() -> thread.setContextClassLoader(other)), yieldOnce(), asks),
              null);
      TaskletStrand<List<Object>> asksOnly = launch(here, body(asks, yieldOnce(), asks));
      assertThat(sets.join()).endsWith("true");
      assertThat(asksOnly.join()).containsExactly("false", 0L, "false");
      assertThat(thread.getContextClassLoader()).isSameAs(before);
    }
  }

  @Test
  void theContextClassLoaderIsInheritedFromTheStarter() throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (Pool pool = Pool.of(1);
        URLClassLoader other = new URLClassLoader(new URL[0])) {
      thread.setContextClassLoader(other);
      assertThat(launch(pool, body(stack -> Thread.currentThread().getContextClassLoader())).join())
          .containsExactly(other);
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
