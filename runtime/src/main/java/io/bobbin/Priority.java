package io.bobbin;

/**
 * How urgent a tasklet is: among those that are runnable, the most urgent run first. Nothing
 * starves: who was passed over 32 times runs next.
 *
 * <p>In between there are more, which are numbers: from {@code -MOST} to {@link #MOST}, the greater
 * the more urgent.
 */
public enum Priority {
  /** Before others: the number 8. */
  HIGH(8),
  /** What a tasklet has that was given none: the number 0. */
  NORMAL(0),
  /** When nobody else is runnable, or it was passed over often enough: the number -8. */
  LOW(-8);

  /** The number of the most urgent. */
  public static final int MOST = 15;

  private final int number;

  Priority(int number) {
    this.number = number;
  }

  /**
   * As a number.
   *
   * @return the number
   */
  public int number() {
    return number;
  }
}
