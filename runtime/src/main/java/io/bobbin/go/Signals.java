package io.bobbin.go;

import io.bobbin.Channel;
import io.bobbin.ChannelClosedException;
import io.bobbin.schedule.Outsiders;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The signals of the operating system as values of channels: Go's package {@code os/signal}.
 *
 * <p>A signal has the name that it has in C, without {@code SIG}: {@code "INT"}, {@code "TERM"},
 * {@code "HUP"}. What the JVM uses itself ({@code "QUIT"}, {@code "SEGV"}), or what the system does
 * not have, is refused. All methods may be called by tasklets and by threads. Without the JDK's
 * module {@code jdk.unsupported}, {@link #notify} and {@link #ignore} throw a {@link LinkageError}.
 */
public final class Signals {
  private static final class Known {
    private final Set<Channel<String>> channels = new LinkedHashSet<>();
    private final Object handlerBefore;
    private boolean ignored;
    private boolean isAwaited;

    Known(Object handlerBefore) {
      this.handlerBefore = handlerBefore;
    }

    /** While somebody may be sent the signal, who waits for it is not in a deadlock. */
    void tellWhetherAwaited() {
      boolean before = isAwaited;
      isAwaited = !channels.isEmpty();
      if (isAwaited && !before) {
        Outsiders.sourceBegins();
      } else if (before && !isAwaited) {
        Outsiders.sourceEnds();
      }
    }
  }

  /** The signals whose handler is ours. Guarded by itself. */
  private static final Map<String, Known> KNOWN = new LinkedHashMap<>();

  private Signals() {}

  /**
   * Has signals sent to a channel instead of what they do by default. A signal that comes while the
   * channel is full is lost for it, so give it a buffer; one that comes while nobody waits at a
   * channel without one, too. A channel that is closed gets none any more. {@code "HUP"}, {@code
   * "INT"} and {@code "TERM"} never come if they were ignored when the JVM began, as {@code nohup}
   * has it: HotSpot leaves them so.
   *
   * @param channel where their names go
   * @param names which, at least one
   * @throws IllegalArgumentException if one is unknown, or used by the JVM; those named before it
   *     are set. Also if none is named: that would be all of them, which the JVM does not give away
   */
  public static void notify(Channel<String> channel, String... names) {
    synchronized (KNOWN) {
      for (String name : some("notify", names)) {
        Known known = KNOWN.get(name);
        if (known == null || known.ignored) {
          Object before = NativeSignals.handle(name, () -> deliver(name));
          known = known == null ? new Known(before) : known;
          known.ignored = false;
          KNOWN.put(name, known);
        }
        known.channels.add(channel);
        known.tellWhetherAwaited();
      }
    }
  }

  /**
   * Sends no more signals to a channel. One that no other channel gets does what it did before.
   *
   * @param channel the channel
   */
  public static void stop(Channel<String> channel) {
    synchronized (KNOWN) {
      for (String name : List.copyOf(KNOWN.keySet())) {
        Known known = KNOWN.get(name);
        if (known != null && known.channels.remove(channel) && known.channels.isEmpty()) {
          reset(name);
        }
      }
    }
  }

  /**
   * Ignores signals: no channel gets them any more, and they do nothing.
   *
   * @param names which, at least one
   * @throws IllegalArgumentException as {@link #notify}
   */
  public static void ignore(String... names) {
    synchronized (KNOWN) {
      for (String name : some("ignore", names)) {
        Object before = NativeSignals.ignore(name);
        Known known = KNOWN.computeIfAbsent(name, each -> new Known(before));
        known.channels.clear();
        known.ignored = true;
        known.tellWhetherAwaited();
      }
    }
  }

  /**
   * Has signals do what they did before: no channel gets them any more.
   *
   * @param names which; those that were never touched are left alone. None for all
   */
  public static void reset(String... names) {
    synchronized (KNOWN) {
      for (String name : names.length == 0 ? List.copyOf(KNOWN.keySet()) : List.of(names)) {
        Known known = KNOWN.remove(name);
        if (known != null) {
          known.channels.clear();
          known.tellWhetherAwaited();
          NativeSignals.restore(name, known.handlerBefore);
        }
      }
    }
  }

  private static List<String> some(String what, String... names) {
    if (names.length == 0) {
      throw new IllegalArgumentException(
          "Signals." + what + ": name the signals; there are some that the JVM does not give away");
    }
    return List.of(names);
  }

  private static void deliver(String name) {
    List<Channel<String>> channels;
    synchronized (KNOWN) {
      Known known = KNOWN.get(name);
      channels = known == null ? List.of() : List.copyOf(known.channels);
    }
    for (Channel<String> channel : channels) {
      try {
        channel.trySend(name);
      } catch (ChannelClosedException e) {
        stop(channel); // nobody wants them there any more
      }
    }
  }
}
