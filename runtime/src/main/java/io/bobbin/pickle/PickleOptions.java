package io.bobbin.pickle;

import io.bobbin.Channel;
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
          Picklers.FOUND);

  private final @Nullable PickleFilter filter;
  private final PickleKey key;
  private final Set<Object> copied;
  private final Set<Object> cut;

  private final @Nullable Predicate<Object> shared;
  private final Picklers picklers;

  private PickleOptions(
      @Nullable PickleFilter filter,
      PickleKey key,
      Set<Object> copied,
      Set<Object> cut,
      @Nullable Predicate<Object> shared,
      Picklers picklers) {
    this.filter = filter;
    this.key = key;
    this.copied = copied;
    this.cut = cut;
    this.shared = shared;
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
   * Refuses what a reader with a filter would refuse, so that it fails here.
   *
   * @param by the filter
   * @return new options
   */
  public PickleOptions filter(PickleFilter by) {
    return new PickleOptions(
        Objects.requireNonNull(by, "filter"), key, copied, cut, shared, picklers);
  }

  /**
   * Seals with a key, which the reader must have: HMAC with SHA-256.
   *
   * @param secret the key; it is copied
   * @return new options
   * @throws IllegalArgumentException if it is empty
   */
  public PickleOptions key(byte[] secret) {
    return new PickleOptions(filter, new PickleKey(secret.clone()), copied, cut, shared, picklers);
  }

  /**
   * Has a channel copied though somebody waits at it who is not pickled: the copy has the values in
   * the buffer, and those who wait and are pickled; the others go on waiting at the original.
   *
   * @param channel the channel
   * @return new options
   */
  public PickleOptions copy(Channel<?> channel) {
    return new PickleOptions(filter, key, with(copied, channel), cut, shared, picklers);
  }

  /**
   * Has a channel copied as {@link #copy} does, and closed in each twin, as nobody there can be at
   * its other end: those who wait to receive get what is in the buffer, then the channel is closed
   * to them, and so it is to those who wait to send.
   *
   * @param channel the channel; it stays as it is
   * @return new options
   */
  public PickleOptions cut(Channel<?> channel) {
    return new PickleOptions(
        filter, key, with(copied, channel), with(cut, channel), shared, picklers);
  }

  private static Set<Object> with(Set<Object> channels, Channel<?> channel) {
    Set<Object> more = Collections.newSetFromMap(new IdentityHashMap<>());
    more.addAll(channels);
    more.add(Objects.requireNonNull(channel, "channel"));
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
    return new PickleOptions(filter, key, copied, cut, shared, picklers.with(pickler));
  }

  PickleKey key() {
    return key;
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
    if (filter != null && isOfProgram(form) && !filter.allows(form)) {
      throw new RefusedClassException(
          form.name() + " is not allowed by the filter given to PickleOptions");
    }
  }

  private static boolean isOfProgram(Form form) {
    return switch (form.kind) {
      case NAMED, ARRAY, LAMBDA -> false;
      case PICKLER -> true;
      case ENUM ->
          !form.name().startsWith("io.bobbin.channel.") && !ClassNames.isOfJdk(form.name());
      case FIELDS, RECORD -> !form.name().startsWith("io.bobbin.channel.");
    };
  }
}
