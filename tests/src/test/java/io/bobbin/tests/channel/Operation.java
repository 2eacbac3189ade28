package io.bobbin.tests.channel;

import java.util.List;

/** What one party did at channels, from when to when, and what came of it: a line of a history. */
final class Operation {
  /** How long to wait. */
  enum Patience {
    NONE,
    LIMITED,
    ENDLESS
  }

  /** What can come of it. */
  enum Outcome {
    /** A case happened. */
    HAPPENED,
    /** A case happened that found its channel closed. */
    FOUND_CLOSED,
    /** Nothing was ready, and it was not to wait. */
    NOT_READY,
    /** It waited in vain for as long as it was to. */
    GAVE_UP,
    /** It was killed before anything happened. */
    KILLED
  }

  /**
   * A send or a receive.
   *
   * @param channel the number of the channel
   * @param sent the value to be sent, or 0 to receive
   */
  record Case(int channel, int sent) {
    boolean sends() {
      return sent != 0;
    }
  }

  /**
   * What came of it.
   *
   * @param outcome what
   * @param index the case that happened, from 0; of a channel found closed nothing is told but
   *     whether it was a send, 1, or a receive, 0
   * @param value the value received, or 0
   */
  record Result(Outcome outcome, int index, int value) {}

  /** The cases; none closes a channel. */
  final List<Case> cases;

  final Patience patience;
  final boolean inOrder;

  /** The channel to be closed if there are no cases. */
  final int closes;

  /** When it was begun and when it had ended, by a clock that all share. */
  int begun;

  int ended;

  Result result;

  private Operation(List<Case> cases, Patience patience, boolean inOrder, int closes) {
    this.cases = cases;
    this.patience = patience;
    this.inOrder = inOrder;
    this.closes = closes;
  }

  static Operation of(Patience patience, boolean inOrder, List<Case> cases) {
    return new Operation(cases, patience, inOrder, -1);
  }

  static Operation close(int channel) {
    return new Operation(List.of(), Patience.NONE, false, channel);
  }

  /** Notes what came of it. */
  Operation came(int from, int to, Outcome outcome, int index, int value) {
    begun = from;
    ended = to;
    result = new Result(outcome, index, value);
    return this;
  }

  @Override
  public String toString() {
    return "%3d..%-3d %s%s %s -> %s"
        .formatted(
            begun,
            ended,
            patience,
            inOrder ? " in order" : "",
            cases.isEmpty() ? "close " + closes : cases,
            result);
  }
}
