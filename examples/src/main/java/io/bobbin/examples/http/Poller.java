package io.bobbin.examples.http;

import io.bobbin.Channel;
import io.bobbin.Suspendable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * One thread with a selector: the place where all tasklets of a server wait for their sockets.
 *
 * <p>A tasklet that waits arms its socket's key for what it waits for, then receives from the
 * socket's channel. The poller disarms what has become ready and sends a token there. A token may
 * be stale (its wait was given up), so whoever gets one tries, and waits again if there was
 * nothing. A token is sent after the key was disarmed, so none is lost: who armed the key before
 * that finds the token.
 */
public final class Poller implements AutoCloseable {
  private static final Object TOKEN = new Object();

  private final Selector selector;
  private final Thread thread;

  /**
   * Starts a poller.
   *
   * @throws IOException if the system has no selector left
   */
  public Poller() throws IOException {
    selector = Selector.open();
    thread = new Thread(this::poll, "poller");
    thread.setDaemon(true);
    thread.start();
  }

  /** What tells one socket's tasklet that the socket may be ready. */
  final class Readiness {
    private final SelectableChannel socket;
    private final SelectionKey key;
    private final Channel<Object> tokens = Channel.buffered(1);

    private Readiness(SelectableChannel socket) throws IOException {
      this.socket = socket;
      socket.configureBlocking(false);
      key = socket.register(selector, 0, this);
    }

    /**
     * Waits until the socket may be ready. For one tasklet at a time.
     *
     * @param operations of {@link SelectionKey}
     * @param timeout how long
     * @throws TimeoutException if it was not ready by then
     * @throws ClosedChannelException if the socket is closed, also while this waits
     */
    @Suspendable
    void await(int operations, Duration timeout) throws TimeoutException, ClosedChannelException {
      try {
        key.interestOps(operations);
      } catch (CancelledKeyException e) {
        throw new ClosedChannelException();
      }
      selector.wakeup();
      tokens.receive(timeout);
      if (!socket.isOpen()) {
        throw new ClosedChannelException();
      }
    }

    /** Closes the socket; a tasklet that waits for it gets a ClosedChannelException. */
    void close() throws IOException {
      try {
        socket.close();
      } finally {
        tokens.trySend(TOKEN);
        selector.wakeup(); // the system's socket is closed once the selector has let go of it
      }
    }

    private void becameReady() {
      try {
        key.interestOpsAnd(~key.readyOps());
      } catch (CancelledKeyException e) {
        return; // closed, and told so, by close()
      }
      tokens.trySend(TOKEN);
    }
  }

  /**
   * Takes a socket into the selector.
   *
   * @param socket any socket that is open; is made non-blocking
   * @return what tells when it is ready
   * @throws IOException if the socket or this poller is closed
   */
  Readiness register(SelectableChannel socket) throws IOException {
    try {
      return new Readiness(socket);
    } catch (ClosedSelectorException e) {
      throw new IOException("the poller is closed", e);
    }
  }

  private void poll() {
    try {
      while (selector.isOpen()) {
        selector.select(key -> ((Readiness) key.attachment()).becameReady());
      }
    } catch (ClosedSelectorException e) {
      // closed between the question and the select
    } catch (IOException e) {
      throw new UncheckedIOException("the selector failed", e);
    }
  }

  /** Closes all sockets, whose tasklets then end, and the poller itself. */
  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys().toArray(SelectionKey[]::new)) {
      ((Readiness) key.attachment()).close();
    }
    selector.close();
  }
}
