package io.bobbin.schedule;

import org.jspecify.annotations.Nullable;

/** A node of a {@link WaitQueue} for a strand that waits in several queues at once. */
public abstract class WaitNode {
  transient @Nullable Object next;
  transient @Nullable Object prev;
  transient boolean queued;

  /** Makes a node that is in no queue. */
  protected WaitNode() {}
}
