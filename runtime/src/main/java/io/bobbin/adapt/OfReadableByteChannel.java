package io.bobbin.adapt;

import io.bobbin.Suspendable;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Objects;

/** Stands in for methods of {@link ReadableByteChannel}, if it is a socket's or a pipe's. */
public final class OfReadableByteChannel {
  private OfReadableByteChannel() {}

  /** Stands in for {@link ReadableByteChannel#read}. */
  @Suspendable
  public static int read(ReadableByteChannel channel, ByteBuffer to) throws Exception {
    return Jdk.mayWait(channel)
        ? (Integer) Objects.requireNonNull(Errand.alone(nanos -> channel.read(to)))
        : channel.read(to);
  }
}
