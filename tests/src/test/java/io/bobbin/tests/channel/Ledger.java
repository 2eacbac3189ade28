package io.bobbin.tests.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** What became of each value: numbers from 0 on, each offered in one send. Four bits a value. */
final class Ledger {
  private static final int VALUES = 1 << 26;
  private static final int SENT = 1;
  private static final int NOT_SENT = 2;
  private static final int RECEIVED = 4;
  private static final int RECEIVED_AGAIN = 8;

  private final AtomicIntegerArray marks = new AtomicIntegerArray(VALUES / 8);
  private final AtomicInteger used = new AtomicInteger();

  /** A new value. */
  int next() {
    return used.getAndIncrement();
  }

  /** Whether so many values have been used that the run must end. */
  boolean isAlmostFull() {
    return used.get() > VALUES - 1_000_000;
  }

  void sent(int value) {
    mark(value, SENT);
  }

  void notSent(int value) {
    mark(value, NOT_SENT);
  }

  void received(int value) {
    if ((mark(value, RECEIVED) & RECEIVED) != 0) {
      mark(value, RECEIVED_AGAIN);
    }
  }

  private int mark(int value, int mark) {
    int shift = value % 8 * 4;
    return marks.getAndAccumulate(value / 8, mark << shift, (a, b) -> a | b) >>> shift & 15;
  }

  private int marksOf(int value) {
    return marks.get(value / 8) >>> value % 8 * 4 & 15;
  }

  /** How many values were received. */
  int receivedCount() {
    int count = 0;
    for (int value = 0; value < used.get(); value++) {
      count += (marksOf(value) & RECEIVED) / RECEIVED;
    }
    return count;
  }

  /** How many values were not sent. */
  int notSentCount() {
    int count = 0;
    for (int value = 0; value < used.get(); value++) {
      count += (marksOf(value) & NOT_SENT) / NOT_SENT;
    }
    return count;
  }

  /**
   * What is wrong, once all parties have ended and all buffers have been emptied: each value was
   * sent and received once, or neither.
   */
  List<String> wrongs() {
    List<String> wrongs = new ArrayList<>();
    for (int value = 0; value < used.get() && wrongs.size() < 20; value++) {
      int is = marksOf(value);
      if (is != (SENT | RECEIVED) && is != NOT_SENT) {
        wrongs.add(
            "value %d:%s%s%s%s"
                .formatted(
                    value,
                    (is & SENT) != 0 ? " sent" : "",
                    (is & NOT_SENT) != 0 ? " not sent" : "",
                    (is & RECEIVED) != 0 ? " received" : "",
                    (is & RECEIVED_AGAIN) != 0 ? " received again" : ""));
      }
    }
    return wrongs;
  }
}
