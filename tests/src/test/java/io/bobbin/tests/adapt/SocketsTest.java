package io.bobbin.tests.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Body;
import io.bobbin.Scheduler;
import io.bobbin.Tasklet;
import io.bobbin.TaskletKilled;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sockets, their streams, and channels that block. */
@Timeout(60)
class SocketsTest {
  /** More than the systems between the two ends of a connection take without a reader. */
  private static final int MUCH = 16 << 20;

  private static ServerSocket server() throws IOException {
    return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  private static ServerSocketChannel serverChannel() throws IOException {
    return ServerSocketChannel.open()
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @Test
  void bothEndsOfAConnectionAreTaskletsOfOneThread() throws IOException {
    try (ServerSocket server = server();
        Socket client = new Socket()) {
      String echo =
          OnOneThread.waitsFor(
              () -> {
                try (Socket accepted = server.accept()) {
                  InputStream in = accepted.getInputStream();
                  byte[] text = in.readNBytes(3);
                  int next = in.read();
                  byte[] more = new byte[3];
                  int count = in.read(more, 0, 1) + in.readNBytes(more, 1, 1);
                  count += in.read(more, 2, 1);
                  accepted.getOutputStream().write(text);
                  accepted.getOutputStream().write(next);
                  accepted.getOutputStream().write(more);
                  accepted.shutdownOutput();
                  return count + new String(in.readAllBytes(), StandardCharsets.US_ASCII);
                }
              },
              () -> {
                client.connect(server.getLocalSocketAddress());
                OutputStream out = client.getOutputStream();
                InputStream in = client.getInputStream();
                for (byte each : "abcdefg".getBytes(StandardCharsets.US_ASCII)) {
                  out.write(each);
                  Thread.sleep(1);
                }
                out.write(in.readAllBytes());
                client.shutdownOutput();
              });
      assertThat(echo).isEqualTo("3abcdefg");
    }
  }

  @Test
  void whoWritesMoreThanFitsWaitsForATaskletOfTheSameThreadThatReads() throws IOException {
    try (ServerSocket server = server();
        Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket accepted = server.accept()) {
      int read =
          OnOneThread.waitsFor(
              () -> {
                client.getOutputStream().write(new byte[MUCH]);
                client.shutdownOutput();
                return client.getInputStream().read();
              },
              () -> {
                byte[] all = accepted.getInputStream().readAllBytes();
                accepted.getOutputStream().write(all.length == MUCH ? 1 : 2);
              });
      assertThat(read).isEqualTo(1);
    }
  }

  @Test
  void channelsThatBlockParkAndOthersReturnAtOnce() throws IOException {
    try (ServerSocketChannel server = serverChannel();
        SocketChannel client = SocketChannel.open()) {
      String got =
          OnOneThread.waitsFor(
              () -> {
                try (SocketChannel accepted = server.accept()) {
                  ByteBuffer to = ByteBuffer.allocate(10);
                  int count = accepted.read(to);
                  accepted.configureBlocking(false);
                  return count + " " + accepted.read(to);
                }
              },
              () -> {
                assertThat(client.connect(server.getLocalAddress())).isTrue();
                Thread.sleep(1);
                client.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
              });
      assertThat(got).isEqualTo("3 0");
    }
    Pipe pipe = Pipe.open();
    int count =
        OnOneThread.waitsFor(
            () -> pipe.source().read(ByteBuffer.allocate(10)),
            () -> pipe.sink().write(ByteBuffer.allocate(4)));
    assertThat(count).isEqualTo(4);
  }

  @Test
  void timeoutsAndEndsAreThoseOfTheJdk() {
    Outcome late =
        Outcome.ofBoth(
            () ->
                onSocket(
                    (socket, peer) -> {
                      socket.setSoTimeout(5);
                      return socket.getInputStream().read();
                    }));
    assertThat(late.thrown()).contains(SocketTimeoutException.class.getName());
    Outcome.ofBoth(
        () ->
            onSocket(
                (socket, peer) -> {
                  peer.close();
                  InputStream in = socket.getInputStream();
                  byte[] bytes = new byte[3];
                  return in.read() + " " + in.read(bytes) + " " + in.readNBytes(bytes, 0, 2);
                }));
    Outcome.ofBoth(
        () ->
            onSocket(
                (socket, peer) -> {
                  InputStream in = socket.getInputStream();
                  socket.close();
                  return in.read();
                }));
    Outcome.ofBoth(
        () ->
            onSocket(
                (socket, peer) -> {
                  InputStream in = socket.getInputStream();
                  Outcome.soon(() -> close(socket));
                  return in.read();
                }));
    Outcome.ofBoth(
        () ->
            onSocket(
                (socket, peer) -> {
                  byte[] two = new byte[2];
                  return socket.getInputStream().read(two, 1, 2);
                }));
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is done with the two ends of a connection. */
  private interface Use {
    @io.bobbin.Suspendable
    Object of(Socket socket, Socket peer) throws Exception;
  }

  private static Body<?> onSocket(Use use) {
    return () -> {
      try (ServerSocket server = server();
          Socket peer = new Socket(server.getInetAddress(), server.getLocalPort());
          Socket socket = server.accept()) {
        return use.of(socket, peer);
      }
    };
  }

  @Test
  void whatIsRaisedWaitsUntilTheCallIsOverSoNoByteIsLost() throws IOException {
    try (ServerSocket server = server();
        Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket accepted = server.accept();
        Scheduler pool = Scheduler.pool(1)) {
      List<Integer> read = new ArrayList<>();
      Tasklet<?> reader =
          OnOneThread.waiting(
              pool,
              () -> {
                while (true) {
                  read.add(accepted.getInputStream().read());
                }
              });
      reader.kill();
      client.getOutputStream().write(1);
      assertThatThrownBy(reader::join).hasCauseInstanceOf(TaskletKilled.class);
      client.getOutputStream().write(2);
      // If the call had begun the tasklet has the first.
      while (!read.contains(2)) {
        read.add(accepted.getInputStream().read());
      }
      assertThat(read).containsExactly(1, 2);
    }
  }
}
