package io.bobbin.tests.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.pickle.CyclicPickler;
import io.bobbin.pickle.DamagedPickleException;
import io.bobbin.pickle.Fork;
import io.bobbin.pickle.NotPicklableException;
import io.bobbin.pickle.Pickle;
import io.bobbin.pickle.PickleException;
import io.bobbin.pickle.PickleFilter;
import io.bobbin.pickle.PickleInput;
import io.bobbin.pickle.PickleOptions;
import io.bobbin.pickle.PickleOutput;
import io.bobbin.pickle.Pickler;
import io.bobbin.pickle.RefusedClassException;
import io.bobbin.tests.agent.ChildJvm;
import io.bobbin.tests.agent.ChildJvm.Result;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes that a program's own picklers write and read. */
class PicklerTest {
  private static final PickleFilter FILTER = PickleFilter.allow("io.bobbin.tests.**");

  @BeforeEach
  @AfterEach
  void closeScheduler() {
    Scheduler.here().close();
  }

  @Suspendable
  private static String holds(Channel<String> in, Object held) {
    return in.receive() + held;
  }

  /** What comes of an object that is written and read. */
  private static <T> T copy(T object, Pickler<?>... picklers) {
    return read(image(object, picklers), picklers);
  }

  private static byte[] image(Object held, Pickler<?>... picklers) {
    PickleOptions options = PickleOptions.DEFAULT;
    for (Pickler<?> each : picklers) {
      options = options.pickler(each);
    }
    Scheduler here = Scheduler.here();
    Tasklet<Object> ended = here.start(() -> held);
    here.run();
    return Pickle.of(ended, options).bytes();
  }

  @SuppressWarnings("unchecked") // what the test has written
  private static <T> T read(byte[] image, Pickler<?>... picklers) {
    PickleFilter filter = FILTER;
    for (Pickler<?> each : picklers) {
      filter = filter.pickler(each);
    }
    return (T) Objects.requireNonNull(Pickle.read(image, filter).tasklet().join());
  }

  // Picklers

  /** A pickler of two functions. */
  private static final class Plain<T> implements Pickler<T> {
    interface Writer<T> {
      void write(T object, PickleOutput to) throws IOException;
    }

    interface Reader<T> {
      @Nullable T read(PickleInput from) throws IOException;
    }

    private final Class<T> type;
    private final Writer<T> writer;
    private final Reader<T> reader;

    Plain(Class<T> type, Writer<T> writer, Reader<T> reader) {
      this.type = type;
      this.writer = writer;
      this.reader = reader;
    }

    @Override
    public Class<T> type() {
      return type;
    }

    @Override
    public boolean handles(Class<?> of) {
      return type.isAssignableFrom(of);
    }

    @Override
    public void write(T object, PickleOutput to) throws IOException {
      writer.write(object, to);
    }

    @Override
    @SuppressWarnings("NullAway") // a pickler that returns null is told so
    public T read(PickleInput from) throws IOException {
      return reader.read(from);
    }
  }

  private static final Pickler<Path> PATHS =
      new Plain<>(Path.class, (path, to) -> to.text(path.toString()), in -> Path.of(in.text()));

  @Test
  void aTypeOfTheJdkThatHasNoFormIsPickledByAPickler() {
    Path path = Path.of("a", "b");
    assertThatThrownBy(() -> image(path)).isInstanceOf(NotPicklableException.class);
    Path twin = copy(path, PATHS);
    assertThat(twin).isEqualTo(path);
  }

  @Test
  void anObjectStaysOneObject() {
    Path path = Path.of("a");
    List<Path> twins = copy(Arrays.asList(path, path, Path.of("a")), PATHS);
    assertThat(twins.get(0)).isSameAs(twins.get(1)).isNotSameAs(twins.get(2));
  }

