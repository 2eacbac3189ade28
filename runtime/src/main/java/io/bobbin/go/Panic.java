package io.bobbin.go;

import java.util.Objects;

/**
 * What {@link Go#panic} throws. It is an {@link Error}, so {@code catch (Exception e)} lets it
 * pass; {@link Go#recover} ends it.
 */
public final class Panic extends Error {
  private static final long serialVersionUID = 1;

  // As serializable as the program's value is.
  private final Object value;

  /**
   * Makes the error.
   *
   * @param value what {@link Go#recover} returns
   */
  public Panic(Object value) {
    super(String.valueOf(Objects.requireNonNull(value, "value")));
    this.value = value;
  }

  /**
   * What the program panicked with.
   *
   * @return the argument of {@link Go#panic}
   */
  public Object value() {
    return value;
  }
}
