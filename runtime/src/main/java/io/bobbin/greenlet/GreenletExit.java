package io.bobbin.greenlet;

/**
 * Ends a greenlet quietly: one that throws this has ended, and its parent is returned the exception
 * instead of being thrown it. Raised in greenlets that nobody refers to any more.
 *
 * <p>It is an {@link Error}, so {@code catch (Exception e)} lets it pass; {@code finally} blocks
 * run.
 */
public final class GreenletExit extends Error {
  private static final long serialVersionUID = 1;

  /** Makes the error. */
  public GreenletExit() {
    super("a greenlet was told to exit");
  }
}
