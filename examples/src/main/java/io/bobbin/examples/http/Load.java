package io.bobbin.examples.http;

import io.bobbin.Channel;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.WorkGroup;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;

/**
 * Many clients at once, each a tasklet with a connection of its own that it keeps. They wait until
 * all are connected, then go through three phases together: the next request as soon as the last
 * one is answered; several requests at a time (pipelining); one request a second each. Every answer
 * is checked.
 */
public final class Load {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final int PIPELINE = 8;

  /** How many clients may be in the middle of connecting: fewer than the server's backlog. */
  private static final int MOST_CONNECTING = 512;

  private final SocketAddress server;
  private final Poller poller;
  private final int connections;
  private final int seconds;
  private final int requests;

  private final Buffers buffers = new Buffers(8 << 10);
  private final Set<String> carriers = ConcurrentHashMap.newKeySet();
  private final Channel<Boolean> connecting = Channel.buffered(MOST_CONNECTING);
  private final Channel<long[]> finished = Channel.buffered(64);

  /** A phase begins when its channel is closed: everybody sees that. */
  private final List<Channel<Boolean>> starts =
      List.of(Channel.unbuffered(), Channel.unbuffered(), Channel.unbuffered());

  /**
   * Plans a load.
   *
   * @param server where to
   * @param poller who watches the sockets
   * @param connections how many clients there are
   * @param seconds how long the last phase is to last: the requests of each client
   * @param requests those of each client in the first and in the second phase
   */
  public Load(SocketAddress server, Poller poller, int connections, int seconds, int requests) {
    this.server = server;
    this.poller = poller;
    this.connections = connections;
    this.seconds = seconds;
    this.requests = requests;
  }

  /**
   * Plays it and prints what came out. To be called by a tasklet.
   *
   * @throws io.bobbin.TaskletFailedException if an answer was wrong, or a connection failed
   */
  @Suspendable
  public void run() {
    try (WorkGroup group = WorkGroup.open()) {
      group.go(this::conduct);
      for (int i = 0; i < connections; i++) {
        int id = i;
        group.go(() -> play(id));
      }
    }
    int bad = BadClients.play(server, poller, buffers);
    System.out.printf("  %d clients that misbehave got their error and were hung up on%n", bad);
    System.out.printf(
        "  load generator: %,d tasklets on %d carriers%n", connections + 1, carriers.size());
  }

  @Suspendable
  private void conduct() {
    long start = System.nanoTime();
    awaitAll();
    System.out.printf(
        "  %,d connections opened in %.1f s%n", connections, (System.nanoTime() - start) / 1e9);
    phase(0, "as fast as answered");
    phase(1, PIPELINE + " at a time");
    phase(2, "one a second each");
  }

  @Suspendable
  private void phase(int number, String name) {
    long start = System.nanoTime();
    starts.get(number).close();
    Latencies latencies = new Latencies(awaitAll());
    double elapsed = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "  %-19s %,7d requests, %,7.0f/s; %s%n",
        name + ":", latencies.count(), latencies.count() / elapsed, latencies);
  }

  /** Waits for every client to have finished what it is at. */
  @Suspendable
  private List<long[]> awaitAll() {
    List<long[]> all = new ArrayList<>(connections);
    while (all.size() < connections) {
      all.add(finished.receive());
    }
    return all;
  }

  @Suspendable
  private void play(int id) throws IOException, TimeoutException, HttpException {
    carriers.add(Thread.currentThread().getName());
    connecting.send(true); // a channel with a buffer is a semaphore
    try (HttpClient client = HttpClient.connect(server, poller, buffers, TIMEOUT)) {
      connecting.receive();
      finished.send(new long[0]);

      starts.get(0).receiveOrClosed();
      finished.send(fast(client, id));
      starts.get(1).receiveOrClosed();
      finished.send(pipelined(client, id));
      starts.get(2).receiveOrClosed();
      finished.send(steady(client, id));
    }
  }

  /**
   * A request a second, the clients spread over it. Late requests count from when they were due.
   */
  @Suspendable
  private long[] steady(HttpClient client, int id)
      throws IOException, TimeoutException, HttpException {
    long[] latencies = new long[seconds];
    long due = System.nanoTime() + EVERY.toNanos() / connections * id;
    for (int i = 0; i < seconds; i++) {
      long early = due - System.nanoTime();
      if (early > 0) {
        Tasklet.sleep(Duration.ofNanos(early));
      }
      greet(client, id);
      latencies[i] = System.nanoTime() - due;
      due += EVERY.toNanos();
    }
    return latencies;
  }

  @Suspendable
  private long[] fast(HttpClient client, int id)
      throws IOException, TimeoutException, HttpException {
    long[] latencies = new long[requests];
    for (int i = 0; i < requests; i++) {
      long start = System.nanoTime();
      greet(client, id);
      latencies[i] = System.nanoTime() - start;
    }
    return latencies;
  }

  @Suspendable
  private void greet(HttpClient client, int id)
      throws IOException, TimeoutException, HttpException {
    String request = "GET /hello?" + id + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    check(client.exchange(request, 1, TIMEOUT).get(0), "Hello, " + id + "\n");
  }

  @Suspendable
  private long[] pipelined(HttpClient client, int id)
      throws IOException, TimeoutException, HttpException {
    long[] latencies = new long[requests];
    int done = 0;
    while (done < requests) {
      int batch = Math.min(PIPELINE, requests - done);
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < batch; i++) {
        String body = id + "-" + (done + i);
        text.append("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: ")
            .append(body.length())
            .append("\r\n\r\n")
            .append(body);
      }
      long start = System.nanoTime();
      for (HttpClient.Reply reply : client.exchange(text.toString(), batch, TIMEOUT)) {
        check(reply, id + "-" + done);
        latencies[done++] = System.nanoTime() - start;
      }
    }
    return latencies;
  }

  private static void check(HttpClient.Reply reply, String expected) {
    if (!reply.statusLine().equals("HTTP/1.1 200 OK") || !reply.body().equals(expected)) {
      throw new IllegalStateException("the answer should be " + expected + ", but is " + reply);
    }
  }
}
