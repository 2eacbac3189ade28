package io.bobbin.schedule;

import io.bobbin.Suspendable;
import io.bobbin.frame.FrameStack;
import org.jspecify.annotations.Nullable;

/**
 * A wait for nothing: it ends only by what is raised, or a timeout. The place does not refer to its
 * strand, so a tasklet that nobody knows can be collected.
 */
public final class Forever extends OneShot {
  private Forever() {}

  /**
   * Waits.
   *
   * @param limit how long to wait at most, or null
   */
  @Suspendable
  public static void await(@Nullable Timeout limit) {
    ThreadStrand self = new ThreadStrand();
    begin(limit, self);
    self.block();
  }

  /**
   * The twin of {@link #await(Timeout)}.
   *
   * @param limit how long to wait at most, or null
   * @param stack the caller's stack
   * @param room the native stack that is left
   */
  public static void await(@Nullable Timeout limit, FrameStack stack, int room) {
    Strand self = (Strand) stack;
    if (self.entersWait()) {
      begin(limit, self);
      self.unwind();
    } else {
      await(limit);
    }
  }

  private static void begin(@Nullable Timeout limit, Strand self) {
    Forever place = new Forever();
    self.waitsAt(place);
    Timeout.arm(limit, self, place);
  }

  @Override
  public boolean withdraw(Strand strand, @Nullable Timeout onBehalfOf) {
    return claim();
  }

  @Override
  public @Nullable WaitReason reason(Strand strand) {
    return isClaimed() ? null : WaitReason.NEVER;
  }
}
