package io.bobbin.go;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An error that is a value, as in Go: two are equal if they are of one class, have the same text
 * and wrap equal errors. Made by {@link Errors#error} and {@link Errors#wrap}.
 */
public class ErrorValue extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * Makes an error.
   *
   * @param text what it says
   * @param wrapped what it wraps, which becomes its cause; null for nothing
   */
  public ErrorValue(String text, @Nullable Throwable wrapped) {
    super(Objects.requireNonNull(text, "text"), wrapped);
  }

  @Override
  @SuppressWarnings("EqualsGetClass") // errors of a subclass are others
  public final boolean equals(@Nullable Object other) {
    return other != null
        && other.getClass() == getClass()
        && Objects.equals(((ErrorValue) other).getMessage(), getMessage())
        && Objects.equals(((ErrorValue) other).getCause(), getCause());
  }

  @Override
  public final int hashCode() {
    return Objects.hash(getClass(), getMessage());
  }
}
