package io.bobbin.adapt;

import io.bobbin.Suspendable;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;

/** Stands in for methods of {@link WritableByteChannel}, if it is a socket's or a pipe's. */
public final class OfWritableByteChannel {
  private OfWritableByteChannel() {}

  /** Stands in for {@link WritableByteChannel#write}. */
  @Suspendable
  public static int write(WritableByteChannel channel, ByteBuffer from) throws Exception {
    return Jdk.mayWait(channel)
        ? (Integer) Objects.requireNonNull(Errand.alone(nanos -> channel.write(from)))
        : channel.write(from);
  }
}
