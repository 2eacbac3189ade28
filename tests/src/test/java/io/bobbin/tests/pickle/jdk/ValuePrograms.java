package io.bobbin.tests.pickle.jdk;

import io.bobbin.Channel;
import io.bobbin.Suspendable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.BitSet;
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.StringTokenizer;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.AtomicStampedReference;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.regex.Pattern;

/** Programs over values, generators of random numbers, and locks that nobody holds. */
final class ValuePrograms {
  private static final LocalDateTime TIME = LocalDateTime.of(2024, 10, 27, 2, 30, 0, 5);

  private ValuePrograms() {}

  @SuppressWarnings("JavaUtilDate") // programs have them
  static void all(Map<String, Programs.Program> to) {
    to.put("random", ValuePrograms::random);
    to.put("locks", ValuePrograms::locks);
    to.put("arrays and adders", ValuePrograms::arrays);
    to.put("tokenizer", ValuePrograms::tokenizer);
    to.put("pattern", ValuePrograms::pattern);
    for (Object each :
        List.of(
            new BigInteger("-123456789012345678901234567890"),
            BigInteger.ZERO,
            new BigDecimal("-0.001200"),
            new BigDecimal("1e1000"),
            new UUID(-1, 2),
            URI.create("http://nowhere.invalid/a?b#c"),
            Locale.GERMANY,
            Locale.ROOT,
            Locale.forLanguageTag("zh-Hant-TW"),
            Currency.getInstance("EUR"),
            StandardCharsets.UTF_16LE,
            Optional.of("o"),
            Optional.empty(),
            OptionalInt.of(-1),
            OptionalLong.empty(),
            OptionalDouble.of(-0.0),
            Duration.ofSeconds(-3, 7),
            Instant.MIN,
            LocalDate.of(-12345, 2, 28),
            LocalTime.MAX,
            TIME,
            ZoneOffset.ofHoursMinutes(-3, -30),
            ZoneId.of("Europe/Berlin"),
            ZoneId.of("UTC+2"),
            ZonedDateTime.ofLocal(TIME, ZoneId.of("Europe/Berlin"), ZoneOffset.ofHours(1)),
            ZonedDateTime.ofLocal(TIME, ZoneId.of("Europe/Berlin"), ZoneOffset.ofHours(2)),
            OffsetDateTime.of(TIME, ZoneOffset.MAX),
            OffsetTime.of(LocalTime.NOON, ZoneOffset.MIN),
            Year.of(123456),
            YearMonth.of(12345, 6),
            MonthDay.of(2, 29),
            Period.of(-1, 2, -3),
            new Date(-5),
            TimeUnit.DAYS,
            String[][].class,
            int.class,
            long[].class,
            Programs.class)) {
      to.put(each.getClass().getSimpleName() + " " + each, gate -> keeps(gate, each));
    }
  }

  @Suspendable
  private static String keeps(Channel<Integer> gate, Object value) {
    gate.receive();
    return value.getClass() + " " + value + " " + value.hashCode() * stability(value);
  }

  /** Whether an object has the same hash code in each JVM. */
  private static int stability(Object value) {
    return value instanceof Enum
            || value instanceof Class
            || value instanceof Currency
            || value instanceof Locale
        ? 0
        : 1;
  }

  @Suspendable
  private static String random(Channel<Integer> gate) {
    Random random = new Random(7);
    SplittableRandom splittable = new SplittableRandom(8);
    String log = "" + random.nextGaussian();
    for (int i = 0; i < 3; i++) {
      gate.receive();
      log += random.nextInt() + " " + random.nextGaussian() + splittable.nextLong();
      splittable = splittable.split();
    }
    return log;
  }

  @Suspendable
  private static String locks(Channel<Integer> gate) {
    ReentrantLock lock = new ReentrantLock(true);
    ReentrantReadWriteLock both = new ReentrantReadWriteLock();
    CountDownLatch latch = new CountDownLatch(3);
    Semaphore semaphore = new Semaphore(-2, true);
    gate.receive();
    latch.countDown();
    semaphore.release();
    gate.receive();
    return ""
        + lock.isFair()
        + lock.tryLock()
        + both.isFair()
        + both.readLock().tryLock()
        + latch.getCount()
        + semaphore.availablePermits()
        + semaphore.isFair();
  }

  @Suspendable
  private static String arrays(Channel<Integer> gate) {
    AtomicIntegerArray ints = new AtomicIntegerArray(new int[] {1, -1});
    AtomicLongArray longs = new AtomicLongArray(new long[] {Long.MIN_VALUE, 1});
    AtomicReferenceArray<Object> references = new AtomicReferenceArray<>(3);
    references.set(1, references);
    AtomicStampedReference<Object> stamped = new AtomicStampedReference<>(ints, 4);
    LongAdder adder = new LongAdder();
    DoubleAdder doubles = new DoubleAdder();
    BitSet bits = new BitSet();
    bits.set(3, 300);
    adder.add(5);
    doubles.add(0.5);
    gate.receive();
    ints.incrementAndGet(0);
    adder.increment();
    bits.clear(7);
    gate.receive();
    return ""
        + ints
        + longs
        + (references.get(1) == references)
        + (stamped.getReference() == ints)
        + stamped.getStamp()
        + adder
        + doubles
        + bits;
  }

  @Suspendable
  private static String tokenizer(Channel<Integer> gate) {
    StringBuilder log = new StringBuilder();
    for (StringTokenizer tokens = new StringTokenizer("a b,c", " ,"); tokens.hasMoreTokens(); ) {
      gate.receive();
      log.append(tokens.nextToken()).append(';');
    }
    return log.toString();
  }

  @Suspendable
  private static String pattern(Channel<Integer> gate) {
    Pattern pattern = Pattern.compile("a(B+)", Pattern.CASE_INSENSITIVE);
    gate.receive();
    return pattern.matcher("xABBy").replaceAll("$1") + pattern.flags();
  }
}
