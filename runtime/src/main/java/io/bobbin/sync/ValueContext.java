package io.bobbin.sync;

import io.bobbin.Channel;
import io.bobbin.Context;
import io.bobbin.Select;
import io.bobbin.frame.Inlet;
import io.bobbin.frame.Outlet;
import io.bobbin.frame.Portable;
import java.lang.invoke.VarHandle;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** A context that adds a value to its parent's, and else is its parent. Does not change. */
public final class ValueContext implements Context, Portable {
  private static final Key<Object> UNREAD = Key.named("unread");

  // Not final, as pickles fill them
  Context parent;
  private Key<?> key;
  private Object value;

  /** How many there are from here to the root at most. */
  private int depth;

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
    this.depth = depthBelow(parent);
    VarHandle.releaseFence(); // so that whoever gets hold of this sees it whole
  }

  /**
   * Makes an empty one, to be restored.
   *
   * @return a context
   */
  public static ValueContext empty() {
    return new ValueContext(Background.CONTEXT, UNREAD, UNREAD);
  }

  /** The depth of a child. No context is its own ancestor, as each is deeper than its parents. */
  static int depthBelow(Context parent) {
    int above =
        parent instanceof ValueContext value
            ? value.depth
            : parent instanceof Scope scope ? scope.depth : 0;
    return above + 1;
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

  // Pickling

  /** The key is the first of the references: see {@code ContextForms}. */
  @Override
  public void save(Outlet to) {
    to.reference(key);
    to.reference(value);
    to.reference(parent);
    to.number(depth);
  }

  @Override
  public void restore(Inlet from) {
    Key<?> by = from.reference(Key.class);
    Object found = from.reference();
    Context above = from.reference(Context.class);
    int deep = from.number(1, Integer.MAX_VALUE);
    if (by == null || found == null || above == null) {
      throw from.damaged("a context that has no value");
    }
    key = by;
    value = found;
    parent = above;
    depth = deep;
    from.atEnd(() -> requireBelow(above, deep, from));
  }

  /** Sees that a context that was read is not its own ancestor. */
  static void requireBelow(Context parent, int depth, Inlet from) {
    if (depth < depthBelow(parent)) {
      throw from.damaged("a context that is above itself");
    }
  }

  @Override
  public String toString() {
    return parent + ", " + key + "=" + value;
  }
}
