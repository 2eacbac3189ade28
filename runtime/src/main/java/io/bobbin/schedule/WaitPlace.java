package io.bobbin.schedule;

import io.bobbin.frame.Outlet;
import io.bobbin.frame.Portable;
import org.jspecify.annotations.Nullable;

/**
 * Where strands wait.
 *
 * <p>A wait has exactly one <em>claimant</em>: the partner who brings what is waited for, or
 * whoever {@linkplain #withdraw withdraws} the strand to end the wait early. The claimant alone
 * stores the outcome in the strand and {@linkplain Strand#wake() wakes} it. So an outcome is never
 * overwritten, and a value never handed to a wait that ended otherwise.
 */
public interface WaitPlace {
  /**
   * Claims the wait of a strand in order to end it early. May be called by any thread, at any time:
   * if the strand does not wait here any more nothing happens.
   *
   * @param strand who waits
   * @param onBehalfOf the timeout that ends the wait, which must not have been cancelled; null if
   *     the wait is ended for another reason
   * @return whether the wait was claimed; the caller then owes the strand an outcome and a wake-up
   */
  boolean withdraw(Strand strand, @Nullable Timeout onBehalfOf);

  /**
   * Ends the wait of a tasklet that could not be left, for want of memory, and that runs on with
   * that error. If the wait was claimed already, by who has handed something over, that is taken
   * back, as nobody is going to get it.
   *
   * @param strand who was to wait
   * @return as {@link #withdraw} does
   */
  default boolean giveUp(Strand strand) {
    return withdraw(strand, null);
  }

  /**
   * Keeps a parked tasklet from being run, if it waits here: whoever ends the wait makes it
   * runnable, and its scheduler waits until it {@linkplain TaskletStrand#letGo is let go}.
   *
   * @param strand who may wait here
   * @param tasklet the tasklet that parks when the strand waits
   * @return whether it waits here, and is held now
   */
  default boolean hold(Strand strand, TaskletStrand<?> tasklet) {
    return false;
  }

  /**
   * The object that, when it is pickled, writes who waits here.
   *
   * @return the object, or null if what is waited for here stays where it is
   */
  default @Nullable Portable portable() {
    return null;
  }

  /**
   * Whether {@link #portable()} does not know yet of those who wait here, so that each writes
   * itself how it does.
   *
   * @return true if those who wait here are to come to the place only when they are resumed
   */
  default boolean isAway() {
    return false;
  }

  /**
   * Writes how a strand waits here, while the place itself {@linkplain Outlet#stays stays}, or the
   * strand is {@linkplain #isAway() away}. Its {@link #portable()} is {@link Rejoined}, and reads
   * it.
   *
   * @param strand who waits, and is held
   * @param to where to
   */
  default void saveWait(Strand strand, Outlet to) {
    throw to.refusal("waits for what stays here: " + reason(strand));
  }

  /**
   * Why a strand waits here.
   *
   * @param strand who waits
   * @return the reason, or null if it does not wait here any more
   */
  @Nullable WaitReason reason(Strand strand);

  /**
   * What a strand waits for here, for who looks on; its {@code toString()} says what it is.
   *
   * @param strand who waits
   * @return a channel, for example; null if there is nothing to be said
   */
  default @Nullable Object subject(Strand strand) {
    return null;
  }

  /**
   * Who alone can end the wait, for who looks on.
   *
   * @param strand who waits
   * @return a tasklet or a thread; null if anybody can
   */
  default @Nullable Object endedBy(Strand strand) {
    return null;
  }
}
