package io.bobbin.pickle;

import io.bobbin.Tasklet;
import io.bobbin.schedule.Dispatcher;
import io.bobbin.schedule.Strand;
import io.bobbin.schedule.TaskletStrand;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What is done when the first of the tasklets of an image is resumed: it belongs to none of them,
 * but waits for a time, which stands still until then.
 */
final class FirstResume {
  private final List<Consumer<Object>> actions = new ArrayList<>();
  private boolean done;

  FirstResume() {}

  void add(Consumer<Object> action) {
    actions.add(action);
  }

  /** Waits for the first of some strands, all of which have been read. */
  void isAwaitedBy(List<Strand> strands) {
    if (actions.isEmpty()) {
      return;
    }
    boolean isAwaited = false;
    for (Strand strand : strands) {
      if (strand instanceof TaskletStrand<?> tasklet && tasklet.state() != Tasklet.State.ENDED) {
        tasklet.atResumeOn(this::happens);
        isAwaited = true;
      }
    }
    if (!isAwaited) {
      happens(Dispatcher.ofCaller());
    }
  }

  /** Called for each tasklet that is resumed; whoever comes second waits until all is done. */
  private synchronized void happens(Dispatcher on) {
    if (!done) {
      done = true;
      actions.forEach(action -> action.accept(on));
    }
  }
}
