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
  FUTURE,
  /** It waits until a wait group's counter is zero. */
  WAIT_GROUP,
  /** It locks a mutex. */
  MUTEX,
  /** It waits for a condition to be signalled. */
  CONDITION,
  /** It acquires permits of a semaphore. */
  SEMAPHORE,
  /** It waits until something that is done once is through. */
  ONCE,
  /** It locks a read-write mutex for reading. */
  READ_LOCK,
  /** It locks a read-write mutex for writing. */
  WRITE_LOCK,
  /** It waits for a receiver, in order to be locked to its thread. */
  THREAD
}
