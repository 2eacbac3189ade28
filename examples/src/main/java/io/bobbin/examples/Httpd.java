package io.bobbin.examples;

import com.sun.management.UnixOperatingSystemMXBean;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.examples.http.HttpException;
import io.bobbin.examples.http.HttpServer;
import io.bobbin.examples.http.Limits;
import io.bobbin.examples.http.Load;
import io.bobbin.examples.http.Poller;
import io.bobbin.examples.http.Request;
import io.bobbin.examples.http.Response;
import io.bobbin.examples.http.Status;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A small HTTP/1.1 server: each connection is a tasklet that reads and writes as if it blocked,
 * over NIO. It holds 10,000 connections open on two carriers. The load generator is made of
 * tasklets too; it runs in a JVM of its own, which this one starts, so that each has its own file
 * descriptors.
 *
 * <pre>{@code
 * ./examples/run httpd
 * ./examples/run httpd --serve --port 8080       (and: curl -i http://127.0.0.1:8080/hello?you)
 * }</pre>
 */
@Command(name = "httpd", description = "Serves HTTP to many connections at once on few threads.")
public final class Httpd implements Callable<Integer> {
  /** What a JVM opens beside the connections: jars, the selector, the odd late closed one. */
  private static final int OTHER_FILES = 200;

  @Option(
      names = "--connections",
      converter = Example.Positive.class,
      defaultValue = "10000",
      description = "all open at a time (${DEFAULT-VALUE})")
  private int connections;

  @Option(
      names = "--carriers",
      converter = Example.Positive.class,
      defaultValue = "2",
      description = "OS threads (${DEFAULT-VALUE})")
  private int carriers;

  @Option(
      names = "--seconds",
      converter = Example.Positive.class,
      defaultValue = "4",
      description = "with one request a second (${DEFAULT-VALUE})")
  private int seconds;

  @Option(
      names = "--requests",
      converter = Example.Positive.class,
      defaultValue = "10",
      description = "of each connection as fast as can be (${DEFAULT-VALUE})")
  private int requests;

  @Option(names = "--port", defaultValue = "0", description = "0: any (${DEFAULT-VALUE})")
  private int port;

  @Option(names = "--serve", description = "serve until interrupted, without a load")
  private boolean serve;

  @Option(names = "--load", hidden = true, description = "only be the load generator")
  private boolean load;

  private final Set<String> carriersSeen = ConcurrentHashMap.newKeySet();
  private final LongAdder requestsSeen = new LongAdder();

  @Override
  public Integer call() throws IOException, InterruptedException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    if (load) {
      generateLoad(address);
      return 0;
    }
    try (Scheduler pool = Scheduler.pool(carriers);
        Poller poller = new Poller()) {
      HttpServer server = new HttpServer(address, poller, Limits.small(), this::answer);
      pool.start("server", server::run);
      System.out.println("http:/" + server.address() + "/, each connection a tasklet");
      return serve ? serveForEver() : serveOneLoad(server);
    }
  }

  /** The application. It may wait, and only its connection waits with it. */
  @Suspendable
  private Response answer(Request request) throws HttpException {
    requestsSeen.increment();
    carriersSeen.add(Thread.currentThread().getName());
    boolean post = request.path().equals("/echo");
    if (!(post ? Set.of("POST") : Set.of("GET", "HEAD")).contains(request.method())) {
      Map<String, String> fields = Map.of("Allow", post ? "POST" : "GET, HEAD");
      return new Response(Status.METHOD_NOT_ALLOWED, fields, ByteBuffer.allocate(0));
    }
    return switch (request.path()) {
      case "/" -> Response.text(Status.OK, "Try /hello?NAME, /sleep, and POST to /echo.\n");
      case "/hello" -> Response.text(Status.OK, "Hello, " + request.query() + "\n");
      case "/echo" -> new Response(Status.OK, Map.of(), request.body());
      case "/sleep" -> {
        Tasklet.sleep(Duration.ofSeconds(1));
        yield Response.text(Status.OK, "Good morning\n");
      }
      default -> Response.text(Status.NOT_FOUND, "Nothing is at " + request.path() + "\n");
    };
  }

  @SuppressWarnings("InfiniteLoop") // until the process is ended
  private static int serveForEver() throws InterruptedException {
    while (true) {
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  private int serveOneLoad(HttpServer server) throws IOException, InterruptedException {
    long files = fileLimit();
    if (connections > files - OTHER_FILES) {
      long fewer = Math.max(1, files - OTHER_FILES);
      System.out.printf(
          "  %,d connections instead of %,d: a process may open %,d files (ulimit -n)%n",
          fewer, connections, files);
      connections = (int) fewer;
    }
    int status = new ProcessBuilder(loadCommand(server)).inheritIO().start().waitFor();
    System.out.printf(
        "  server: %,d requests; up to %,d connections at a time, as many tasklets, on %d"
            + " carriers%n",
        requestsSeen.sum(), server.mostOpen(), carriersSeen.size());
    if (status == 0) {
      Check.equal("all connections open at a time", true, server.mostOpen() >= connections);
    }
    return status;
  }

  private static long fileLimit() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount()
        : Long.MAX_VALUE;
  }

  /** The command line of this JVM, agent and all, with other arguments. */
  private List<String> loadCommand(HttpServer server) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Httpd.class.getName()));
    command.addAll(List.of("--load", "--port", "" + server.address().getPort()));
    command.addAll(List.of("--connections", "" + connections, "--carriers", "" + carriers));
    command.addAll(List.of("--seconds", "" + seconds, "--requests", "" + requests));
    return command;
  }

  private void generateLoad(InetSocketAddress server) throws IOException {
    try (Scheduler pool = Scheduler.pool(carriers);
        Poller poller = new Poller()) {
      Load clients = new Load(server, poller, connections, seconds, requests);
      pool.start("load", clients::run).join();
    }
  }

  public static void main(String[] args) {
    Example.main(new Httpd(), args);
  }
}