  @Test
  void numbersTextsBytesAndObjectsComeBackInTheirOrder() {
    byte[] bytes = {1, -1, 0};
    Pickler<Path> all =
        new Plain<>(
            Path.class,
            (path, to) ->
                to.number(-5)
                    .object("o")
                    .text("\u00e9\u4e00")
                    .object(null)
                    .decimal(-0.5)
                    .bytes(bytes)
                    .number(Long.MIN_VALUE),
            from -> {
              assertThat(from.number(-5, 5)).isEqualTo(-5);
              assertThat(from.object(String.class)).isEqualTo("o");
              assertThat(from.text()).isEqualTo("\u00e9\u4e00");
              assertThat(from.object(String.class)).isNull();
              assertThat(from.decimal()).isEqualTo(-0.5);
              assertThat(from.bytes()).isEqualTo(bytes);
              assertThat(from.number()).isEqualTo(Long.MIN_VALUE);
              return Path.of("read");
            });
    Path twin = copy(Path.of("a"), all);
    assertThat(twin).isEqualTo(Path.of("read"));
  }

  // Resources that are opened again

  /** A file that is being read. */
  static final class Log implements AutoCloseable {
    final Path file;
    final FileChannel channel;

    Log(Path file, long position) throws IOException {
      this.file = file;
      this.channel = FileChannel.open(file).position(position);
    }

    String next(int bytes) {
      ByteBuffer buffer = ByteBuffer.allocate(bytes);
      try {
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
          // until it is full
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  @Test
  void aFileThatIsBeingReadIsOpenedAgainWhereItWas(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("log"), "onetwo");
    Pickler<Log> logs =
        new Plain<>(
            Log.class,
            (log, to) ->
                to.text(folder.relativize(log.file).toString()).number(log.channel.position()),
            from -> {
              Path wanted = folder.resolve(from.text()).normalize();
              if (!wanted.startsWith(folder)) {
                throw from.damaged("a file outside");
              }
              return new Log(wanted, from.number());
            });
    try (Log log = new Log(file, 0)) {
      assertThat(log.next(3)).isEqualTo("one");
      try (Log twin = copy(log, logs)) {
        assertThat(log.next(3)).isEqualTo("two");
        assertThat(twin.next(3)).isEqualTo("two");
        assertThat(twin.next(3)).isEmpty();
      }
    }
  }

  // A library's payload

  static final class Payload implements Serializable {
    private static final long serialVersionUID = 1;
    final Path[] noForm = {};
    final int[] numbers;

    Payload(int... numbers) {
      this.numbers = numbers;
    }
  }

  @Test
  void aPayloadMayBeALibrarysBytes() {
    Pickler<Payload> library =
        new Plain<>(
            Payload.class,
            (payload, to) -> {
              ByteArrayOutputStream bytes = new ByteArrayOutputStream();
              try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(payload);
              }
              to.bytes(bytes.toByteArray());
            },
            from -> {
              try (ObjectInputStream in =
                  new ObjectInputStream(new ByteArrayInputStream(from.bytes()))) {
                return (Payload) in.readObject();
              } catch (ClassNotFoundException e) {
                throw from.damaged(e.toString());
              }
            });
    Payload twin = copy(new Payload(7, 8), library);
    assertThat(twin.numbers).containsExactly(7, 8);
  }

  // Circles

  /** A node of a graph whose fields nobody is to write one by one. */
  static final class Node {
    final String name;
    @Nullable Object next;

    Node(String name) {
      this.name = name;
    }
  }

  private static final Pickler<Node> NODES_AT_ONCE =
      new Plain<>(
          Node.class,
          (node, to) -> to.text(node.name).object(node.next),
          from -> {
            Node node = new Node(from.text());
            node.next = from.object(Object.class);
            return node;
          });

  private static final class NodesInSteps implements CyclicPickler<Node> {
    @Override
    public Class<Node> type() {
      return Node.class;
    }

    @Override
    public void writeShape(Node node, PickleOutput to) {
      to.text(node.name);
    }

    @Override
    public void write(Node node, PickleOutput to) {
      to.object(node.next);
    }

    @Override
    public Node empty(PickleInput shape) {
      return new Node(shape.text());
    }

