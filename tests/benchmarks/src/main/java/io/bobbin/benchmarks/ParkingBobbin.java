package io.bobbin.benchmarks;

import io.bobbin.Body;
import io.bobbin.Channel;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import java.time.Duration;

/** Tasklets that receive from a channel to which nobody sends, which keeps them. */
final class ParkingBobbin extends Parking {
  private final Channel<Object> never = Channel.unbuffered();
  private final Scheduler scheduler = Scheduler.here();
  private int returned;

  ParkingBobbin(int tasks) {}

  @Override
  void park(int depth, int tasks) {
    for (int i = 0; i < tasks; i++) {
      scheduler.start(body(depth, never));
    }
    scheduler.run(Duration.ofHours(1)); // without a limit it would tell of the deadlock
  }

  private Body<Integer> body(int depth, Channel<Object> channel) {
    return () -> {
      if (depth == 1) {
        channel.receive();
      } else {
        parkAt(depth - 1, channel);
      }
      returned++;
      return depth + channel.hashCode();
    };
  }

  @Suspendable
  private static int parkAt(int depth, Channel<Object> channel) {
    if (depth == 1) {
      channel.receive();
    } else {
      parkAt(depth - 1, channel);
    }
    return depth + channel.hashCode();
  }

  @Override
  void check() {
    Check.woven(true, ParkingBobbin.class, "parkAt");
    Check.same("returned", 0, returned);
  }
}
