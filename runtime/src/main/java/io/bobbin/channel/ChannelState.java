package io.bobbin.channel;

import io.bobbin.schedule.Strand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a channel held at one instant.
 *
 * @param closed whether it was closed
 * @param values what its buffer held, the oldest first
 * @param senders who waited in order to send
 * @param receivers who waited in order to receive
 */
record ChannelState(
    boolean closed, List<Object> values, List<Waiter> senders, List<Waiter> receivers) {

  /**
   * Who waited.
   *
   * @param node the strand, or the case of a select
   * @param item what the strand sends, or how it receives; null for a case
   */
  record Waiter(Object node, @Nullable Object item) {}

  /** Looks at a channel. Nothing is allocated while its latch is held. */
  static ChannelState of(BufferedChannel<?> channel) {
    Object[] values = new Object[0];
    Object[] senders = new Object[1];
    Object[] receivers = new Object[1];
    Object[] items = new Object[2];
    for (; ; ) {
      channel.lock();
      boolean closed = channel.isClosed();
      int size = channel.copyValuesTo(values);
      int sending = channel.senders.copyTo(senders);
      int receiving = channel.receivers.copyTo(receivers);
      boolean fits =
          size <= values.length
              && sending <= senders.length
              && receiving <= receivers.length
              && sending + receiving <= items.length;
      if (fits) {
        copyItems(senders, sending, items, 0);
        copyItems(receivers, receiving, items, sending);
      }
      channel.unlock();
      if (fits) {
        return new ChannelState(
            closed,
            List.of(Arrays.copyOf(values, size)),
            waiters(senders, sending, items, 0),
            waiters(receivers, receiving, items, sending));
      }
      values = new Object[size];
      senders = new Object[sending];
      receivers = new Object[receiving];
      items = new Object[sending + receiving];
    }
  }

  private static void copyItems(Object[] nodes, int count, @Nullable Object[] to, int from) {
    for (int i = 0; i < count; i++) {
      to[from + i] = nodes[i] instanceof Strand strand ? strand.item : null;
    }
  }

  private static List<Waiter> waiters(
      Object[] nodes, int count, @Nullable Object[] items, int from) {
    List<Waiter> waiters = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      if (Waiters.isWaiting(nodes[i])) {
        waiters.add(new Waiter(nodes[i], items[from + i]));
      }
    }
    return waiters;
  }
}
