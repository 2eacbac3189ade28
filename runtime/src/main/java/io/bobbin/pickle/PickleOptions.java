package io.bobbin.pickle;

import io.bobbin.Channel;
import io.bobbin.Mutex;
import io.bobbin.RWMutex;
import io.bobbin.Semaphore;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How a pickle is made.
 *
 * <p>Immutable: each method that changes something returns new options. May be used by any thread.
 */
public final class PickleOptions {
  /** Anything that can be pickled, sealed without a key. */
  public static final PickleOptions DEFAULT =
      new PickleOptions(
          null,
          PickleKey.NONE,
          Collections.emptySet(),
          Collections.emptySet(),
          null,
          Links.NONE,
          Picklers.FOUND);

  private final @Nullable PickleFilter filter;
  private final PickleKey key;
  private final Set<Object> copied;
  private final Set<Object> cut;

  private final @Nullable Predicate<Object> shared;
  private final Links links;
  private final Picklers picklers;

  /** By weak references to forms and resume points. */
  private volatile @Nullable KnownDefinition definitions;

  private PickleOptions(
      @Nullable PickleFilter filter,
      PickleKey key,
      Set<Object> copied,
      Set<Object> cut,
      @Nullable Predicate<Object> shared,
      Links links,
      Picklers picklers) {
    this.filter = filter;
    this.key = key;
    this.copied = copied;
    this.cut = cut;
    this.shared = shared;
    this.links = links;
    this.picklers = picklers;
  }

  /** For forks, which have some objects in common with their originals. */
  static PickleOptions sharing(Predicate<Object> shared) {
    return new PickleOptions(
        null,
        PickleKey.NONE,
        Collections.emptySet(),
        Collections.emptySet(),
        shared,
        Links.NONE,
        Picklers.FOUND);
  }

  /** What the image of a fork leaves out; null if this is not for a fork. */
  ImageWriter.@Nullable Local local() {
    return shared == null ? null : new ImageWriter.Local();
  }

  boolean shares(Object object) {
    return shared != null && shared.test(object);
  }

  /**
   * Refuses what a reader with a filter would refuse, so that it fails here, by a {@link
   * NotPicklableException}.
   *
   * @param by the filter
   * @return new options
   */
  public PickleOptions filter(PickleFilter by) {
    return new PickleOptions(
        Objects.requireNonNull(by, "filter"), key, copied, cut, shared, links, picklers);
  }

  /**
   * Seals with a key, which the reader must have: HMAC with SHA-256.
   *
   * @param secret the key, of any number of bytes; it is copied
   * @return new options
   * @throws IllegalArgumentException if it is empty
   */
  public PickleOptions key(byte[] secret) {
    return new PickleOptions(
        filter, new PickleKey(secret.clone()), copied, cut, shared, links, picklers);
  }

  /**
   * Has a channel copied though somebody waits at it who is not pickled: the copy has the values in
   * the buffer, and those who wait and are pickled; the others go on waiting at the original.
   *
   * @param channel the channel
   * @return new options
   */
  public PickleOptions copy(Channel<?> channel) {
    return new PickleOptions(filter, key, with(copied, channel), cut, shared, links, picklers);
  }

  /**
   * Has a tool copied though somebody waits for it who is not pickled, or though its owner is not:
   * for those who are pickled the others are not there, so a {@link Mutex}, with its conditions, or
   * an {@link RWMutex} that such an owner has locked is unlocked, and those who wait for it get it
   * in their turn. What it guards may be as its owner would not have left it. Permits of a {@link
   * Semaphore} that are acquired, and read locks, have no owner and stay as they are.
   *
   * @param tool a {@link Mutex}, {@link RWMutex}, {@link Semaphore} or {@link Channel}
   * @return new options
   * @throws IllegalArgumentException if it is something else
   */
  public PickleOptions copy(Object tool) {
    return new PickleOptions(
        filter, key, with(copied, stateOf(tool)), cut, shared, links, picklers);
  }

