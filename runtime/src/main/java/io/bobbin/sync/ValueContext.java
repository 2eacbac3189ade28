package io.bobbin.sync;

import io.bobbin.Channel;
import io.bobbin.Context;
import io.bobbin.Select;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** A context that adds a value to its parent's, and else is its parent. */
public final class ValueContext implements Context {
  final Context parent;
  private final Key<?> key;
  private final Object value;

  /**
   * Makes the context.
   *
   * @param parent the parent
   * @param key the key
   * @param value what it finds
   */
  public ValueContext(Context parent, Key<?> key, Object value) {
    this.parent = parent;
    this.key = Objects.requireNonNull(key, "key");
    this.value = Objects.requireNonNull(value, "value");
  }

  @Override
  public <T> Optional<T> value(Key<T> wanted) {
    return find(this, wanted);
  }

  /** Looks a value up from a context towards the root; only where two merge, by recursion. */
  @SuppressWarnings("unchecked") // the key was given with a value of its type
  static <T> Optional<T> find(Context from, Key<T> wanted) {
    Context at = from;
    while (true) {
      if (at instanceof ValueContext here) {
        if (here.key == wanted) {
          return Optional.of((T) here.value);
        }
        at = here.parent;
      } else if (at instanceof Scope scope) {
        if (scope.other != null) {
          Optional<T> found = find(scope.other, wanted);
          if (found.isPresent()) {
            return found;
          }
        }
        at = scope.parent;
      } else {
        return Optional.empty();
      }
    }
  }

  @Override
  public Channel<Void> done() {
    return parent.done();
  }

  @Override
  public <R> Select.Case<R> onDone(Select.Handler<? extends R> then) {
    return parent.onDone(then);
  }

  @Override
  public Optional<Throwable> cause() {
    return parent.cause();
  }

  @Override
  public Optional<Instant> deadline() {
    return parent.deadline();
  }

  @Override
  public String toString() {
    return parent + ", " + key + "=" + value;
  }
}
