package io.bobbin.examples.http;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Buffers for lending. A connection has one only while it works on a message, so ten thousand idle
 * ones hold none. They are direct, as a read into any other goes through a temporary one that the
 * JDK keeps for each thread, which here would mean for each tasklet.
 */
final class Buffers {
  private final ConcurrentLinkedQueue<ByteBuffer> idle = new ConcurrentLinkedQueue<>();
  private final int size;

  /**
   * Makes a place to borrow from.
   *
   * @param size of each buffer, in bytes
   */
  Buffers(int size) {
    this.size = size;
  }

  /** An empty buffer: all of it is room. */
  ByteBuffer borrow() {
    ByteBuffer buffer = idle.poll();
    return buffer == null ? ByteBuffer.allocateDirect(size) : buffer;
  }

  void giveBack(ByteBuffer buffer) {
    idle.add(buffer.clear());
  }
}
