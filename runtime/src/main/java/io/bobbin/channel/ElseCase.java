package io.bobbin.channel;

import io.bobbin.Select;
import io.bobbin.Suspendable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Happens if no other case can at once.
 *
 * @param <R> the type of the select's result
 */
public final class ElseCase<R extends @Nullable Object> implements SelectCase<R> {
  private final Select.Handler<? extends R> then;

  /**
   * Makes the case.
   *
   * @param then what to do
   */
  public ElseCase(Select.Handler<? extends R> then) {
    this.then = Objects.requireNonNull(then, "then");
  }

  @Override
  @Suspendable
  public R finish() {
    return then.run();
  }
}
