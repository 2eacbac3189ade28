package io.bobbin.schedule;

import org.jspecify.annotations.Nullable;

/**
 * A strand that another one's code runs, and that waits in its stead: the body of a generator, or a
 * greenlet. If the strands below end in a tasklet, and none is pinned, a wait parks that tasklet.
 */
abstract class InnerStrand extends Strand {
  private @Nullable Strand inner;

  @Override
  public final boolean entersWait() {
    TaskletStrand<?> host = host();
    return host != null && !isPinnedWithin() && host.entersWait();
  }

  @Override
  public final @Nullable TaskletStrand<?> host() {
    Strand strand = this;
    for (Strand below = outerStrand(); below != null; below = below.outerStrand()) {
      strand = below;
    }
    return strand instanceof TaskletStrand<?> tasklet ? tasklet : null;
  }

  @Override
  public final void wake() {
    TaskletStrand<?> host = host();
    if (host != null) {
      host.wake();
    }
  }

  @Override
  protected final void yieldAtRandom() {
    if (entersWait()) {
      TaskletStrand<?> host = host();
      if (host != null) {
        host.yieldNext();
        unwind();
      }
    }
  }

  @Override
  protected void unwindFailed() {
    if (inner != null || !takesBackSwitch()) {
      super.unwindFailed();
    }
  }

  /** Takes back the switch for which this was being left, if it was for one. */
  private boolean takesBackSwitch() {
    for (Strand strand = this; strand != null; strand = strand.outerStrand()) {
      if (strand instanceof GreenletStrand<?, ?> greenlet) {
        return greenlet.takesBackOwnSwitch();
      }
    }
    return false;
  }

  @Override
  final @Nullable Strand inner() {
    return inner;
  }

  @Override
  final void setInner(@Nullable Strand strand) {
    if (inner != strand) {
      inner = strand;
    }
  }
}
