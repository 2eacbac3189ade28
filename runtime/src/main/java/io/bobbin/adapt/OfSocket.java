package io.bobbin.adapt;

import io.bobbin.Suspendable;
import java.net.Socket;
import java.net.SocketAddress;

/** Stands in for methods of {@link Socket}. */
public final class OfSocket {
  private OfSocket() {}

  /** Stands in for {@link Socket#connect(SocketAddress)}. */
  @Suspendable
  public static void connect(Socket socket, SocketAddress address) throws Exception {
    if (Jdk.hasMade(socket)) {
      Errand.alone(
          nanos -> {
            socket.connect(address);
            return null;
          });
    } else {
      socket.connect(address);
    }
  }

  /** Stands in for {@link Socket#connect(SocketAddress, int)}. */
  @Suspendable
  public static void connect(Socket socket, SocketAddress address, int timeout) throws Exception {
    if (Jdk.hasMade(socket)) {
      Errand.alone(
          nanos -> {
            socket.connect(address, timeout);
            return null;
          });
    } else {
      socket.connect(address, timeout);
    }
  }
}
