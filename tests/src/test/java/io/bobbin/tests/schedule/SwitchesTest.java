package io.bobbin.tests.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Channel;
import io.bobbin.Registration;
import io.bobbin.Scheduler;
import io.bobbin.SwitchListener;
import io.bobbin.Tasklet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SwitchesTest {
  @Test
  void aListenerSeesEachSwitchInItsOrder() {
    try (Scheduler here = Scheduler.here()) {
      List<String> seen = new ArrayList<>();
      SwitchListener listener = (from, to) -> seen.add(name(from) + "->" + name(to));
      Channel<Integer> channel = Channel.unbuffered();
      here.start("a", () -> channel.send(1));
      here.start("b", () -> channel.receive());
      try (Registration on = here.onSwitch(listener)) {
        here.run();
      }
      here.start("c", () -> 1);
      here.run();
      assertThat(seen).containsExactly("idle->a", "a->b", "b->a", "a->idle");
    }
  }

  private static String name(Tasklet<?> tasklet) {
    return tasklet == null ? "idle" : tasklet.name();
  }

  @Test
  void theTimesOfTaskletsOnAPoolAddUp() {
    try (Scheduler pool = Scheduler.pool(2)) {
      Map<Thread, Tasklet<?>> running = new ConcurrentHashMap<>();
      AtomicInteger wrong = new AtomicInteger();
      AtomicInteger switches = new AtomicInteger();
      SwitchListener listener =
          (from, to) -> {
            switches.incrementAndGet();
            Tasklet<?> before = running.get(Thread.currentThread());
            if (before != from || Tasklet.current() != null) {
              wrong.incrementAndGet();
            }
            if (to == null) {
              running.remove(Thread.currentThread());
            } else {
              running.put(Thread.currentThread(), to);
            }
          };
      Channel<Integer> channel = Channel.unbuffered();
      try (Registration first = pool.onSwitch(listener)) {
        List<Tasklet<?>> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
          all.add(
              pool.start(
                  () -> {
                    for (int j = 0; j < 1_000; j++) {
                      channel.send(j);
                    }
                  }));
          all.add(
              pool.start(
                  () -> {
                    for (int j = 0; j < 1_000; j++) {
                      channel.receive();
                    }
                  }));
        }
        all.forEach(Tasklet::join);
      }
      assertThat(wrong).hasValue(0);
      assertThat(switches.get()).isGreaterThan(20);
    }
  }

  @Test
  void aListenerThatFailsDisturbsNobody() {
    try (Scheduler pool = Scheduler.pool(1)) {
      AtomicInteger told = new AtomicInteger();
      try (Registration bad =
              pool.onSwitch(
                  (from, to) -> {
                    throw new IllegalStateException("on purpose");
                  });
          Registration good = pool.onSwitch((from, to) -> told.incrementAndGet())) {
        assertThat(pool.start(() -> 42).join()).isEqualTo(42);
      }
      assertThat(told.get()).isPositive();
    }
  }
}
