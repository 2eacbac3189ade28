package io.bobbin.tests.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.Generator;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.TaskletLocal;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Variables of which each tasklet has its own. */
@Timeout(60)
class TaskletLocalTest {
  private final AtomicInteger made = new AtomicInteger();
  private final TaskletLocal<Integer> counter =
      TaskletLocal.withInitial(
          () -> {
            made.incrementAndGet();
            return 0;
          });

  @Suspendable
  private void countsUp(int times) {
    for (int i = 0; i < times; i++) {
      counter.set(counter.get() + 1);
      Tasklet.yield();
    }
    assertThat(counter.get()).isEqualTo(times);
    counter.remove();
    assertThat(counter.get()).isZero();
  }

  @ParameterizedTest
  @MethodSource("io.bobbin.tests.sync.Place#all")
  void eachHasItsOwn(Place place) throws Exception {
    try (Crowd crowd = new Crowd(place)) {
      for (int i = 0; i < 10; i++) {
        crowd.start(() -> countsUp(100));
      }
      crowd.join();
      assertThat(made).hasValue(20);
    }
  }

  @Test
  void aThreadThatRunsTaskletsHasItsOwnBesides() {
    counter.set(7);
    Tasklet<Integer> tasklet = Scheduler.here().start(() -> counter.get());
    assertThat(tasklet.join()).isZero();
    assertThat(counter.get()).isEqualTo(7);
    counter.remove();
  }

  @Test
  void nullIsAValue() {
    TaskletLocal<String> local = TaskletLocal.withInitial(() -> "initial");
    local.set(null);
    assertThat(local.get()).isNull();
    local.remove();
    assertThat(local.get()).isEqualTo("initial");
  }

  @Test
  void anInitialValueThatCannotBeMadeIsMadeNextTime() {
    TaskletLocal<Integer> local = TaskletLocal.withInitial(() -> 6 / made.getAndAdd(2));
    assertThatThrownBy(local::get).isInstanceOf(ArithmeticException.class);
    assertThat(local.get()).isEqualTo(3);
  }

  private final TaskletLocal<String> inherited = TaskletLocal.inheritable(() -> "initial");

  @Suspendable
  private String ownAndChilds() {
    String before = inherited.get();
    inherited.set(before + ", child");
    Tasklet<String> grandchild = Tasklet.start(() -> inherited.get());
    inherited.set("changed later");
    return grandchild.join();
  }

  @Test
  void whatIsInheritedIsTheValueAtTheStart() {
    assertThat(Tasklet.start(() -> inherited.get()).join()).isEqualTo("initial");
    inherited.set("thread");
    counter.set(9);
    Tasklet<String> child = Tasklet.start(() -> ownAndChilds());
    Tasklet<Integer> other = Tasklet.start(() -> counter.get());
    inherited.set("changed later");
    assertThat(child.join()).isEqualTo("thread, child");
    assertThat(other.join()).as("not inherited").isZero();
    inherited.remove();
    counter.remove();
  }

  @Test
  void aGeneratorSeesItsConsumersValue() {
    Tasklet<Integer> consumer = Scheduler.here().start(() -> throughAGenerator());
    assertThat(consumer.join()).isEqualTo(5);
  }

  @Suspendable
  private int throughAGenerator() {
    Generator<Integer> values = Generator.of(out -> out.yield(counter.get()));
    counter.set(5);
    return values.next();
  }

  @Suspendable
  private WeakReference<Object> setsManyValues(Channel<Integer> gate) {
    Object value = new Object();
    List<TaskletLocal<Object>> locals = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      TaskletLocal<Object> local = TaskletLocal.withInitial(Object::new);
      local.set(value);
      locals.add(local);
    }
    gate.receive();
    for (TaskletLocal<Object> local : locals) {
      assertThat(local.get()).isSameAs(value);
    }
    return new WeakReference<>(value);
  }

  @Test
  void anEndedTaskletThatIsStillKnownHasLetGoOfItsValues() {
    Channel<Integer> gate = Channel.buffered(1);
    Tasklet<WeakReference<Object>> tasklet = Tasklet.start(() -> setsManyValues(gate));
    gate.send(1);
    assertCleared(tasklet.join());
    assertThat(tasklet.state()).isEqualTo(Tasklet.State.ENDED);
  }

  @Test
  void aTaskletThatLivesOnLetsGoOfVariablesThatNobodyHas() {
    Channel<WeakReference<Object>> made = Channel.unbuffered();
    Tasklet<?> tasklet = Tasklet.start(() -> makesVariables(made));
    List<WeakReference<Object>> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(made.receive());
      if (i == 50) {
        all.get(0).refersTo(null);
        System.gc();
      }
    }
    assertThat(all.stream().limit(40).filter(each -> !refersToNothing(each)).count()).isZero();
    tasklet.kill();
  }

  @Suspendable
  private static void makesVariables(Channel<WeakReference<Object>> made) {
    while (true) {
      made.send(setsOne());
    }
  }

  private static WeakReference<Object> setsOne() {
    Object value = new Object();
    TaskletLocal.withInitial(() -> null).set(value);
    return new WeakReference<>(value);
  }

  private static boolean refersToNothing(WeakReference<Object> reference) {
    for (int i = 0; i < 20 && !reference.refersTo(null); i++) {
      System.gc();
    }
    return reference.refersTo(null);
  }

  private static void assertCleared(WeakReference<Object> reference) {
    assertThat(refersToNothing(reference)).isTrue();
  }
}
