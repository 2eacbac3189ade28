package io.bobbin.channel;

import io.bobbin.frame.Inlet;
import io.bobbin.frame.Outlet;
import io.bobbin.frame.Portable;
import org.jspecify.annotations.Nullable;

/**
 * A channel at whose other end is something of the runtime. In a pickle it has that come along, as
 * who waits here may know nothing else of it.
 *
 * @param <T> the type of the values
 */
public final class OwnedChannel<T> extends BufferedChannel<T> {
  /** What is at the other end. */
  interface Owner extends Portable {
    /**
     * Another number whenever the owner has sent, taken back, or closed the channel.
     *
     * @return the number
     */
    long version();

    /**
     * Whether those who wait at the channel have nothing from each other.
     *
     * @return true if some can be pickled without the others
     */
    boolean isForAll();
  }

  /** Null only until it has been read. */
  private @Nullable Owner owner;

  OwnedChannel(int capacity, Owner owner) {
    super(capacity);
    this.owner = owner;
    share(); // with the thread of the timers
  }

  private OwnedChannel(int capacity) {
    super(capacity, true);
    share();
  }

  /**
   * Makes an empty channel, to be restored.
   *
   * @param from what the channel wrote as its shape
   * @return a channel
   */
  public static OwnedChannel<?> empty(Inlet from) {
    return new OwnedChannel<>(from.number(0, Integer.MAX_VALUE));
  }

  boolean isOf(Owner who) {
    return owner == who;
  }

  @Override
  boolean leavesOthers() {
    Owner known = owner;
    return known != null && known.isForAll();
  }

  @Override
  public void save(Outlet to) {
    Owner known = owner;
    if (known == null || to.stays(known)) {
      throw to.refusal(
          "is the channel by which a context or timer tells those who wait: it cannot have a name by link(...)");
    }
    to.reference(known);
    long before = known.version();
    super.save(to);
    to.asOf(known, before);
    if (known.version() != before) {
      throw to.interference();
    }
  }

  @Override
  public void restore(Inlet from) {
    Owner read = from.reference(Owner.class);
    if (read == null) {
      throw from.damaged("a channel that belongs to nothing");
    }
    owner = read;
    super.restore(from);
  }
}
