package io.bobbin;

/** What was registered, until it is closed: by any thread, and any number of times. */
public interface Registration extends AutoCloseable {
  /** Ends it. What is under way may still be told of. Waits for nobody, and throws nothing. */
  @Override
  void close();
}
