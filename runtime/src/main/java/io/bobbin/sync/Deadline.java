package io.bobbin.sync;

import io.bobbin.frame.Inlet;
import io.bobbin.frame.Outlet;
import io.bobbin.frame.Portable;
import io.bobbin.schedule.Alarm;
import io.bobbin.schedule.Dispatcher;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * When a context is done at the latest, and with it those below it, which have the same limit if
 * they have no earlier one.
 *
 * <p>One that was read from a pickle has no deadline until the first of the tasklets that were read
 * with it is resumed, as its time stands still.
 */
public final class Deadline implements Portable {
  /** Null only until it has been read. */
  private @Nullable Scope of;

  /** What is said when the time has passed. */
  private String why;

  private volatile @Nullable Instant deadline;
  private volatile @Nullable Alarm alarm;

  /** Nanoseconds that are left, while there is no alarm. */
  private long left;

  Deadline(Scope of, Instant deadline, String why) {
    this.of = of;
    this.deadline = deadline;
    this.why = why;
  }

  private Deadline() {
    why = "";
  }

  /**
   * Makes an empty one, to be restored.
   *
   * @return a limit of nothing
   */
  public static Deadline empty() {
    return new Deadline();
  }

  /** Sets the alarm; if there is no time left, ends the context instead. */
  void begin(long nanos) {
    if (nanos <= 0) {
      passes();
    } else {
      alarm = Alarm.set(nanos, this::passes);
    }
  }

  private void passes() {
    Scope ended = of;
    if (ended != null) {
      ended.end(new TimeoutException("the context is done: " + why));
    }
  }

  /** Takes the alarm back, if the context that is done is the one whose limit this is. */
  void cancelFor(Scope done) {
    Alarm set = alarm;
    if (of == done && set != null) {
      set.cancel();
    }
  }

  Optional<Instant> deadline() {
    return Optional.ofNullable(deadline);
  }

  // Pickling

  @Override
  public void save(Outlet to) {
    Scope ending = of;
    boolean isOver = ending != null && ending.isDone();
    Alarm set = alarm;
    if (ending != null) {
      to.asOf(ending, isOver ? 1 : 0);
    }
    to.reference(ending);
    to.reference(why);
    to.reference(isOver ? deadline : null);
    to.number(set == null ? left : set.left());
  }

  @Override
  public void restore(Inlet from) {
    Scope ending = from.reference(Scope.class);
    String text = from.reference(String.class);
    if (ending == null || text == null) {
      throw from.damaged("a deadline of nothing");
    }
    of = ending;
    why = text;
    deadline = from.reference(Instant.class);
    left = Math.max(0, from.number());
    from.atFirstResume(scheduler -> goesOn(ending, (Dispatcher) scheduler));
  }

  private void goesOn(Scope ending, Dispatcher on) {
    if (deadline == null) {
      deadline = on.now().plusNanos(left);
    }
    if (!ending.isDone()) {
      alarm = Alarm.set(on, left, this::passes);
      if (ending.isDone()) { // and looked for the alarm before
        cancelFor(ending);
      }
    }
  }

  @Override
  public String toString() {
    return why;
  }
}
