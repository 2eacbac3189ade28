package io.bobbin.channel;

import io.bobbin.Select;
import io.bobbin.Suspendable;
import io.bobbin.schedule.Timers;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Happens when no other case did for a time.
 *
 * @param <R> the type of the select's result
 */
public final class AfterCase<R extends @Nullable Object> implements SelectCase<R> {
  final long nanos;
  private final Select.Handler<? extends R> then;

  /**
   * Makes the case.
   *
   * @param time how long
   * @param then what to do
   */
  public AfterCase(Duration time, Select.Handler<? extends R> then) {
    this.nanos = Timers.nanos(time);
    this.then = Objects.requireNonNull(then, "then");
  }

  @Override
  @Suspendable
  public R finish() {
    return then.run();
  }
}