    @Override
    public void fill(Node node, PickleInput from) {
      node.next = from.object(Object.class);
    }
  }

  @Test
  void aCyclicPicklerReadsCircles() {
    Node first = new Node("first");
    Node second = new Node("second");
    first.next = second;
    second.next = new Object[] {first};
    Node twin = copy(first, new NodesInSteps());
    Node other = (Node) Objects.requireNonNull(twin.next);
    assertThat(twin.name + other.name).isEqualTo("firstsecond");
    assertThat(((Object[]) Objects.requireNonNull(other.next))[0]).isSameAs(twin);
  }

  @Test
  void aPicklerThatReadsAtOnceReadsCirclesThroughOtherObjects() {
    Node node = new Node("n");
    Object[] through = {node};
    node.next = through;
    Node twin = copy(node, NODES_AT_ONCE);
    assertThat(((Object[]) Objects.requireNonNull(twin.next))[0]).isSameAs(twin);
  }

  @Test
  void aPicklerThatReadsAtOnceRefusesCirclesOfItsOwn() {
    Node node = new Node("n");
    node.next = node;
    assertThatThrownBy(() -> image(node, NODES_AT_ONCE))
        .isInstanceOf(NotPicklableException.class)
        .hasMessageContaining("is a value that contains itself");
  }

  @Test
  void aChainOfAHundredThousandIsReadWithoutRecursion() {
    Node last = new Node("0");
    for (int i = 1; i < 100_000; i++) {
      Node before = new Node(String.valueOf(i));
      before.next = last;
      last = before;
    }
    for (Pickler<Node> each : List.of(NODES_AT_ONCE, new NodesInSteps())) {
      Node twin = copy(last, each);
      int count = 0;
      for (Object at = twin; at instanceof Node node; at = node.next) {
        count++;
      }
      assertThat(count).isEqualTo(100_000);
    }
  }

  /** A set of a library's, which hashes what it is given. */
  static final class Bag {
    final Set<Object> all = new HashSet<>();
  }

  private static final class Bags implements CyclicPickler<Bag> {
    @Override
    public Class<Bag> type() {
      return Bag.class;
    }

    @Override
    public void write(Bag bag, PickleOutput to) {
      to.number(bag.all.size());
      bag.all.forEach(to::object);
    }

    @Override
    public Bag empty(PickleInput shape) {
      return new Bag();
    }

    @Override
    public void fill(Bag bag, PickleInput from) {
      for (long left = from.number(); left > 0; left--) {
        bag.all.add(from.object(Object.class));
      }
    }

    @Override
    public boolean hashesParts() {
      return true;
    }
  }

  @Test
  void partsThatAreHashedAreFilledBefore() {
    Bag bag = new Bag();
    List<Object> list = Arrays.asList(bag, "which counts for the hash code");
    bag.all.add(list);
    List<Object> twin = copy(list, new Bags());
    assertThat(((Bag) twin.get(0)).all.contains(twin)).isTrue();
  }

  // Found by the service loader

  static final class Meter {
    final int value;

    Meter(int value) {
      this.value = value;
    }
  }

  /** Named in {@code META-INF/services}. */
  public static final class MeterPickler implements Pickler<Meter> {
    @Override
    public Class<Meter> type() {
      return Meter.class;
    }

    @Override
    public void write(Meter meter, PickleOutput to) {
      to.number(meter.value);
    }

    @Override
    public Meter read(PickleInput from) {
      return new Meter((int) from.number() + 1000);
    }
  }

  @Test
  void aPicklerIsFoundByTheServiceLoaderAndAllowedByTheFilter() {
    byte[] image = image(new Meter(5));
    Meter twin = read(image);
    assertThat(twin.value).isEqualTo(1005);
    assertThatThrownBy(() -> Pickle.read(image, PickleFilter.allow("com.acme.**")))
        .isInstanceOf(RefusedClassException.class)
        .hasMessageContaining(Meter.class.getName());
  }

