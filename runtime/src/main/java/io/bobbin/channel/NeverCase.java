package io.bobbin.channel;

import io.bobbin.Suspendable;

/** A case on a channel that is never ready: it does not happen. */
final class NeverCase<R> implements SelectCase<R> {
  @Override
  @Suspendable
  public R finish() {
    throw new IllegalStateException("a channel that is never ready was");
  }
}
