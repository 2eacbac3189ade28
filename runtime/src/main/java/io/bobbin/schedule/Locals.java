package io.bobbin.schedule;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The values that one tasklet, or one thread, has of tasklet locals. Only its owner uses it.
 *
 * <p>An array of keys, each followed by its value, as there are few. A key is a weak reference that
 * its local shares with all owners: so a local that nobody has any more does not stay because a
 * tasklet lives long, and an entry costs two words.
 */
public final class Locals {
  /** Which local an entry belongs to. */
  public static final class Key extends WeakReference<Object> {
    private final boolean inherited;

    private Key(Object local, boolean inherited) {
      super(local);
      this.inherited = inherited;
    }
  }

  /**
   * Makes the key of a local.
   *
   * @param local the local
   * @param inherited whether tasklets start with the value of who starts them
   * @return the key
   */
  public static Key key(Object local, boolean inherited) {
    if (inherited) {
      someAreInherited = true;
    }
    return new Key(local, inherited);
  }

  /** Spares those who start tasklets a look at their values in programs that inherit none. */
  private static volatile boolean someAreInherited;

  /** Of threads that run no tasklet: while they do the thread locals are the tasklet's. */
  private static final ThreadLocal<@Nullable Locals> OF_THREAD = new ThreadLocal<>();

  private @Nullable Object[] entries = new Object[4];
  private int used;

  /** Makes one without values. */
  Locals() {}

  /**
   * The values of the tasklet that calls, or else of the thread.
   *
   * @return what the caller alone may use, and only until it waits
   */
  public static Locals ofCaller() {
    TaskletStrand<?> tasklet = Dispatcher.currentTasklet();
    Locals known = tasklet == null ? OF_THREAD.get() : tasklet.extra().locals;
    if (known == null) {
      known = new Locals();
      if (tasklet == null) {
        OF_THREAD.set(known);
      } else {
        tasklet.extra().locals = known;
      }
    }
    return known;
  }

  /** Gives a new tasklet what it inherits from the caller, who starts it. */
  static void inherit(TaskletStrand<?> tasklet) {
    if (someAreInherited) {
      TaskletStrand<?> caller = Dispatcher.currentTasklet();
      Extra more = caller == null ? null : caller.extra;
      Locals from = caller == null ? OF_THREAD.get() : more == null ? null : more.locals;
      Locals inherited = from == null ? null : from.inherited();
      if (inherited != null) {
        tasklet.extra().locals = inherited;
      }
    }
  }

  private @Nullable Locals inherited() {
    Locals copy = null;
    for (int i = 0; i < used; i += 2) {
      if (entries[i] instanceof Key key && key.inherited) {
        copy = copy == null ? new Locals() : copy;
        copy.put(key, entries[i + 1]);
      }
    }
    return copy;
  }

  boolean isEmpty() {
    return used == 0;
  }

  private int find(Key key) {
    int at = 0;
    while (at < used && entries[at] != key) {
      at += 2;
    }
    return at;
  }

  /**
   * The value.
   *
   * @param key whose
   * @return what was put, or null
   */
  public @Nullable Object get(Key key) {
    int at = find(key);
    return at < used ? entries[at + 1] : null;
  }

  /**
   * The value; one that is not there is made, and stays.
   *
   * @param key whose
   * @param initial makes one; it may use this
   * @param <T> the type of the value
   * @return what was put or made
   */
  @SuppressWarnings({"unchecked", "NullAway"}) // what was put under the key, null if it may be
  public <T extends @Nullable Object> T getOrMake(Key key, Supplier<? extends T> initial) {
    Object value = get(key);
    if (value == null && find(key) == used) {
      T made = initial.get();
      put(key, made);
      return made;
    }
    return (T) value;
  }

  /**
   * Sets a value.
   *
   * @param key whose
   * @param value the value
   */
  public void put(Key key, @Nullable Object value) {
    int at = find(key);
    if (at == entries.length) {
      dropUnreachable();
      at = used;
      if (at == entries.length) {
        entries = Arrays.copyOf(entries, 2 * at);
      }
    }
    entries[at] = key;
    entries[at + 1] = value;
    used = Math.max(used, at + 2);
  }

  private void dropUnreachable() {
    for (int at = used - 2; at >= 0; at -= 2) {
      if (entries[at] instanceof Key key && key.refersTo(null)) {
        removeAt(at);
      }
    }
  }

  /**
   * Drops a value.
   *
   * @param key whose
   */
  public void remove(Key key) {
    int at = find(key);
    if (at < used) {
      removeAt(at);
    }
  }

  /** The last entry takes the place of the one that goes. */
  private void removeAt(int at) {
    used -= 2;
    entries[at] = entries[used];
    entries[at + 1] = entries[used + 1];
    entries[used] = null;
    entries[used + 1] = null;
  }
}
