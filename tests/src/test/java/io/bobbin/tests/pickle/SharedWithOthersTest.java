package io.bobbin.tests.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Channel;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.pickle.NotPicklableException;
import io.bobbin.pickle.Pickle;
import io.bobbin.pickle.PickleFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Collections that others change: while they are written, or are iterated over. */
class SharedWithOthersTest {
  private static final PickleFilter FILTER = PickleFilter.allow("io.bobbin.tests.**");
  private static final int MANY = 50_000;

  @AfterEach
  void closeScheduler() {
    Scheduler.here().close();
  }

  @Suspendable
  private static Object holds(Object held, Channel<Integer> gate) {
    gate.receive();
    return held;
  }

  @Test
  void whatIsChangedWhileItIsWrittenIsToldWithTheWayToIt() throws InterruptedException {
    List<Integer> list = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      list.add(i);
    }
    Channel<Integer> gate = Channel.unbuffered();
    Scheduler here = Scheduler.here();
    Tasklet<Object> tasklet = here.start(() -> holds(list, gate));
    here.runUntil(() -> tasklet.state() == Tasklet.State.WAITING);
    AtomicBoolean over = new AtomicBoolean();
    Thread changes =
        new Thread(
            () -> {
              while (!over.get()) {
                list.add(1);
                list.remove(list.size() - 1);
              }
            });
    changes.start();
    String told = "";
    try {
      while (told.isEmpty()) { // it may be lucky
        try {
          var unused = Pickle.of(tasklet);
        } catch (NotPicklableException e) {
          told = String.valueOf(e.getMessage());
        }
      }
    } finally {
      over.set(true);
      changes.join();
    }
    assertThat(told)
        .contains("an object of java.util.ArrayList was changed by somebody else")
        .contains("SharedWithOthersTest.java")
        .contains(" held");
    assertThat(Pickle.of(tasklet).size()).isGreaterThan(MANY);
  }

  /** As the map's own iterators do, which nobody has to guard against changes. */
  @Test
  void anIteratorOfAConcurrentMapPassesOverWhatWasRemoved() {
    Map<String, String> texts = Map.of("a", "1", "b", "2", "c", "3", "d", "4");
    for (boolean entries : new boolean[] {false, true}) {
      Map<String, String> map = new ConcurrentHashMap<>(texts);
      Iterator<?> iterator = entries ? map.entrySet().iterator() : map.values().iterator();
      Object first = iterator.next();
      Object[] held = {map, iterator};
      Tasklet<Object> ended = Scheduler.here().start(() -> held);
      ended.join();
      Object[] twin = (Object[]) Pickle.read(Pickle.of(ended).bytes(), FILTER).tasklet().join();
      ((Map<?, ?>) twin[0]).clear();
      List<Object> rest = new ArrayList<>();
      ((Iterator<?>) twin[1]).forEachRemaining(rest::add);
      assertThat(rest).hasSizeLessThan(2).doesNotContainNull().doesNotContain(first);
      for (Object each : rest) {
        Object value = entries ? ((Map.Entry<?, ?>) each).getValue() : each;
        assertThat(new HashMap<>(texts)).containsValue((String) value);
      }
    }
  }
}
