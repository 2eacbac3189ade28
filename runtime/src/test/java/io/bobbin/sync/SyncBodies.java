package io.bobbin.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Scheduler;
import io.bobbin.schedule.Dispatcher;
import io.bobbin.schedule.HandWoven;
import io.bobbin.schedule.TaskletStrand;
import java.util.List;

/** Steps of hand-woven bodies that use what the tools are made of. */
final class SyncBodies {
  private SyncBodies() {}

  static HandWoven.Step take(Ownership mutex) {
    return stack -> {
      mutex.take(null, stack, 0);
      return "locked";
    };
  }

  static HandWoven.Step await(Signals signals) {
    return stack -> {
      signals.await(null, stack, 0);
      return "signalled";
    };
  }

  static HandWoven.Step take(Permits permits, long count) {
    return stack -> {
      permits.take(count, null, stack, 0);
      return "acquired " + count;
    };
  }

  static HandWoven.Step read(ReadWrite mutex) {
    return stack -> {
      mutex.read(null, stack, 0);
      return "reads";
    };
  }

  static HandWoven.Step write(ReadWrite mutex) {
    return stack -> {
      mutex.write(null, stack, 0);
      return "writes";
    };
  }

  /** As woven code does that runs out of memory while it saves its frames. */
  static HandWoven.Step outOfMemory(HandWoven.Step wait, Runnable meanwhile) {
    return stack -> {
      wait.call(stack);
      assertThat(stack.unwinding).isTrue();
      meanwhile.run();
      throw stack.saveFailed(new OutOfMemoryError("for the test"));
    };
  }

  /** Starts a tasklet of this thread, and runs it until it parks or ends. */
  static TaskletStrand<List<Object>> run(HandWoven body) {
    Dispatcher here = (Dispatcher) Scheduler.here();
    TaskletStrand<List<Object>> tasklet = here.launch(null, body, null);
    here.run();
    return tasklet;
  }
}
