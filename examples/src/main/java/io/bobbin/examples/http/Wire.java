package io.bobbin.examples.http;

import io.bobbin.Suspendable;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * A TCP connection whose reads and writes look blocking and park the tasklet. For one tasklet at a
 * time; {@link #close} may be called by any.
 */
public final class Wire implements Closeable {
  private final SocketChannel socket;
  private final Poller.Readiness readiness;

  /**
   * Takes over a socket.
   *
   * @param socket open; is made non-blocking, and closed if that fails
   * @param poller who watches it
   * @throws IOException if the socket is of no use
   */
  Wire(SocketChannel socket, Poller poller) throws IOException {
    this.socket = socket;
    try {
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
      readiness = poller.register(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * Connects to a server.
   *
   * @param server where
   * @param poller who watches the socket
   * @param timeout how long to try
   * @return the connection
   * @throws TimeoutException if the server did not answer in time
   * @throws IOException if it refused
   */
  @Suspendable
  static Wire connect(SocketAddress server, Poller poller, Duration timeout)
      throws IOException, TimeoutException {
    Wire wire = new Wire(SocketChannel.open(), poller);
    try {
      if (!wire.socket.connect(server)) {
        do {
          wire.readiness.await(SelectionKey.OP_CONNECT, timeout);
        } while (!wire.socket.finishConnect());
      }
      return wire;
    } catch (IOException | TimeoutException | RuntimeException e) {
      wire.close();
      throw e;
    }
  }

  /**
   * Waits until a read would return something, or the end.
   *
   * @param timeout how long
   * @throws TimeoutException if the peer was silent for so long
   * @throws IOException if the connection is broken or closed
   */
  @Suspendable
  void awaitReadable(Duration timeout) throws IOException, TimeoutException {
    readiness.await(SelectionKey.OP_READ, timeout);
  }

  /**
   * Reads what has come; waits for something to come.
   *
   * @param to is filled from its position on; must have room
   * @param timeout how long to wait
   * @return how many bytes, or -1 at the end
   * @throws TimeoutException if the peer was silent for so long
   * @throws IOException if the connection is broken or closed
   */
  @Suspendable
  int read(ByteBuffer to, Duration timeout) throws IOException, TimeoutException {
    int count;
    while ((count = socket.read(to)) == 0) {
      readiness.await(SelectionKey.OP_READ, timeout);
    }
    return count;
  }

  /**
   * Writes all that a buffer has; waits while the peer does not take it.
   *
   * @param from is emptied
   * @param timeout how long to wait for the peer to take some more
   * @throws TimeoutException if it took nothing for so long
   * @throws IOException if the connection is broken or closed
   */
  @Suspendable
  void write(ByteBuffer from, Duration timeout) throws IOException, TimeoutException {
    while (from.hasRemaining()) {
      if (socket.write(from) == 0) {
        readiness.await(SelectionKey.OP_WRITE, timeout);
      }
    }
  }

  /**
   * Tells the peer that nothing more will come; it can still send.
   *
   * @throws IOException if the connection is broken or closed
   */
  void finishWriting() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    readiness.close();
  }
}
