package io.bobbin.sync;

import io.bobbin.Channel;
import io.bobbin.Context;
import io.bobbin.Select;
import java.time.Instant;
import java.util.Optional;

/** The context that is never done. */
public final class Background implements Context {
  /** There is but one. */
  public static final Context CONTEXT = new Background();

  private final Channel<Void> never = Channel.never();

  private Background() {}

  @Override
  public <T> Optional<T> value(Key<T> key) {
    return Optional.empty();
  }

  @Override
  public Channel<Void> done() {
    return never;
  }

  @Override
  public <R> Select.Case<R> onDone(Select.Handler<? extends R> then) {
    return never.onReceive(nothing -> then.run());
  }

  @Override
  public Optional<Throwable> cause() {
    return Optional.empty();
  }

  @Override
  public Optional<Instant> deadline() {
    return Optional.empty();
  }

  @Override
  public String toString() {
    return "background";
  }
}
