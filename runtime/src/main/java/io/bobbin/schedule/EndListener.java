package io.bobbin.schedule;

import org.jspecify.annotations.Nullable;

/** Is told when a tasklet has ended, instead of the log when it failed. */
public interface EndListener {
  /**
   * Called by the carrier; must neither wait nor throw.
   *
   * @param failure what the body threw, or null
   */
  void ended(@Nullable Throwable failure);

  /**
   * Where the tasklet belongs to, for pickles.
   *
   * @return the group
   */
  Members group();
}
