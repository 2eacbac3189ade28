package io.bobbin.tests.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Channel;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.WorkGroup;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Work groups that tasklets open. */
class GroupsTest {
  @Suspendable
  private static String opens(Channel<String> in) {
    List<String> log = new ArrayList<>();
    try (WorkGroup group = WorkGroup.open()) {
      group.go(() -> log.add(in.receive()));
    }
    return log.toString();
  }

  @Test
  void whoClosesAGroupParks() {
    Scheduler here = Scheduler.deterministic(1);
    Channel<String> in = Channel.unbuffered();
    Tasklet<String> opener = here.start(() -> opens(in));
    assertThat(here.runUntil(() -> opener.state() == Tasklet.State.WAITING)).isTrue();
    assertThat(opener.stackTrace()).anyMatch(call -> call.getMethodName().equals("opens"));
    here.start(() -> in.send("a"));
    assertThat(opener.join()).isEqualTo("[a]");
  }
}
