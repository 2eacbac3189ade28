package io.bobbin.adapt;

import io.bobbin.Suspendable;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** Stands in for methods of {@link ServerSocketChannel}. */
public final class OfServerSocketChannel {
  private OfServerSocketChannel() {}

  /** Stands in for {@link ServerSocketChannel#accept()}. */
  @Suspendable
  public static @Nullable SocketChannel accept(ServerSocketChannel channel) throws Exception {
    return Jdk.mayWait(channel)
        ? (SocketChannel) Errand.alone(nanos -> channel.accept())
        : channel.accept();
  }
}