  /** What has those who wait. */
  private static Object stateOf(Object tool) {
    if (tool instanceof Channel<?>) {
      return tool;
    }
    String field =
        tool instanceof Mutex
            ? "ownership"
            : tool instanceof RWMutex ? "state" : tool instanceof Semaphore ? "permits" : null;
    if (field == null) {
      throw new IllegalArgumentException(
          "copy(" + tool + "): no channel, Mutex, RWMutex or Semaphore");
    }
    return Objects.requireNonNull(Access.named(tool.getClass(), field).reference(tool));
  }

  /**
   * Has a channel copied as {@link #copy(Channel)} does, and closed in each twin, as nobody there
   * can be at its other end: those who wait to receive get what is in the buffer, then the channel
   * is closed to them, and so it is to those who wait to send.
   *
   * @param channel the channel; it stays as it is
   * @return new options
   */
  public PickleOptions cut(Channel<?> channel) {
    return new PickleOptions(
        filter, key, with(copied, channel), with(cut, channel), shared, links, picklers);
  }

  /**
   * Leaves a channel out of the pickle, and writes a name in its place: who reads says which
   * channel has that name there ({@link PickleFilter#link}). Tasklets of the pickle that wait to
   * send or to receive at it come to that one when they are resumed; a select begins anew then, at
   * all of its channels.
   *
   * @param name the name
   * @param channel the channel; it stays as it is, whoever waits there
   * @return new options
   * @throws IllegalArgumentException if the channel has another name already, or the name is
   *     another's
   */
  public PickleOptions link(String name, Channel<?> channel) {
    return new PickleOptions(filter, key, copied, cut, shared, links.with(name, channel), picklers);
  }

  private static Set<Object> with(Set<Object> places, Object place) {
    Set<Object> more = Collections.newSetFromMap(new IdentityHashMap<>());
    more.addAll(places);
    more.add(Objects.requireNonNull(place, "place"));
    return more;
  }

  /**
   * Has objects written by a pickler.
   *
   * @param pickler the pickler, which comes before those given earlier and those that are found;
   *     who reads needs it too, see {@link PickleFilter#pickler}
   * @return new options
   */
  public PickleOptions pickler(Pickler<?> pickler) {
    return new PickleOptions(filter, key, copied, cut, shared, links, picklers.with(pickler));
  }

  PickleKey key() {
    return key;
  }

  /** The name of a channel that is linked; null if it is not. */
  @Nullable String linkOf(Object place) {
    return links.name(place);
  }

  /** Whether a place is there for who reads, and not written. */
  boolean stays(Object place) {
    return shares(place) || linkOf(place) != null;
  }

  /** Where what was defined in earlier images is known from. */
  KnownDefinition definitions() {
    KnownDefinition known = definitions;
    if (known == null || known.isFull()) {
      known = KnownDefinition.root();
      definitions = known;
    }
    return known;
  }

  boolean leavesBehind(Object place) {
    return copied.contains(place);
  }

  boolean cuts(Object place) {
    return cut.contains(place);
  }

  /**
   * The form of the objects of a class.
   *
   * @throws RefusedClassException if there is none
   */
  Form formOf(Class<?> type) {
    return picklers.formOf(type);
  }

  void requireAllowed(Form form) {
    if (filter != null
        && isOfProgram(form)
        && !filter.allows(form)
        && !filter.isDataOfRuntime(form.name())) {
      throw new RefusedClassException(
          form.name() + " is not allowed by the filter given to PickleOptions");
    }
  }

  private static boolean isOfProgram(Form form) {
    return switch (form.kind) {
      case NAMED, ARRAY, LAMBDA -> false;
      case ENUM -> !ClassNames.isOfJdk(form.name());
      case FIELDS, RECORD, PICKLER -> true;
    };
  }
}
