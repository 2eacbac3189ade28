package io.bobbin.schedule;

/** Why a tasklet is parked: one for each place of the runtime that parks. */
public enum WaitReason {
  /** It sends on a channel. */
  SEND,
  /** It receives from a channel. */
  RECEIVE,
  /** It uses a channel that is never ready. */
  NEVER,
  /** It selects. */
  SELECT,
  /** It waits for a tasklet to end. */
  JOIN,
  /** It sleeps. */
  SLEEP,
  /** It waits for a blocking call made off the carriers. */
  BLOCKING,
  /** It waits for a completion stage. */
  FUTURE
}
