package io.bobbin.tests.pickle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import io.bobbin.Body;
import io.bobbin.Channel;
import io.bobbin.Generator;
import io.bobbin.Scheduler;
import io.bobbin.Select;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.frame.FrameMismatchException;
import io.bobbin.pickle.DamagedPickleException;
import io.bobbin.pickle.Pickle;
import io.bobbin.pickle.PickleException;
import io.bobbin.pickle.PickleFilter;
import io.bobbin.pickle.PickleOptions;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Images that nobody has written: each is refused with an exception that says so, at once, and
 * without much memory; nothing is initialised that is not allowed.
 *
 * <p>They are sealed with the reader's key, or nothing but the seal would be tested. System
 * properties: {@code bobbin.mutations}, how many (100,000), and {@code bobbin.mutations.seed} (1).
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileTest {
  private static final byte[] SECRET = "a key of the tests".getBytes(US_ASCII);
  private static final PickleOptions OPTIONS = PickleOptions.DEFAULT.key(SECRET);
  private static final PickleFilter FILTER =
      PickleFilter.allow(HostileTest.class.getName()).key(SECRET);

  /** As {@code docs/pickle-format.md} has it: magic, version, seal, body. */
  private static final int SEAL = 5;

  private static final int BODY = SEAL + 32;

  /** What reading may allocate whatever is read, and for each byte. */
  private static final long MEMORY = 4 << 20;

  private static final long MEMORY_PER_BYTE = 256;

  private static final String TRAPPED = "bobbin.tests.trapped";

  // What is pickled

  static final class Account {
    private final String name;
    private Object other = this;
    private boolean open = true;
    private double share = 0.5;

    Account(String name) {
      this.name = name;
    }
  }

  record Pair(Object first, int second) {}

  enum Color {
    RED,
    GREEN
  }

  /** Two that are alike, of an anonymous class, and one around an object of another. */
  private static Object unnamed() {
    class Around {
      final Object inside =
          new Object() {
            final int first = 1;
          };
    }
    return List.of(
        new Around(),
        new Object() {
          final int other = 2;
        },
        new Object() {
          final int other = 3;
        });
  }

  /** The image of a group in which everything is that an image can have. */
  private static byte[] image() {
    Scheduler here = Scheduler.deterministic(1);
    Channel<Object> values = Channel.buffered(4);
    Channel<Integer> go = Channel.unbuffered();
    List<Tasklet<?>> group = new ArrayList<>();
    group.add(here.start("holder", () -> holds(values, go)));
    group.add(here.start("selects", () -> selects(values, go)));
    group.add(here.start("sleeps", () -> sleepsWithin(3)));
    group.add(here.start("sends", () -> values.send("later")));
    group.add(here.start(() -> group.get(0).join()));
    group.addAll(ToolUsers.start(here));
    here.runUntil(() -> group.stream().allMatch(t -> t.state() == Tasklet.State.WAITING));
    group.add(here.start("not begun", () -> sleepsWithin(1)));
    return Pickle.ofAll(group, OPTIONS).bytes();
  }

  @Suspendable
  private static Object holds(Channel<Object> values, Channel<Integer> go) throws Exception {
    Account account = new Account("a");
    account.other = new Object[] {account, new int[][] {{1}, {2, 3}}, "\u20ac", null};
    long[] longs = {1, Long.MIN_VALUE};
    boolean[] booleans = {true, false};
    char[] chars = {'a', '\uffff'};
    byte[] bytes = {1, 2, 3};
    float[] floats = {1, 2};
    double[] doubles = {1};
    short[] shorts = {-1};
    Object[] boxes = {1, 2L, 'c', 1.0, 1f, true, (byte) 1, (short) 2, new Object(), unnamed()};
    double wide = Math.PI;
    Pair pair = new Pair(Color.GREEN, 7);
    Body<Integer> lambda = () -> pair.second + longs.length;
    Generator<Integer> generator =
        Generator.of(
            out -> {
              out.yield(1);
              out.yield(2);
              out.yield(3);
            });
    for (int i = 0; i < 4; i++) {
      values.send(i == 0 ? boxes : pair);
    }
    int first = generator.next();
    values.send(first); // waits
    return account.name
        + account.open
        + account.share
        + booleans[0]
        + chars[0]
        + bytes[0]
        + floats[0]
        + doubles[0]
        + shorts[0]
        + wide
        + lambda.run()
        + generator.next()
        + go.receive(Duration.ofSeconds(1));
  }

  @Suspendable
  private static String selects(Channel<Object> values, Channel<Integer> go) {
    return Select.<String>of(
        go.onReceive(v -> "received"), Select.after(Duration.ofMinutes(1), () -> "after"));
  }

  @Suspendable
  private static int sleepsWithin(int depth) {
    if (depth == 0) {
      Tasklet.sleep(Duration.ofSeconds(10));
      return 1;
    }
    return 1 + sleepsWithin(depth - 1);
  }

  // Reading

  private static byte[] sealed(byte[] body) {
    byte[] header = {'B', 'o', 'b', 'P', 1};
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
      mac.update(header);
      byte[] image = Arrays.copyOf(header, BODY + body.length);
      System.arraycopy(mac.doFinal(body), 0, image, SEAL, BODY - SEAL);
      System.arraycopy(body, 0, image, BODY, body.length);
      return image;
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException("each JDK has HmacSHA256", e);
    }
  }

  private static byte[] body(byte[] image) {
    return Arrays.copyOfRange(image, BODY, image.length);
  }

  /** Reads a body; true if that went well. Fails if it ends in another way than it may. */
  private static boolean isRead(byte[] body, String what) {
    return isRead(body, FILTER, what);
  }

  private static boolean isRead(byte[] body, PickleFilter filter, String what) {
    byte[] image = sealed(body);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    boolean isRead;
    try {
      Pickle.read(image, filter);
      isRead = true;
    } catch (PickleException | FrameMismatchException e) {
      isRead = false;
    } catch (RuntimeException | Error e) {
      throw new AssertionError(what + " ends in " + e, e);
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    if (allocated > MEMORY + MEMORY_PER_BYTE * image.length) {
      fail("%s takes %,d bytes of memory", what, allocated);
    }
    return isRead;
  }

  // Damage

  @Test
  void theImageItselfIsRead() {
    byte[] image = image();
    assertThat(sealed(body(image))).isEqualTo(image);
    assertThat(isRead(body(image), "the image")).isTrue();
    assertThat(Pickle.read(image, FILTER).tasklets()).hasSize(6 + ToolUsers.COUNT);
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] image = image();
    for (int length = 0; length < image.length; length++) {
      byte[] cut = Arrays.copyOf(image, length);
      assertThatThrownBy(() -> Pickle.read(cut, FILTER)).isInstanceOf(DamagedPickleException.class);
    }
    byte[] body = body(image);
    for (int length = 0; length < body.length; length++) {
      assertThat(isRead(Arrays.copyOf(body, length), "the first " + length + " bytes")).isFalse();
    }
  }

  @Test
  void aChangedByteOrAnotherKeyIsNoticed() {
    byte[] image = image();
    for (int i = 0; i < image.length; i++) {
      byte[] changed = image.clone();
      changed[i] ^= 0x10;
      assertThatThrownBy(() -> Pickle.read(changed, FILTER))
          .isInstanceOf(DamagedPickleException.class);
    }
    for (PickleFilter other :
        List.of(
            PickleFilter.allow("**"), PickleFilter.allow("**").key("b key".getBytes(US_ASCII)))) {
      assertThatThrownBy(() -> Pickle.read(image, other))
          .isInstanceOf(DamagedPickleException.class)
          .hasMessageContaining("the seal does not fit");
    }
  }

  @Test
  void mutationsAreReadOrRefused() {
    int count = Integer.getInteger("bobbin.mutations", 100_000);
    SplittableRandom random = new SplittableRandom(Long.getLong("bobbin.mutations.seed", 1));
    byte[] body = body(image());
    int read = 0;
    for (int i = 0; i < count; i++) {
      if (isRead(mutated(body, random), "mutation " + i)) {
        read++;
      }
    }
    assertThat(read).as("of which most break it").isBetween(1, count / 2);
  }

  private static byte[] mutated(byte[] body, SplittableRandom random) {
    byte[] changed = body.clone();
    for (int times = 1 + random.nextInt(4); times > 0; times--) {
      int at = random.nextInt(changed.length);
      switch (random.nextInt(7)) {
        case 0 -> changed[at] = (byte) random.nextInt();
        case 1 -> changed[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> changed[at] = (byte) (changed[at] + (random.nextBoolean() ? 1 : -1));
        case 3 -> changed[at] = random.nextBoolean() ? 0 : (byte) 0x7f;
        case 4 -> changed = spliced(changed, at, 1 + random.nextInt(8), new byte[0]);
        case 5 -> {
          int from = random.nextInt(changed.length);
          int to = Math.min(changed.length, from + 1 + random.nextInt(30));
          changed = spliced(changed, at, 0, Arrays.copyOfRange(changed, from, to));
        }
        default -> {
          byte[] large = new Bytes().count(random.nextLong() >>> random.nextInt(1, 64)).bytes();
          changed = spliced(changed, at, 1, large);
        }
      }
    }
    return changed;
  }

  private static byte[] spliced(byte[] body, int at, int removed, byte[] added) {
    int behind = Math.min(body.length, at + removed);
    byte[] changed = Arrays.copyOf(body, at + added.length + body.length - behind);
    System.arraycopy(added, 0, changed, at, added.length);
    System.arraycopy(body, behind, changed, at + added.length, body.length - behind);
    return changed;
  }

  // Bodies written by hand

  private static final int END = 0;
  private static final int DECLARE = 1;
  private static final int CLASS = 3;
  private static final int CODE = 4;
  private static final int ORIGIN = 5;
  private static final int FIRST_CLASS = 6;

  private static final int NAMED = 0;
  private static final int FIELDS = 1;
  private static final int ARRAY = 2;
  private static final int ENUM = 3;
  private static final int RECORD = 4;
  private static final int LAMBDA = 5;

  private static final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Bytes count(long value) {
      long left = value;
      while ((left & ~0x7fL) != 0) {
        out.write((int) (left & 0x7f | 0x80));
        left >>>= 7;
      }
      out.write((int) left);
      return this;
    }

    Bytes counts(long... values) {
      for (long value : values) {
        count(value);
      }
      return this;
    }

    Bytes number(long value) {
      return count((value << 1) ^ (value >> 63));
    }

    /** A text that a definition has, new. */
    Bytes text(String text) {
      count(0).count((long) text.length() << 1);
      out.writeBytes(text.getBytes(ISO_8859_1));
      return this;
    }

    Bytes fixed(int size) {
      out.writeBytes(new byte[size]);
      return this;
    }

    /** The origin of a class without members, in a method without parameters. */
    Bytes origin(String name, String enclosing, String method, long... counts) {
      count(ORIGIN).text(name).text(enclosing).text(method).text("()Ljava/lang/Object;");
      text("").number(0);
      for (long each : counts) {
        number(each);
      }
      return this;
    }

    /** The definition of a class; the name is all that it begins with. */
    Bytes define(int kind, String name) {
      return count(CLASS).count(kind).text(name);
    }

    byte[] bytes() {
      return out.toByteArray();
    }
  }

  /** What no image may touch: it tells if it is initialised. */
  static final class Outside {
    /** Whoever reads this initialises the class. */
    static final class Trap {
      static {
        System.setProperty(TRAPPED, "initialised");
      }

      private Trap() {}
    }

    private Outside() {}
  }

  @Test
  void nothingIsInitialisedThatIsNotAllowed() {
    String trap = Outside.Trap.class.getName();
    PickleFilter filter = PickleFilter.allow(Account.class.getName()).key(SECRET);
    namesEverywhere(trap, filter);
    assertThat(System.getProperty(TRAPPED)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.apache.commons.collections.functors.InvokerTransformer",
        "org.apache.commons.collections.functors.InstantiateTransformer",
        "org.apache.commons.collections.functors.ChainedTransformer",
        "org.apache.commons.collections.map.LazyMap",
        "org.apache.commons.collections.keyvalue.TiedMapEntry",
        "org.codehaus.groovy.runtime.MethodClosure",
        "org.codehaus.groovy.runtime.ConvertedClosure",
        "groovy.util.Expando",
        "org.springframework.core.SerializableTypeWrapper$MethodInvokeTypeProvider",
        "com.sun.org.apache.xalan.internal.xsltc.trax.TemplatesImpl",
        "com.sun.rowset.JdbcRowSetImpl",
        "javax.management.BadAttributeValueExpException",
        "java.util.PriorityQueue",
        "org.springframework.core.io.buffer.NettyDataBuffer", // which lacks what it mentions
        "java.lang.ProcessBuilder",
        "java.net.URL",
        "java.rmi.server.UnicastRemoteObject",
        "sun.reflect.annotation.AnnotationInvocationHandler",
      })
  void gadgetsAreRefused(String gadget) throws Exception {
    Path groovy = Path.of(System.getProperty("bobbin.foreign"), "groovy.jar");
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {groovy.toUri().toURL()}, HostileTest.class.getClassLoader())) {
      assertThat(Class.forName(gadget, false, loader)).isNotNull();
      namesEverywhere(gadget, FILTER.loader(loader));
    }
  }

  /** Has a class named wherever an image may name one, and refused. */
  private static void namesEverywhere(String name, PickleFilter filter) {
    for (int kind : new int[] {FIELDS, ENUM, RECORD}) {
      byte[] body = new Bytes().define(kind, name).number(0).counts(FIRST_CLASS, 0, END, 0).bytes();
      assertThat(isRead(body, filter, name + " as " + kind)).isFalse();
    }
    byte[] named = new Bytes().define(NAMED, name).counts(FIRST_CLASS, 0, END, 0).bytes();
    assertThat(isRead(named, filter, name + " as one that is known")).isFalse();
    Bytes around = new Bytes().origin(name + "$1", name, "run", 1, 1, 0);
    around.define(FIELDS, name + "$1").number(0).counts(FIRST_CLASS, 0, END, 0);
    assertThat(isRead(around.bytes(), filter, name + " as one around another")).isFalse();
    Bytes frame = new Bytes().count(CODE).text(name).text("run").text("()V").fixed(8).number(1);
    frame.text("java.lang.Object").text("wait").text("()V").counts(0, 0);
    frame.define(NAMED, "tasklet").counts(FIRST_CLASS, 5, 0, 0, 0, 0, 0);
    frame.number(1).number(0).number(0).number(1).counts(2, 0).number(0).number(0);
    assertThat(isRead(frame.counts(END, 1, 1).bytes(), filter, name + " as a frame's")).isFalse();
    for (String of : List.of(name, HostileTest.class.getName())) {
      Bytes lambda = new Bytes().define(LAMBDA, of).text("()Ljava/lang/Runnable;").text("run");
      lambda.text("()V").number(6).text(name.replace('.', '/')).text("x").text("()V").text("");
      lambda.number(0).number(6).text(name.replace('.', '/')).text("x").text("()V").text("()V");
      lambda.number(0).number(0).counts(FIRST_CLASS, 0, END, 0);
      assertThat(isRead(lambda.bytes(), filter, name + " in a lambda of " + of)).isFalse();
    }
  }

  // Bombs

  private static final int LARGE = 1 << 18;

  @Test
  void arraysThatAreDeclaredAndNeverFilled() {
    Bytes body = new Bytes().define(ARRAY, "[J");
    for (int i = 0; i < LARGE; i++) {
      body.counts(DECLARE, 0, LARGE);
    }
    assertThat(isRead(body.fixed(LARGE).bytes(), "arrays")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"[J", "[Ljava.lang.Object;", "[[[[[[[[[[[[I", "[Z"})
  void arraysThatAreLongerThanTheImage(String type) {
    for (long length : new long[] {LARGE + 1, Integer.MAX_VALUE, Long.MAX_VALUE, -1}) {
      byte[] body = new Bytes().define(ARRAY, type).counts(DECLARE, 0, length).fixed(LARGE).bytes();
      assertThat(isRead(body, type + " of " + length)).isFalse();
    }
  }

  @Test
  void arraysOfMoreDimensionsThanThereAre() {
    for (int depth : new int[] {254, 255, 256, 1000, LARGE}) {
      byte[] body =
          new Bytes().define(ARRAY, "[".repeat(depth) + "I").counts(DECLARE, 0, 1, END, 0).bytes();
      assertThat(isRead(body, depth + " dimensions")).isFalse();
    }
  }

  @Test
  void namesThatAreNone() {
    for (String name :
        new String[] {"", "[", "L", "[L", "[L;", "[V", "\0", "a\0b", "/", "..", ";"}) {
      for (int kind = NAMED; kind <= LAMBDA + 2; kind++) {
        Bytes body = new Bytes().define(kind, name).fixed(64);
        assertThat(isRead(body.bytes(), PickleFilter.allow("**").key(SECRET), name)).isFalse();
      }
      namesEverywhere(name, PickleFilter.allow("**").key(SECRET));
      namesEverywhere("x".repeat(LARGE), PickleFilter.allow("**").key(SECRET));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"([V)V", "(V)V", "(", ")", "", "([)V", "(L)V", "()[V", "()L;", "()"})
  void descriptorsThatAreNone(String descriptor) {
    String self = HostileTest.class.getName();
    Bytes lambda = new Bytes().define(LAMBDA, self).text(descriptor).text("run");
    lambda.text(descriptor).number(6).text(self.replace('.', '/')).text("x").text(descriptor);
    lambda.text("").text("").number(0).number(6).text(self.replace('.', '/')).text("x");
    lambda
        .text(descriptor)
        .text("")
        .text(descriptor)
        .number(0)
        .number(0)
        .counts(FIRST_CLASS, 0, END, 0);
    assertThat(isRead(lambda.bytes(), "a lambda of " + descriptor)).isFalse();
  }

  @Test
  void originsThatCannotBe() {
    String here = HostileTest.class.getName();
    String local = here + "$1Around";
    byte[] origin = new Bytes().origin(local, here, "unnamed", 1, 1, 0).counts(END, 0).bytes();
    assertThat(isRead(origin, "one that is right")).isTrue();
    for (String none :
        List.of("", "$", "$1", here, here + "$", here + "$Account", "java.lang.Object$1")) {
      byte[] body = new Bytes().origin(none, here, "unnamed", 1, 1, 0).counts(END, 0).bytes();
      assertThat(isRead(body, "an origin of " + none)).isFalse();
    }
    for (long[] counts : new long[][] {{0, 0, 0}, {1, 2, 0}, {1, 1, 1}, {1, 1, -1}, {-1, -1, -1}}) {
      byte[] body = new Bytes().origin(local, here, "unnamed", counts).counts(END, 0).bytes();
      assertThat(isRead(body, "an origin with " + Arrays.toString(counts))).isFalse();
    }
    Bytes many = new Bytes();
    for (int i = 0; i < 2_000; i++) {
      many.origin(local, here, "unnamed", 1, 1, 0);
    }
    assertThat(isRead(many.counts(END, 0).bytes(), "many origins")).isFalse();
  }

  @Test
  void channelsWithMoreThanThereIs() {
    for (long count : new long[] {LARGE, Integer.MAX_VALUE}) {
      Bytes body = new Bytes().define(NAMED, "channel").count(FIRST_CLASS);
      body.number(Integer.MAX_VALUE).counts(1, 0).number(0).number(0).number(count);
      assertThat(isRead(body.fixed(LARGE).bytes(), "a channel of " + count)).isFalse();
      body = new Bytes().define(NAMED, "channel").count(FIRST_CLASS);
      body.number(Integer.MAX_VALUE).counts(1, 0).number(0).number(0).number(0).number(count);
      assertThat(isRead(body.fixed(LARGE).bytes(), count + " who wait")).isFalse();
    }
  }

  @Test
  void countsWithoutEnd() {
    for (int tag = 0; tag < 8; tag++) {
      for (long count : new long[] {Integer.MAX_VALUE, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
        isRead(new Bytes().counts(tag, count).fixed(100).bytes(), tag + " and " + count);
        isRead(new Bytes().counts(tag, 0, count).fixed(100).bytes(), tag + ", 0 and " + count);
        isRead(new Bytes().counts(tag, 0, 0, count).fixed(100).bytes(), tag + ", 0, 0, " + count);
      }
    }
    assertThat(isRead(new Bytes().counts(END, Integer.MAX_VALUE).bytes(), "roots")).isFalse();
  }

  /** A generator that is run by itself, or runs itself, has no end. */
  @Test
  void generatorsInACircle() {
    for (int inner = 0; inner <= 1; inner++) {
      Bytes body = new Bytes().define(NAMED, "generator").define(NAMED, "sleep");
      body.counts(DECLARE, 0, DECLARE, 1);
      // The generator: no source, no value, outer and inner itself.
      body.counts(2, 1, 5, 0, 0, 2, inner == 0 ? 0 : 2, 1);
      body.number(1).number(1).count(0).number(1);
      // The sleep, of the generator.
      body.counts(2, 2, 1, 2).number(1_000).counts(END, 0);
      assertThat(isRead(body.bytes(), "a circle")).isFalse();
    }
  }
}
