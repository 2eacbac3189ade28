package io.bobbin.pickle;

import io.bobbin.Channel;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Channels that images have by their names. Immutable. */
final class Links {
  static final Links NONE = new Links(Map.of());

  private final Map<String, Channel<?>> channels;

  private Links(Map<String, Channel<?>> channels) {
    this.channels = channels;
  }

  Links with(String name, Channel<?> channel) {
    Objects.requireNonNull(channel, "channel");
    Channel<?> before = channels.get(Objects.requireNonNull(name, "name"));
    String nameBefore = name(channel);
    if ((before != null && before != channel) || (nameBefore != null && !nameBefore.equals(name))) {
      throw new IllegalArgumentException(
          "link(" + name + "): the name is another channel's, or the channel has another name");
    }
    Map<String, Channel<?>> more = new TreeMap<>(channels);
    more.put(name, channel);
    return new Links(more);
  }

  @Nullable Channel<?> channel(String name) {
    return channels.get(name);
  }

  /** The name of a channel; null if it has none. */
  @Nullable String name(Object channel) {
    for (Map.Entry<String, Channel<?>> each : channels.entrySet()) {
      if (each.getValue() == channel) {
        return each.getKey();
      }
    }
    return null;
  }
}
