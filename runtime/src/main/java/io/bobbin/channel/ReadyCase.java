package io.bobbin.channel;

import io.bobbin.Select;
import io.bobbin.Suspendable;
import io.bobbin.frame.FrameStack;
import io.bobbin.schedule.Strand;
import io.bobbin.schedule.TaskletStrand;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The short way through a select: of the cases that seem to be ready one is drawn, and happens if
 * it is. Only its channel's latch is taken, and nothing is allocated.
 *
 * <p>That a case happens though others are ready, or get ready meanwhile, is what a select promises
 * anyway. What needs one instant of all channels is left to a {@link Selection}: that none is
 * ready, and which is the first that is.
 */
final class ReadyCase {
  /** Of so many cases at most it is looked whether they are different ones. */
  private static final int MOST = 8;

  private ReadyCase() {}

  /** Has one of the cases happen; null if none does, and a selection is to be made of them. */
  @Suspendable
  static @Nullable ChannelCase<?, ?> happens(Select.Case<?>[] cases) {
    return happens(cases, null);
  }

  /** The twin of {@link #happens(Select.Case[])}. */
  @SuppressWarnings("UnusedVariable") // room: the agent's signature
  static @Nullable ChannelCase<?, ?> happens(Select.Case<?>[] cases, FrameStack stack, int room) {
    Strand self = (Strand) stack;
    return happens(cases, self.entersWait() ? self.host() : null);
  }

  private static @Nullable ChannelCase<?, ?> happens(
      Select.Case<?>[] cases, @Nullable TaskletStrand<?> host) {
    ChannelCase<?, ?> drawn = cases.length > MOST ? null : draw(cases, host);
    if (drawn == null) {
      return null;
    }
    BufferedChannel<?> channel = drawn.channel;
    channel.lock();
    boolean happens;
    try {
      happens = !channel.isSpecial() && drawn.isReady() && drawn.happensNow();
    } finally {
      channel.unlock();
    }
    if (!happens) {
      return null;
    }
    Strand partner = drawn.servePartner();
    if (partner != null) {
      partner.wake();
    }
    if (Uses.areTold()) {
      Uses.tell(channel, drawn.isSend(), false);
    }
    return drawn;
  }

  /** Draws among the cases that seem to be ready; null if none does, or one must not be there. */
  private static @Nullable ChannelCase<?, ?> draw(
      Select.Case<?>[] cases, @Nullable TaskletStrand<?> host) {
    ChannelCase<?, ?> drawn = null;
    int ready = 0;
    boolean hasElse = false;
    for (int i = 0; i < cases.length; i++) {
      Select.Case<?> each = Objects.requireNonNull(cases[i], "case");
      for (int k = 0; k < i; k++) {
        if (cases[k] == each) {
          return null;
        }
      }
      if (each instanceof ChannelCase<?, ?> on && on.seemsReady()) {
        ready++;
        if (ready == 1 || draw(host, ready) == 0) {
          drawn = on;
        }
      } else if (each instanceof ElseCase<?>) {
        if (hasElse) {
          return null;
        }
        hasElse = true;
      }
    }
    return drawn;
  }

  /** A number from 0 on and below a bound, each as likely. */
  static int draw(@Nullable TaskletStrand<?> host, int bound) {
    return host == null ? ThreadLocalRandom.current().nextInt(bound) : host.draw(bound);
  }
}
