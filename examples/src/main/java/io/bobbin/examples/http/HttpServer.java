package io.bobbin.examples.http;

import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Accepts connections, and starts a tasklet for each. */
public final class HttpServer {
  private static final int BACKLOG = 4096;
  private static final Duration FOR_EVER = Duration.ofDays(10_000);

  private final Poller poller;
  private final ServerSocketChannel socket;
  private final Poller.Readiness readiness;
  private final Limits limits;
  private final Handler handler;
  private final Buffers input;
  private final Buffers output = new Buffers(16 << 10);
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger mostOpen = new AtomicInteger();

  /**
   * Opens a port; clients can connect from now on, and wait until {@link #run}.
   *
   * @param address where to listen
   * @param poller who watches the sockets; closing it ends the server
   * @param limits what to put up with
   * @param handler what to do with the requests
   * @throws IOException if the port cannot be opened
   */
  public HttpServer(InetSocketAddress address, Poller poller, Limits limits, Handler handler)
      throws IOException {
    this.poller = poller;
    this.limits = limits;
    this.handler = handler;
    this.input = new Buffers(limits.headBytes());
    this.socket = ServerSocketChannel.open().bind(address, BACKLOG);
    this.readiness = poller.register(socket);
  }

  /**
   * Where the server listens.
   *
   * @return the address, with the port that was found if it was asked for any
   * @throws IOException if the server is closed
   */
  public InetSocketAddress address() throws IOException {
    return (InetSocketAddress) socket.getLocalAddress();
  }

  /**
   * How many connections were open at one time.
   *
   * @return the most so far
   */
  public int mostOpen() {
    return mostOpen.get();
  }

  /**
   * Accepts connections until the poller is closed. To be called by a tasklet: those of the
   * connections run on its scheduler.
   */
  @Suspendable
  public void run() {
    while (socket.isOpen()) {
      try {
        SocketChannel client = socket.accept();
        if (client == null) {
          readiness.await(SelectionKey.OP_ACCEPT, FOR_EVER);
        } else {
          HttpConnection connection =
              new HttpConnection(new Wire(client, poller), limits, handler, input, output);
          Tasklet.start(() -> serve(connection));
        }
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException | TimeoutException e) {
        // Too many open files, as a rule: some will be closed soon.
        System.err.println("httpd: cannot accept: " + e.getMessage());
        Tasklet.sleep(Duration.ofMillis(100));
      }
    }
  }

  @Suspendable
  private void serve(HttpConnection connection) throws IOException {
    mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
    try {
      connection.run();
    } finally {
      open.decrementAndGet();
    }
  }
}
