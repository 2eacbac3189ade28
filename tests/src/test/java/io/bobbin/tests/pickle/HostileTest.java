package io.bobbin.tests.pickle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Scheduler;
import io.bobbin.Tasklet;
import io.bobbin.pickle.DamagedPickleException;
import io.bobbin.pickle.NotPicklableException;
import io.bobbin.pickle.Pickle;
import io.bobbin.pickle.PickleFilter;
import io.bobbin.pickle.PickleOptions;
import io.bobbin.tests.agent.ChildJvm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
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
      PickleFilter.allow(HostileTest.class.getName(), EveryKind.class.getName()).key(SECRET);

  private static final String TRAPPED = "bobbin.tests.trapped";

  // Reading

  /** Reads a body; true if that went well. Fails if it ends in another way than it may. */
  private static boolean isRead(byte[] body, String what) {
    return isRead(body, FILTER, what);
  }

  private static void isRefused(byte[] body, String what, String why) {
    isRefused(body, FILTER, what, why);
  }

  /** Sees that a body is refused for a reason, and not before that comes up. */
  private static void isRefused(byte[] body, PickleFilter filter, String what, String why) {
    assertThat(isRead(body, filter, what)).as(what).isFalse();
    assertThatThrownBy(() -> Pickle.read(Seals.sealed(body, SECRET), filter))
        .as(what)
        .hasMessageContaining(why);
  }

  private static boolean isRead(byte[] body, PickleFilter filter, String what) {
    byte[] image = Seals.sealed(body, SECRET);
    return Refusals.isRead(image.length, Refusals.TO_READ, what, () -> Pickle.read(image, filter));
  }

  // Damage

  @Test
  void theImageItselfIsRead() {
    byte[] image = EveryKind.image(OPTIONS);
    assertThat(Seals.sealed(Seals.body(image), SECRET)).isEqualTo(image);
    assertThat(isRead(Seals.body(image), "the image")).isTrue();
    assertThat(Pickle.read(image, FILTER).tasklets()).hasSize(6 + ToolUsers.COUNT);
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] image = EveryKind.image(OPTIONS);
    for (int length = 0; length < image.length; length++) {
      byte[] cut = Arrays.copyOf(image, length);
      assertThatThrownBy(() -> Pickle.read(cut, FILTER)).isInstanceOf(DamagedPickleException.class);
    }
    byte[] body = Seals.body(image);
    for (int length = 0; length < body.length; length++) {
      assertThat(isRead(Arrays.copyOf(body, length), "the first " + length + " bytes")).isFalse();
    }
  }

  @Test
  void aChangedByteOrAnotherKeyIsNoticed() {
    byte[] image = EveryKind.image(OPTIONS);
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
    byte[] body = Seals.body(EveryKind.image(OPTIONS));
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
  private static final int FILL = 2;
  private static final int CLASS = 3;
  private static final int CODE = 4;
  private static final int ORIGIN = 5;
  private static final int FIRST_CLASS = 6;

  // The first bytes of definitions, with what is said there of the objects

  private static final int SHELL = 16;
  private static final int MEASURED = 32;

  private static final int NAMED = 0;
  private static final int VALUE = NAMED + MEASURED;
  private static final int OF_RUNTIME = NAMED + SHELL + MEASURED;
  private static final int FIELDS = 1 + SHELL;
  private static final int ARRAY = 2 + SHELL;
  private static final int ENUM = 3;
  private static final int RECORD = 4;
  private static final int LAMBDA = 5;

  private static final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int texts;

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
      texts++;
      count((long) text.length() << 1 | 1);
      if (!text.isEmpty()) {
        count((long) text.length() << 2);
        out.writeBytes(text.getBytes(ISO_8859_1));
      }
      return this;
    }

    /** A new text that is the last one again. */
    Bytes copyOfLast(int length) {
      texts++;
      return count(2L * length | 1).count(4L * length | 1).counts(1, 0);
    }

    /** Texts that a definition has, and that were new before, from 1 on; 0 is the empty one. */
    Bytes known(int... numbers) {
      for (int number : numbers) {
        count(2L * (texts - number + 1));
      }
      return this;
    }

    /** Numbers, with their length before them. */
    Bytes measured(Bytes numbers) {
      count(numbers.out.size());
      out.writeBytes(numbers.bytes());
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
    PickleFilter filter = PickleFilter.allow(EveryKind.class.getName()).key(SECRET);
    namesEverywhere(trap, filter, "is not allowed");
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
      namesEverywhere(gadget, FILTER.loader(loader), "is not allowed");
    }
  }

  /** Has a class named wherever an image may name one, and refused. */
  private static void namesEverywhere(String name, PickleFilter filter, String why) {
    for (int kind : new int[] {FIELDS, ENUM, RECORD}) {
      byte[] body = new Bytes().define(kind, name).number(0).counts(FIRST_CLASS, 0, END, 0).bytes();
      assertThat(isRead(body, filter, name + " as " + kind)).isFalse();
    }
    byte[] named = new Bytes().define(NAMED, name).counts(FIRST_CLASS, 0, END, 0).bytes();
    assertThat(isRead(named, filter, name + " as one that is known")).isFalse();
    Bytes around = new Bytes().origin(name + "$1", name, "run", 1, 1, 0);
    around.define(FIELDS, name + "$1").number(0).counts(FIRST_CLASS, 0, END, 0);
    assertThat(isRead(around.bytes(), filter, name + " as one around another")).isFalse();
    Bytes frame = new Bytes().count(CODE).text(name).text("run").text("()V").fixed(8).text("=");
    frame.number(1).text("java.lang.Object").text("wait").text("()V").count(0).known(0);
    frame.define(OF_RUNTIME, "tasklet").counts(FIRST_CLASS, 0, 6, 0, 0, 0, 0, 0, 0);
    // Yielded, priority, no result, runnable, has begun; the frame; waits for nothing, a number.
    Bytes numbers = new Bytes().number(1).number(0).number(0).number(1).number(1).counts(2, 0);
    frame.measured(numbers.number(0).number(0));
    isRefused(frame.counts(END, 1, 1).bytes(), filter, name + " as a frame's", why);
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
    isRefused(body.fixed(LARGE).bytes(), "arrays", "arrays of more elements than");
  }

  @ParameterizedTest
  @CsvSource({"[J", "[Ljava.lang.Object;", "[[[[[[[[[[[[I", "[Z"})
  void arraysThatAreLongerThanTheImage(String type) {
    for (long length : new long[] {LARGE + 1, Integer.MAX_VALUE, Long.MAX_VALUE, -1}) {
      byte[] body = new Bytes().define(ARRAY, type).counts(DECLARE, 0, length).fixed(LARGE).bytes();
      isRefused(body, type + " of " + length, "the image ends too early");
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
      namesEverywhere(name, PickleFilter.allow("**").key(SECRET), "");
      namesEverywhere("x".repeat(LARGE), PickleFilter.allow("**").key(SECRET), "");
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
    String here = EveryKind.class.getName();
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

  /** A byte names a long text again, so what is made of texts may be many times the image. */
  @Test
  void definitionsThatNameALongTextAgain(@TempDir Path folder) throws IOException {
    String longest = "x".repeat(LARGE);
    Bytes points = point(new Bytes(), longest);
    for (int i = 0; i < LARGE / 20; i++) {
      points
          .count(CODE)
          .known(1, 1, 1)
          .fixed(8)
          .known(1)
          .number(0)
          .known(1, 1, 1)
          .count(0)
          .known(0);
    }
    byte[] body = points.counts(END, 0).bytes();
    assertThat(isRead(body, "points")).isTrue();
    assertThat(inspected(body, folder).exit()).isZero();
    Bytes lambdas = point(new Bytes(), "(" + "I".repeat(LARGE) + ")V");
    point(lambdas, "C");
    for (int i = 0; i < LARGE / 20; i++) {
      // The capturing class, the factory, a name, a type; a method, its type; a method, its type.
      lambdas.count(CLASS).count(LAMBDA).known(2, 1, 2, 1).number(6).known(2, 2, 1, 2);
      lambdas.known(1).number(0).number(6).known(2, 2, 1, 2).known(1).number(0).number(0);
    }
    body = lambdas.counts(END, 0).bytes();
    isRefused(body, "lambdas", "the class C is not here");
    assertThat(inspected(body, folder).err()).contains("a method of more than 255 parameters");
  }

  @Test
  void pointsThatNameManyVariablesAgain(@TempDir Path folder) throws IOException {
    Bytes points = point(new Bytes(), "C").count(CODE).known(1, 1, 1).fixed(8).known(1).number(0);
    points.known(1, 1, 1).count(0).text("Ia;".repeat(LARGE));
    for (int i = 0; i < LARGE / 20; i++) {
      points.count(CODE).known(1, 1, 1).fixed(8).known(1).number(0);
      points.known(1, 1, 1).count(0).known(2);
    }
    byte[] body = points.counts(END, 0).bytes();
    assertThat(isRead(body, "points")).isTrue();
    assertThat(inspected(body, folder).exit()).isZero();
  }

  /** Pieces of a long text make longer ones. */
  @Test
  void textsThatAreMadeOfTexts() {
    Bytes texts = point(new Bytes(), "x".repeat(LARGE));
    for (int i = 0; i < LARGE / 20; i++) {
      texts.count(CODE).copyOfLast(LARGE).known(1, 1).fixed(8).known(1).number(0);
      texts.known(1, 1, 1).count(0).known(0);
    }
    byte[] body = texts.counts(END, 0).bytes();
    isRefused(body, "names", "texts of 64 times the length of the image");
  }

  /** What an object is called takes a reading of all that it has. */
  @Test
  void aLargeObjectThatManyReferTo(@TempDir Path folder) throws IOException {
    int size = LARGE / 4;
    Bytes body = new Bytes().define(OF_RUNTIME, "tasklet").define(ARRAY, "[Ljava.lang.Object;");
    body.count(CODE).text("C").text("m").text("()V").fixed(8).text("=").number(1);
    body.text("C")
        .text("m")
        .text("()V")
        .count(0)
        .known(0)
        .counts(FIRST_CLASS, 0, 6, 0, 0, 0, 0, 0, 0);
    Bytes numbers = new Bytes().number(1).number(0).number(0).number(1).number(1);
    for (int i = 0; i < size; i++) {
      numbers.count(2);
    }
    body.measured(numbers.count(0).number(0).number(0));
    body.counts(FIRST_CLASS + 1, size, size);
    for (int i = 0; i < size; i++) {
      body.count(1);
    }
    assertThat(inspected(body.counts(END, 1, 1).bytes(), folder).exit()).isZero();
  }

  /** What comes of the command, which has some time, and little memory. */
  private static ChildJvm.Result inspected(byte[] body, Path folder) throws IOException {
    Path file = Files.write(folder.resolve("image"), Seals.sealed(body, SECRET));
    return ChildJvm.plain()
        .option("-Xmx256m")
        .within(Duration.ofMinutes(1))
        .run("io.bobbin.pickle.PickleCommand", "inspect", "--unchecked", file.toString());
  }

  private static Bytes point(Bytes body, String name) {
    body.count(CODE).text(name).known(1, 1).fixed(8).known(1).number(0);
    return body.known(1, 1, 1).count(0).known(0);
  }

  @Test
  void channelsWithMoreThanThereIs() {
    for (long count : new long[] {LARGE, Integer.MAX_VALUE}) {
      // Open, nothing special, no preference; values.
      isRefused(
          channel(new Bytes().number(0).number(0).number(count)),
          count + " values",
          "fewer references");
      isRefused(
          channel(new Bytes().number(0).number(0).number(0).number(count)),
          count + " who wait",
          "fewer references");
    }
  }

  private static byte[] channel(Bytes numbers) {
    Bytes body = new Bytes().define(OF_RUNTIME, "channel").count(FIRST_CLASS);
    body.measured(new Bytes().number(Integer.MAX_VALUE)).counts(1, 0);
    return body.measured(numbers.fixed(LARGE)).counts(END, 0).bytes();
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

  /** A context below itself would be asked for its values for ever. */
  @Test
  void contextsInACircle() {
    for (String kind : List.of("context", "context value")) {
      boolean isScope = kind.equals("context");
      Bytes body = new Bytes().define(OF_RUNTIME, kind).define(VALUE, "context key");
      body.define(NAMED, "java.lang.String");
      body.counts(FIRST_CLASS + 2, 0, 0); // the name, empty: object 1
      body.counts(FIRST_CLASS + 1, 1, 1).measured(new Bytes().number(0)); // the key: object 2
      body.counts(DECLARE, 0, 0); // object 3
      if (isScope) {
        body.counts(FILL, 3, 6, 1, 0, 0, 0, 0, 0); // its parent is itself
      } else {
        body.counts(FILL, 3, 3, 2, 3, 1); // so are its key, a value, and its parent
      }
      body.measured(new Bytes().number(7)).counts(END, 0);
      isRefused(body.bytes(), kind, "above itself");
    }
  }

  /** A generator that is run by itself, or runs itself, has no end. */
  @Test
  void generatorsInACircle() {
    for (int inner = 0; inner <= 1; inner++) {
      Bytes body = new Bytes().define(OF_RUNTIME, "generator").define(OF_RUNTIME, "sleep");
      body.counts(DECLARE, 0, 0, DECLARE, 1, 0);
      // The generator: no source, no value, no consumer; runs within itself, or calls itself.
      Bytes numbers = new Bytes().number(0).number(1);
      if (inner == 0) {
        body.counts(FILL, 1, 6, 0, 0, 0, 2, 0, 0);
      } else {
        body.counts(FILL, 1, 7, 0, 0, 0, 0, 2, 0, 0);
        numbers.count(1).number(0);
      }
      body.measured(numbers.count(0).number(0).number(0));
      // The sleep, of the generator.
      body.counts(FILL, 2, 1, 2).measured(new Bytes().number(1_000)).counts(END, 0);
      String why = inner == 0 ? "a generator that runs within itself" : "a strand of no tasklet";
      isRefused(body.bytes(), "a circle", why);
    }
  }

  /** A list of copies is a few bytes, however long it is; so is an iterator that is at its end. */
  @Test
  void iteratorsThatStandFarWithinTheirCollections() {
    Bytes body = new Bytes().define(OF_RUNTIME, "java.util.Collections$CopiesList");
    body.define(OF_RUNTIME, "java.util.Iterator").count(FIRST_CLASS).measured(new Bytes());
    body.counts(1, 0).measured(new Bytes().number(Integer.MAX_VALUE));
    for (int i = 1; i <= 1_000; i++) {
      body.count(FIRST_CLASS + 1).measured(new Bytes().number(0)).counts(2, i, 0);
      // In order, of the collection itself; how many have been, are to come; no remove.
      Bytes numbers = new Bytes().number(1).number(0).number(Integer.MAX_VALUE).number(0).number(0);
      body.measured(numbers);
    }
    isRefused(body.counts(END, 0).bytes(), "iterators", "elements within their collections");
  }

  @Test
  void patternsOfManyPatterns() {
    for (int marks = 1; marks <= 30; marks++) {
      String text = "a" + "\u0300\u0316\u0327".repeat(marks).substring(0, marks);
      Bytes body = new Bytes().define(VALUE, "java.util.regex.Pattern").counts(FIRST_CLASS, 0);
      Bytes numbers = new Bytes().number(Pattern.CANON_EQ).count(2L * text.length() + 1);
      text.chars().forEach(numbers::count);
      byte[] bytes = body.measured(numbers).counts(END, 0).bytes();
      assertThat(isRead(bytes, marks + " marks")).isEqualTo(marks <= 4);
    }
  }

  /** Hashing a URL has the name of its host looked up. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void keysThatAskTheNetwork(boolean isInList) {
    Bytes body = new Bytes().define(VALUE, "java.net.URL").define(OF_RUNTIME, "java.util.HashMap");
    body.define(OF_RUNTIME, "java.util.ArrayList");
    String url = "http://nowhere.invalid/";
    Bytes text = new Bytes().count(2L * url.length());
    url.chars().forEach(text::count);
    body.counts(FIRST_CLASS, 0).measured(text);
    if (isInList) {
      body.counts(FIRST_CLASS + 2, 0, 1, 1).count(0);
    }
    body.counts(FIRST_CLASS + 1, 0);
    byte[] before = body.bytes();
    // Pairs: the last object is the key, or the value for the key null.
    body.counts(2, 1, 0).measured(new Bytes().number(0)).counts(END, 0);
    isRefused(body.bytes(), "a map", "a key whose hash code asks the network");
    Bytes value = new Bytes();
    value.out.writeBytes(before);
    value.counts(2, 0, 1).measured(new Bytes().number(0)).counts(END, 0);
    assertThat(isRead(value.bytes(), "a map")).isTrue();
  }

  @Test
  void whatReadersWouldRefuseIsNotWritten() throws IOException {
    URL url = new URL("file:/nowhere");
    Pattern pattern = Pattern.compile("a\u0300\u0316\u0327\u0334\u0345", Pattern.CANON_EQ);
    for (Object each :
        List.of(Map.of(url, 1), Set.of(url), new HashMap<>(Map.of(url, 1)), pattern)) {
      Tasklet<Object> tasklet = Scheduler.here().start(() -> each);
      tasklet.join();
      assertThatThrownBy(() -> Pickle.of(tasklet))
          .isInstanceOf(NotPicklableException.class)
          .hasMessageContaining(
              each == pattern ? "a Pattern with CANON_EQ" : "java.net.URL as a key");
    }
    Tasklet<Object> tasklet = Scheduler.here().start(() -> Map.of(1, url));
    tasklet.join();
    assertThat(
            Pickle.read(Pickle.of(tasklet).bytes(), PickleFilter.allow()).<Object>tasklet().join())
        .isEqualTo(Map.of(1, url));
  }
}
