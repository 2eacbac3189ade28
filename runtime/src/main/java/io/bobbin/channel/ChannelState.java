package io.bobbin.channel;

import io.bobbin.Channel.Preference;
import io.bobbin.frame.Inlet;
import io.bobbin.frame.Outlet;
import io.bobbin.schedule.Strand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a channel held at one instant, as pickles write it.
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
      int size = channel.copyTo(values);
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

  // What an image says of a channel's end; one that is cut is closed when it has been read
  private static final int OPEN = 0;
  private static final int CLOSED = 1;
  private static final int CUT = 2;

  /** Writes the values, and those who wait, of whom none is claimed. */
  void save(BufferedChannel<?> channel, Outlet to) {
    to.number(closed ? CLOSED : to.cuts(channel) ? CUT : OPEN);
    to.number(channel.isSpecial() ? 1 : 0);
    to.reference(channel.preference());
    to.number(values.size());
    for (Object value : values) {
      to.reference(value);
    }
    saveLine(channel, senders, to);
    saveLine(channel, receivers, to);
  }

  private static void saveLine(BufferedChannel<?> channel, List<Waiter> line, Outlet to) {
    List<Waiter> included = new ArrayList<>();
    for (Waiter waiter : line) {
      Strand strand = Waiters.strand(waiter.node());
      if (strand != null && to.includes(strand)) {
        if (!(waiter.node() instanceof ChannelCase<?, ?> selected && selected.comesBack(to))) {
          included.add(waiter);
        }
      } else if (strand != null && !channel.leavesOthers() && !to.leavesBehind(channel, strand)) {
        throw to.refusal(
            "is a channel at which somebody waits who is not to be pickled: "
                + (strand.host() == null ? "a thread" : strand.host())
                + ". Pickle both together, or say PickleOptions.copy(channel), cut(channel)"
                + " or link(name, channel)");
      }
    }
    to.number(included.size());
    for (Waiter waiter : included) {
      to.reference(waiter.node());
      to.reference(waiter.item());
    }
  }

  /** Reads what {@link #save} wrote into a channel that is empty and open. */
  static void restore(BufferedChannel<?> channel, Inlet from) {
    int end = from.number(OPEN, CUT);
    if (end == CUT) {
      from.afterAll(channel::close);
    }
    boolean special = from.number(0, 1) != 0;
    Preference preferred = from.reference(Preference.class);
    int count = from.number(0, channel.capacity());
    List<Object> values = new ArrayList<>(); // which grows with what is there, whatever the count
    for (int i = 0; i < count; i++) {
      Object value = from.reference();
      if (value == null) {
        throw from.damaged("a channel with null in its buffer");
      }
      values.add(value);
    }
    channel.restore(
        end == CLOSED, special, preferred == null ? Preference.NONE : preferred, values);
    restoreLine(channel, channel.senders, false, from);
    restoreLine(channel, channel.receivers, count > 0, from);
  }

  /** Reads who waits in a line; nobody can where it is in vain. */
  private static void restoreLine(
      BufferedChannel<?> channel, WaitingLine line, boolean isInVain, Inlet from) {
    int count = from.number(0, Integer.MAX_VALUE);
    for (int i = 0; i < count; i++) {
      Object node = from.reference();
      Object item = from.reference();
      from.atEnd(
          () -> {
            if (channel.isClosed() || isInVain || !line.takesRestored(node, item)) {
              throw from.damaged("somebody waits at a channel where he cannot");
            }
          });
    }
  }
}
