package io.bobbin.examples.classfile;

import java.io.IOException;

/** Thrown for bytes that are not a class file. */
public final class MalformedClassException extends IOException {
  private static final long serialVersionUID = 1;

  MalformedClassException(String message) {
    super(message);
  }

  MalformedClassException(String message, Throwable cause) {
    super(message, cause);
  }
}
