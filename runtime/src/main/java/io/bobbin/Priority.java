package io.bobbin;

/**
 * How urgent a tasklet is: among those that are runnable, the most urgent run first. Nothing
 * starves: who was passed over 32 times runs next.
 */
public enum Priority {
  /** Before others. */
  HIGH,
  /** What a tasklet has that was given none. */
  NORMAL,
  /** When nobody else is runnable, or it was passed over often enough. */
  LOW
}
