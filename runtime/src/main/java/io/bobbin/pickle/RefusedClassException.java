package io.bobbin.pickle;

/** Thrown when a pickle names a class that its reader, or its writer, has not allowed. */
public final class RefusedClassException extends PickleException {
  private static final long serialVersionUID = 1;

  RefusedClassException(String message) {
    super(message);
  }
}
