package io.bobbin.channel;

import io.bobbin.Channel;
import io.bobbin.Registration;
import io.bobbin.schedule.Dispatcher;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Objects;

/**
 * Who is told of the uses of channels: see {@link Channel#onUse}.
 *
 * <p>Each operation looks whether there is anybody. That is a read of one static field, which the
 * latch taken next costs ten times over.
 */
public final class Uses {
  private static final Logger LOG = System.getLogger("io.bobbin");

  private static final Entry[] NOBODY = {};

  /** Is {@link #NOBODY} itself if there is nobody. */
  private static volatile Entry[] told = NOBODY;

  /** Whether the calling thread is telling somebody: what is done meanwhile is not told. */
  private static final ThreadLocal<Boolean> TELLING = new ThreadLocal<>();

  private record Entry(Channel.UseListener listener) implements Registration {
    @Override
    public void close() {
      remove(this);
    }

    @Override
    public boolean equals(Object other) {
      return this == other; // who is registered twice is told twice
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  private Uses() {}

  /**
   * Adds one who is told.
   *
   * @param listener who
   * @return what ends it
   */
  public static synchronized Registration add(Channel.UseListener listener) {
    Entry entry = new Entry(Objects.requireNonNull(listener, "listener"));
    Entry[] more = Arrays.copyOf(told, told.length + 1);
    more[told.length] = entry;
    told = more;
    return entry;
  }

  private static synchronized void remove(Entry entry) {
    Entry[] left = Arrays.stream(told).filter(each -> !each.equals(entry)).toArray(Entry[]::new);
    told = left.length == 0 ? NOBODY : left;
  }

  /** Whether there is anybody to tell. */
  static boolean areTold() {
    return told != NOBODY;
  }

  /** Tells of a use by the calling thread, which holds no latch and is registered nowhere. */
  static void tell(Channel<?> channel, boolean isSend, boolean waits) {
    if (TELLING.get() != null) {
      return;
    }
    TELLING.set(true);
    try {
      for (Entry each : told) {
        tell(each.listener, channel, isSend, waits);
      }
    } finally {
      TELLING.remove();
    }
  }

  private static void tell(
      Channel.UseListener listener, Channel<?> channel, boolean isSend, boolean waits) {
    try {
      listener.used(channel, Dispatcher.currentTasklet(), isSend, waits);
    } catch (Throwable t) {
      LOG.log(
          Level.WARNING,
          "BBN029 a listener of Channel.onUse failed, which changes nothing for the "
              + channel
              + ": "
              + listener,
          t);
    }
  }
}