  @Test
  void onePicklerThatIsGivenComesBeforeOneThatIsFound() {
    Pickler<Meter> own =
        new Plain<>(
            Meter.class,
            (meter, to) -> to.text("m" + meter.value),
            from -> new Meter(Integer.parseInt(from.text().substring(1))));
    Meter twin = copy(new Meter(5), own);
    assertThat(twin.value).isEqualTo(5);
  }

  @Suspendable
  private static int forks(Channel<Integer> sums) {
    Meter meter = new Meter(1);
    Tasklet<?> twin = Fork.here();
    if (twin != null) {
      twin.resume();
    }
    sums.send(meter.value);
    return meter.value;
  }

  @Test
  void aForkUsesThePicklersThatAreFound() {
    Scheduler here = Scheduler.here();
    Channel<Integer> sums = Channel.buffered(2);
    here.start(() -> forks(sums));
    here.run();
    assertThat(List.of(sums.receive(), sums.receive())).containsExactlyInAnyOrder(1, 1001);
  }

  // What is refused

  @Test
  void whoWritesWithAFilterIsRefusedEarly() {
    Scheduler here = Scheduler.here();
    Tasklet<Meter> ended = here.start(() -> new Meter(1));
    here.run();
    PickleOptions strict = PickleOptions.DEFAULT.filter(PickleFilter.allow("com.acme.**"));
    assertThatThrownBy(() -> Pickle.of(ended, strict)).isInstanceOf(NotPicklableException.class);
    PickleFilter given = PickleFilter.allow("com.acme.**").pickler(new MeterPickler());
    assertThat(Pickle.of(ended, PickleOptions.DEFAULT.filter(given)).size()).isPositive();
  }

  @Test
  void aReaderWithoutThePicklerIsToldWhichItNeeds() {
    byte[] image = image(Path.of("a"), PATHS);
    assertThatThrownBy(() -> Pickle.read(image, FILTER.andAllow("java.nio.file.Path")))
        .isInstanceOf(PickleException.class)
        .hasMessageContaining("a Pickler of java.nio.file.Path");
    assertThatThrownBy(() -> Pickle.read(image, FILTER)).isInstanceOf(RefusedClassException.class);
  }

  @Test
  void aPicklerThatFailsTellsTheWayAndTheTaskletGoesOn() {
    IOException cause = new IOException("disk");
    Pickler<Path> failing =
        new Plain<>(
            Path.class,
            (path, to) -> {
              throw cause;
            },
            from -> null);
    Scheduler here = Scheduler.here();
    Channel<String> in = Channel.unbuffered();
    Tasklet<String> tasklet = here.start("holder", () -> holds(in, Path.of("p")));
    here.runUntil(() -> tasklet.state() == Tasklet.State.WAITING);
    assertThatThrownBy(() -> Pickle.of(tasklet, PickleOptions.DEFAULT.pickler(failing)))
        .isInstanceOf(NotPicklableException.class)
        .hasMessageContaining("could not be written by")
        .hasMessageContaining("disk")
        .hasMessageContaining("holds(PicklerTest.java")
        .hasCause(cause);
    assertThat(tasklet.state()).isEqualTo(Tasklet.State.WAITING);
  }

  @Test
  void aPicklerMayRefuseAnObject() {
    Pickler<Path> refusing =
        new Plain<>(
            Path.class,
            (path, to) -> {
              throw to.refusal("is open");
            },
            from -> null);
    assertThatThrownBy(() -> image(new Object[] {Path.of("p")}, refusing))
        .isInstanceOf(NotPicklableException.class)
        .hasMessageContaining("is open")
        .hasMessageContaining("[0]");
  }

