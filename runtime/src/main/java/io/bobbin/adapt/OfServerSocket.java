package io.bobbin.adapt;

import io.bobbin.Suspendable;
import java.net.ServerSocket;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** Stands in for methods of {@link ServerSocket}. */
public final class OfServerSocket {
  private OfServerSocket() {}

  /** Stands in for {@link ServerSocket#accept()}. */
  @Suspendable
  public static @Nullable Socket accept(ServerSocket socket) throws Exception {
    return Jdk.hasMade(socket) ? (Socket) Errand.alone(nanos -> socket.accept()) : socket.accept();
  }
}
