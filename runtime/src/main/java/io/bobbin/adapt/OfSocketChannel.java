package io.bobbin.adapt;

import io.bobbin.Suspendable;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;

/** Stands in for methods of {@link SocketChannel} that other channels do not have. */
public final class OfSocketChannel {
  private OfSocketChannel() {}

  /** Stands in for {@link SocketChannel#connect}. */
  @Suspendable
  public static boolean connect(SocketChannel channel, SocketAddress address) throws Exception {
    return Jdk.mayWait(channel)
        ? Boolean.TRUE.equals(Errand.alone(nanos -> channel.connect(address)))
        : channel.connect(address);
  }
}
