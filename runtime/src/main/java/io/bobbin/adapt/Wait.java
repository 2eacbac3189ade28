package io.bobbin.adapt;

import io.bobbin.Suspendable;
import io.bobbin.schedule.Alarm;
import io.bobbin.schedule.Dispatcher;
import io.bobbin.schedule.Event;
import io.bobbin.schedule.WaitReason;

/** One wait of one tasklet, for something that tasklets do not bring about, or for a time. */
final class Wait implements Runnable {
  /** Longer than any program runs. */
  static final long FOR_EVER = Long.MAX_VALUE;

  private final Event over;

  Wait(WaitReason reason) {
    over = new Event(reason);
  }

  /** Ends the wait. May be called by anybody, any number of times. */
  @Override
  public void run() {
    over.happen();
  }

  /**
   * Waits until the wait is ended, or for a time; the scheduler counts on being woken meanwhile.
   */
  @Suspendable
  void await(long nanos) {
    Dispatcher scheduler = Dispatcher.ofCaller();
    scheduler.outsideBegins();
    try {
      if (nanos == FOR_EVER) {
        over.await(null);
      } else if (nanos > 0) {
        Alarm alarm = Alarm.set(nanos, this);
        try {
          over.await(null);
        } finally {
          alarm.cancel();
        }
      }
    } finally {
      scheduler.outsideEnds();
    }
  }
}
