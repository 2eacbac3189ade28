package io.bobbin.schedule;

import io.bobbin.Context;
import io.bobbin.TaskletLocal;
import io.bobbin.frame.Inlet;
import io.bobbin.frame.Outlet;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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
  private static final StackWalker STACK =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  /** Those that stand between who makes a local or a key and this. */
  private static final Set<String> RUNTIME =
      Set.of(Locals.class.getName(), TaskletLocal.class.getName(), Context.Key.class.getName());

  /** How far above a local's maker its static initialiser may be. */
  private static final int MOST_CALLERS = 16;

  /** Which local an entry belongs to. */
  public static final class Key extends WeakReference<Object> {
    private final boolean inherited;
    private final WeakReference<Class<?>> maker;

    private Key(Object local, boolean inherited, Class<?> maker) {
      super(local);
      this.inherited = inherited;
      this.maker = new WeakReference<>(maker);
    }

    /**
     * Whether tasklets start with the value of who starts them.
     *
     * @return true if they do
     */
    public boolean isInherited() {
      return inherited;
    }

    /**
     * The class in which to look for a static field that has the local.
     *
     * @return what {@link #maker()} said; null if it was unloaded
     */
    public @Nullable Class<?> maker() {
      return maker.get();
    }
  }

  /**
   * Makes the key of a local.
   *
   * @param local the local
   * @param inherited whether tasklets start with the value of who starts them
   * @param maker the class in which to look for a static field that has the local
   * @return the key
   */
  public static Key key(Object local, boolean inherited, Class<?> maker) {
    if (inherited) {
      someAreInherited = true;
    }
    return new Key(local, inherited, maker);
  }

  /**
   * The class that makes a local, or a key, now: that whose static initialiser runs, or else that
   * which calls.
   *
   * @return the class
   */
  public static Class<?> maker() {
    List<StackWalker.StackFrame> callers =
        STACK.walk(
            frames ->
                frames
                    .filter(frame -> !RUNTIME.contains(frame.getClassName()))
                    .limit(MOST_CALLERS)
                    .toList());
    for (StackWalker.StackFrame each : callers) {
      if (each.getMethodName().equals("<clinit>")) {
        return each.getDeclaringClass();
      }
    }
    return callers.isEmpty() ? Locals.class : callers.get(0).getDeclaringClass();
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

  // Pickling

  /** Writes the values of locals that are still there, and their keys. */
  void save(Outlet to) {
    List<Object> saved = new ArrayList<>();
    for (int i = 0; i < used; i += 2) {
      Key key = (Key) Objects.requireNonNull(entries[i]);
      if (!key.refersTo(null)) {
        saved.add(key);
        saved.add(entries[i + 1]);
      }
    }
    to.number(saved.size() / 2);
    saved.forEach(to::reference);
  }

  /** Reads what {@link #save} wrote. */
  void restore(Inlet from) {
    int count = from.number(0, Integer.MAX_VALUE);
    for (int i = 0; i < count; i++) {
      Key key = from.reference(Key.class);
      if (key == null) {
        throw from.damaged("a value of no tasklet local");
      }
      put(key, from.reference());
    }
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
