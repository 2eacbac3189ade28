package io.bobbin.channel;

import io.bobbin.Suspendable;
import org.jspecify.annotations.Nullable;

/**
 * What each case of a select can do.
 *
 * @param <R> the type of the select's result
 */
interface SelectCase<R extends @Nullable Object> extends io.bobbin.Select.Case<R> {
  /** Runs the handler of the case that happened. */
  @Suspendable
  R finish();
}
