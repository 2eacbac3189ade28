package io.bobbin.tests.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.TaskletFailedException;
import io.bobbin.WorkGroup;
import io.bobbin.pickle.NotPicklableException;
import io.bobbin.pickle.Pickle;
import io.bobbin.pickle.PickleFilter;
import io.bobbin.pickle.PickleOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A work group is pickled with who opened it and all of its members. */
class WorkGroupTest {
  private static final PickleFilter FILTER = PickleFilter.allow("io.bobbin.tests.**");

  /** Its time is virtual, so nobody's sleep is over before all are pickled. */
  private final Scheduler here = Scheduler.deterministic(1);

  @AfterEach
  void closeScheduler() {
    here.close();
  }

  private final List<Tasklet<?>> all = new ArrayList<>();

  /** Starts a parent whose members are noted, until all wait. */
  private Tasklet<String> parent(long... millis) {
    Channel<Tasklet<?>> members = Channel.buffered(9);
    Tasklet<String> parent = here.start("parent", () -> opens(members, millis));
    all.add(parent);
    here.runUntil(() -> members.size() == millis.length);
    for (long each : millis) {
      all.add(members.tryReceive().orElseThrow());
    }
    assertThat(here.runUntil(() -> all.stream().allMatch(WorkGroupTest::isWaiting))).isTrue();
    assertThat(all).allMatch(WorkGroupTest::isWaiting);
    return parent;
  }

  private static boolean isWaiting(Tasklet<?> tasklet) {
    return tasklet.state() == Tasklet.State.WAITING;
  }

  @Suspendable
  private static String opens(Channel<Tasklet<?>> members, long... millis) {
    List<String> log = new ArrayList<>();
    try (WorkGroup group = WorkGroup.open()) {
      for (long each : millis) {
        members.send(group.go(() -> works(group, each, log)));
      }
    } catch (TaskletFailedException e) {
      log.add(e.getCause().getMessage() + " " + e.getSuppressed().length);
    }
    return String.join(" ", log);
  }

  @Suspendable
  private static void works(WorkGroup group, long millis, List<String> log) {
    try {
      Tasklet.sleep(Duration.ofMillis(Math.abs(millis)));
      if (millis < 0) {
        throw new IllegalStateException("failed");
      }
      if (millis == 30) {
        group.go(() -> log.add("more"));
      }
      log.add("slept " + millis);
    } finally {
      log.add("end");
    }
  }

  private List<Tasklet<?>> read(PickleOptions options) {
    List<Tasklet<?>> twins = Pickle.read(Pickle.ofAll(all, options).bytes(), FILTER).tasklets();
    twins.forEach(here::resume);
    return twins;
  }

  @Test
  void theTwinWaitsForTheTwinsOfItsMembers() {
    Tasklet<String> parent = parent(20, 40);
    List<Tasklet<?>> twins = read(PickleOptions.DEFAULT.filter(FILTER));
    assertThat(twins.get(0).join()).isEqualTo("slept 20 end slept 40 end");
    assertThat(twins.get(2).state()).isEqualTo(Tasklet.State.ENDED);
    assertThat(parent.join()).isEqualTo("slept 20 end slept 40 end");
  }

  @Test
  void aMembersTwinMayStartMore() {
    Tasklet<String> parent = parent(30);
    assertThat(read(PickleOptions.DEFAULT).get(0).join()).isEqualTo("slept 30 end more");
    assertThat(parent.join()).isEqualTo("slept 30 end more");
  }

  @Test
  void aMemberThatFailsCancelsTheOthersThere() {
    Tasklet<String> parent = parent(60_000, -40);
    List<Tasklet<?>> twins = read(PickleOptions.DEFAULT);
    assertThat(twins.get(0).join()).isEqualTo("end end failed 0");
    assertThat(twins.get(1).state()).isEqualTo(Tasklet.State.ENDED);
    assertThat(parent.join()).isEqualTo("end end failed 0");
  }

  @Test
  void aParentThatIsKilledTakesItsMembersAlong() {
    Tasklet<String> parent = parent(60_000, 70_000);
    List<Tasklet<?>> twins = read(PickleOptions.DEFAULT);
    twins.get(0).kill();
    assertThatThrownBy(twins.get(0)::join).isInstanceOf(TaskletFailedException.class);
    assertThat(twins.get(1).state()).isEqualTo(Tasklet.State.ENDED);
    assertThat(twins.get(2).state()).isEqualTo(Tasklet.State.ENDED);
    assertThat(all).allMatch(each -> each.state() == Tasklet.State.WAITING);
    parent.kill();
  }

  @Test
  void allOfASchedulerMayHaveGroups() {
    Tasklet<String> parent = parent(20, 30);
    Pickle.Restored twins = Pickle.read(Pickle.ofScheduler(here).bytes(), FILTER);
    twins.tasklets().forEach(here::resume);
    for (Tasklet<?> each : twins.tasklets()) {
      if (each.name().equals("parent")) {
        assertThat(each.join()).isEqualTo("slept 20 end slept 30 end more");
      }
    }
    assertThat(parent.join()).isEqualTo("slept 20 end slept 30 end more");
  }

  @Suspendable
  private static String fails() {
    try (WorkGroup group = WorkGroup.open()) {
      group.go(
          () -> {
            throw new IllegalStateException("failed");
          });
    }
    return "";
  }

  @Test
  void whoEndedByTheFailureOfAGroupDidSoThere() {
    Tasklet<String> failed = here.start(WorkGroupTest::fails);
    assertThatThrownBy(failed::join).hasRootCauseMessage("failed");
    Tasklet<String> twin = Pickle.read(Pickle.of(failed).bytes(), FILTER).tasklet();
    assertThatThrownBy(twin::join)
        .isInstanceOf(TaskletFailedException.class)
        .hasCauseInstanceOf(TaskletFailedException.class)
        .hasRootCauseMessage("failed");
  }

  @Test
  void oneWithoutTheOtherIsRefusedAndTold() {
    Tasklet<String> parent = parent(20);
    assertThatThrownBy(() -> Pickle.of(parent))
        .isInstanceOf(NotPicklableException.class)
        .hasMessageContaining("tasklet " + all.get(1).name())
        .hasMessageContaining("pickle both together");
    assertThatThrownBy(() -> Pickle.of(all.get(1)))
        .isInstanceOf(NotPicklableException.class)
        .hasMessageContaining("opened by tasklet parent")
        .hasMessageContaining("Pickle.ofAll");
    assertThat(parent.join()).isEqualTo("slept 20 end");
  }

  @Test
  void aGroupOfAThreadStaysWithIt() {
    Channel<String> in = Channel.unbuffered();
    try (WorkGroup group = WorkGroup.open(here)) {
      Tasklet<String> member = group.go(() -> in.receive());
      here.runUntil(() -> member.state() == Tasklet.State.WAITING);
      assertThatThrownBy(() -> Pickle.of(member))
          .isInstanceOf(NotPicklableException.class)
          .hasMessageContaining("opened by a thread");
      group.cancel();
    }
  }
}