  @Test
  void aPicklerReadsNothingBeyondWhatItHasWritten() {
    Function<Plain.Reader<Path>, Pickler<Path>> reading =
        reader -> new Plain<>(Path.class, (path, to) -> to.number(3).object("o"), reader);
    Pickler<Path> writer = reading.apply(from -> null);
    byte[] image = image(Path.of("p"), writer);
    Plain.Reader<Path> twoNumbers =
        from -> {
          from.number();
          from.number();
          return Path.of("never");
        };
    Plain.Reader<Path> twoObjects =
        from -> {
          from.object(Object.class);
          from.object(Object.class);
          return Path.of("never");
        };
    Plain.Reader<Path> otherType =
        from -> {
          from.object(List.class);
          return Path.of("never");
        };
    for (Plain.Reader<Path> each : List.of(twoNumbers, twoObjects, otherType)) {
      assertThatThrownBy(() -> read(image, reading.apply(each)))
          .isInstanceOf(DamagedPickleException.class);
    }
  }

  @Test
  void aPicklerReadsAllThatItHasWrittenAndMakesWhatItSays() {
    byte[] image = image(Path.of("p"), PATHS);
    Pickler<Path> lazy = new Plain<>(Path.class, (path, to) -> {}, from -> Path.of("q"));
    assertThatThrownBy(() -> read(image, lazy))
        .isInstanceOf(PickleException.class)
        .hasMessageContaining("has read less than was written");
    Pickler<Path> none =
        new Plain<>(
            Path.class,
            (path, to) -> {},
            from -> {
              from.text();
              return null;
            });
    assertThatThrownBy(() -> read(image, none))
        .isInstanceOf(PickleException.class)
        .hasMessageContaining("has made null");
    Pickler<Path> failing =
        new Plain<>(
            Path.class,
            (path, to) -> {},
            from -> {
              throw new IOException("no such file");
            });
    assertThatThrownBy(() -> read(image, failing))
        .isInstanceOf(PickleException.class)
        .hasMessageContaining("could not read a java.nio.file.Path")
        .hasCauseInstanceOf(IOException.class);
  }

  /** Not of the image, which is as good as it was. */
  @Test
  void whatAPicklerThrowsIsToldOfThePickler() {
    byte[] image = image(Path.of("p"), PATHS);
    for (RuntimeException each :
        List.of(
            new IndexOutOfBoundsException("mine"),
            new ClassCastException("mine"),
            new NegativeArraySizeException("mine"),
            new NullPointerException("mine"))) {
      Pickler<Path> failing =
          new Plain<>(
              Path.class,
              (path, to) -> {},
              from -> {
                throw each;
              });
      assertThatThrownBy(() -> read(image, failing))
          .isInstanceOf(PickleException.class)
          .isNotInstanceOf(DamagedPickleException.class)
          .hasMessageContaining(Plain.class.getName() + " could not read a java.nio.file.Path")
          .hasCause(each);
    }
  }

  @Test
  void anImageThatWasChangedIsRefusedWhateverAPicklerReads() {
    byte[] image =
        image(new Object[] {Path.of("some", "path"), new Node("n")}, PATHS, NODES_AT_ONCE);
    PickleFilter filter = FILTER.pickler(PATHS).pickler(NODES_AT_ONCE);
    byte[] body = Seals.body(image);
    int read = 0;
    for (int at = 0; at < body.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] changed = body.clone();
        changed[at] ^= (byte) (1 << bit);
        try {
          Pickle.read(Seals.sealed(changed), filter);
          read++;
        } catch (PickleException e) {
          assertThat(e.getMessage()).isNotEmpty();
        }
      }
    }
    assertThat(read).isLessThan(8 * body.length);
  }

  @Test
  void inspectShowsWhatAPicklerHasWritten(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("image");
    Files.write(file, image(new Object[] {new Meter(5)}));
    Result result =
        ChildJvm.plain().run("io.bobbin.pickle.PickleCommand", "inspect", file.toString());
    assertThat(result.expectOut())
        .contains(Meter.class.getName() + " by its Pickler: 1 object")
        .contains("numbers = 0a");
    Result verified =
        ChildJvm.woven("")
            .run(
                "io.bobbin.pickle.PickleCommand",
                "verify",
                file.toString(),
                "--classpath",
                ChildJvm.whereIs(PicklerTest.class).toString());
    assertThat(verified.out()).contains("would resume").doesNotContain("PROBLEM");
  }
}
