package io.bobbin.tests.pickle;

import static io.bobbin.tests.pickle.Pauses.goesOn;
import static io.bobbin.tests.pickle.Pauses.pauses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.TaskletLocal;
import io.bobbin.pickle.NotPicklableException;
import io.bobbin.pickle.Pickle;
import io.bobbin.pickle.PickleException;
import io.bobbin.pickle.PickleFilter;
import io.bobbin.pickle.RefusedClassException;
import io.bobbin.tests.OnThisThread;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The values that a tasklet has of tasklet locals come along with it. */
class LocalsTest extends OnThisThread {
  private static final PickleFilter FILTER = PickleFilter.allow("io.bobbin.tests.**");

  private static final TaskletLocal<List<String>> NOTES =
      TaskletLocal.withInitial(() -> new ArrayList<>());
  private static final TaskletLocal<Integer> DEPTH = TaskletLocal.inheritable(() -> 0);

  /** A class of its own, which makes what another has. */
  static final class Maker {
    private Maker() {}

    @Suspendable // so that its lambdas can be pickled
    static TaskletLocal<String> make() {
      return TaskletLocal.withInitial(() -> "made");
    }
  }

  static final class Holder {
    static final TaskletLocal<String> OF_HOLDER = Maker.make();
    static TaskletLocal<String> later;

    private Holder() {}
  }

  private <T> Tasklet<T> twin(Tasklet<T> tasklet) {
    return resumed(Pickle.read(Pickle.of(tasklet).bytes(), FILTER).tasklet());
  }

  private <T> Tasklet<T> resumed(Tasklet<T> twin) {
    here.resume(twin);
    return twin;
  }

  @Suspendable
  private static String notes() {
    NOTES.get().add("before");
    DEPTH.set(3);
    List<String> same = NOTES.get();
    pauses();
    NOTES.get().add("after");
    Tasklet<Integer> child = Tasklet.start(() -> DEPTH.get());
    return NOTES.get() + " " + child.join() + (same == NOTES.get());
  }

  @Test
  void valuesOfStaticLocalsAreThoseOfTheTwin() {
    Tasklet<String> first = waiting(here.start(LocalsTest::notes));
    Tasklet<String> twin = twin(first);
    assertThat(goesOn(twin)).isEqualTo("[before, after] 3true");
    assertThat(goesOn(first)).isEqualTo("[before, after] 3true");
  }

  @Test
  void aForkHasCopiesOfTheValues() {
    Tasklet<String> first = waiting(here.start(LocalsTest::notes));
    Tasklet<String> twin = first.fork();
    here.resume(twin);
    assertThat(goesOn(twin)).isEqualTo("[before, after] 3true");
    assertThat(goesOn(first)).isEqualTo("[before, after] 3true");
  }

  @Suspendable
  private static String ofHolder() {
    Holder.OF_HOLDER.set("set");
    pauses();
    return Holder.OF_HOLDER.get();
  }

  @Test
  void aLocalIsFoundInTheClassThatIsInitialisedWhoeverMakesIt() {
    assertThat(goesOn(twin(waiting(here.start(LocalsTest::ofHolder))))).isEqualTo("set");
  }

  @Suspendable
  private static String ofItsOwn() {
    TaskletLocal<String> mine = TaskletLocal.withInitial(() -> "initial");
    TaskletLocal<String> unset = TaskletLocal.withInitial(() -> "unset");
    TaskletLocal<String> inherited = TaskletLocal.inheritable(() -> "none");
    mine.set("mine");
    inherited.set("inherited");
    pauses();
    String all = mine.get() + " " + unset.get();
    mine.remove();
    return all + " " + mine.get() + " " + Tasklet.start(() -> inherited.get()).join();
  }

  @Test
  void aLocalThatTheTaskletReachesComesAlong() {
    Tasklet<String> first = waiting(here.start(LocalsTest::ofItsOwn));
    assertThat(goesOn(twin(first))).isEqualTo("mine unset initial inherited");
    assertThat(goesOn(first)).isEqualTo("mine unset initial inherited");
  }

  @Suspendable
  private static String ofSomebody() {
    Holder.later = Maker.make();
    Holder.later.set("value");
    pauses();
    return Holder.later.get();
  }

  @Test
  void aValueThatNoCodeWouldFindIsRefused() {
    Tasklet<String> first = waiting(here.start("somebody", LocalsTest::ofSomebody));
    assertThatThrownBy(() -> Pickle.of(first))
        .isInstanceOf(NotPicklableException.class)
        .hasMessageContaining("TaskletLocal")
        .hasMessageContaining("tasklet somebody");
    assertThat(goesOn(resumed(first.fork()))).isEqualTo("value");
    assertThat(goesOn(first)).isEqualTo("value");
  }

  @Test
  void theClassOfTheFieldMustBeAllowed() {
    Tasklet<String> first = waiting(here.start(LocalsTest::ofHolder));
    byte[] image = Pickle.of(first).bytes();
    assertThatThrownBy(() -> Pickle.read(image, PickleFilter.allow("com.acme.**")))
        .isInstanceOf(RefusedClassException.class)
        .hasMessageContaining("Holder");
    String holder = Holder.class.getName();
    assertThatThrownBy(
            () -> Pickle.read(image, FILTER.renamedField(holder + ".OF_HOLDER", "later_")))
        .isInstanceOf(PickleException.class)
        .hasMessageContaining("later_");
  }
}
