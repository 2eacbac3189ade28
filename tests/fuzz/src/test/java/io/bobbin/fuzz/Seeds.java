package io.bobbin.fuzz;

import io.bobbin.Scheduler;
import io.bobbin.Tasklet;
import io.bobbin.pickle.Pickle;
import io.bobbin.pickle.PickleOptions;
import io.bobbin.tests.pickle.EveryKind;
import io.bobbin.tests.pickle.Seals;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.ListIterator;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.StringTokenizer;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.AtomicStampedReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.regex.Pattern;

/**
 * Images with which Jazzer begins: the golden files, a group with everything, and, as small as can
 * be, an ended tasklet for each kind of object of the JDK.
 */
final class Seeds {
  /** The file that has a whole image. */
  static final String IMAGE = "image";

  private static final List<String> GOLDEN = List.of("small.pickle", "group.pickle");
  private static final List<String> FEW = List.of("a", "b");

  private Seeds() {}

  /** Writes the bodies of all into a folder, and one whole image. */
  static void write(Path folder) throws IOException {
    byte[] group = EveryKind.image(PickleOptions.DEFAULT);
    Files.write(folder.resolve(IMAGE), group);
    Files.write(folder.resolve("group"), Seals.body(group));
    for (String name : GOLDEN) {
      try (InputStream in = Seeds.class.getResourceAsStream("/pickles/v1/" + name)) {
        byte[] golden = Objects.requireNonNull(in, name).readAllBytes();
        Files.write(folder.resolve(name), Seals.body(golden));
      }
    }
    int number = 0;
    for (Object each : objects()) {
      Files.write(folder.resolve("object" + number++), Seals.body(image(each)));
    }
  }

  /** The image of a tasklet that has ended with a result. */
  private static byte[] image(Object result) {
    Scheduler here = Scheduler.here();
    Tasklet<Object> tasklet = here.start("", () -> result);
    here.runUntil(() -> tasklet.state() == Tasklet.State.ENDED);
    return Pickle.of(tasklet).bytes();
  }

  private static List<Object> objects() {
    List<Object> objects = new ArrayList<>(collections());
    objects.addAll(maps());
    objects.addAll(iterators());
    objects.addAll(values());
    objects.addAll(holders());
    return objects;
  }

  private static <C extends Collection<String>> C fill(C collection) {
    collection.addAll(FEW);
    return collection;
  }

  private static <M extends Map<String, String>> M fill(M map) {
    for (String each : FEW) {
      map.put(each, each);
    }
    return map;
  }

  private static List<Object> collections() {
    List<Object> itself = new ArrayList<>();
    itself.add(itself);
    return List.of(
        itself,
        fill(new ArrayList<>()),
        fill(new LinkedList<>()),
        fill(new CopyOnWriteArrayList<>()),
        Arrays.asList("a", "b"),
        FEW,
        fill(new ArrayDeque<>()),
        fill(new PriorityQueue<>(Comparator.reverseOrder())),
        fill(new LinkedBlockingDeque<>(9)),
        fill(new ArrayBlockingQueue<>(9)),
        fill(new HashSet<>()),
        Set.of("a", "b"),
        fill(new LinkedHashSet<>()),
        fill(new TreeSet<>()).descendingSet(),
        fill(ConcurrentHashMap.newKeySet()),
        Collections.newSetFromMap(new TreeMap<>()),
        Collections.asLifoQueue(fill(new ArrayDeque<>())),
        Collections.checkedCollection(fill(new ArrayDeque<>()), String.class),
        Collections.synchronizedList(Collections.unmodifiableList(fill(new ArrayList<>()))),
        Collections.nCopies(3, "a"),
        Collections.singleton("a"),
        fill(new ArrayList<>()).subList(0, 2).subList(1, 2),
        EnumSet.of(TimeUnit.DAYS),
        BitSet.valueOf(new byte[] {5, 6}));
  }

  private static List<Object> maps() {
    Map<Object, Object> itself = new HashMap<>();
    itself.put("a", itself);
    Map<Object, Object> keys = new HashMap<>();
    keys.put(List.of("a", List.of("b", itself.keySet())), "c");
    Map<TimeUnit, String> units = new EnumMap<>(TimeUnit.class);
    units.put(TimeUnit.DAYS, "a");
    return List.of(
        itself,
        keys,
        units,
        Map.of("a", "b"),
        fill(new LinkedHashMap<>(16, 0.75f, true)),
        fill(new TreeMap<>(String.CASE_INSENSITIVE_ORDER)),
        fill(new TreeMap<>()).descendingMap().subMap("b", "a"),
        fill(new ConcurrentSkipListMap<>()).headMap("b"),
        fill(new ConcurrentHashMap<>()),
        fill(new WeakHashMap<>()).values(),
        fill(new Hashtable<>()),
        fill(new IdentityHashMap<>()).entrySet(),
        Collections.checkedMap(fill(new TreeMap<>()), String.class, String.class),
        fill(new HashMap<>()).entrySet().iterator().next());
  }

  private static List<Object> iterators() {
    Iterator<String> begun = fill(new ArrayList<>()).iterator();
    begun.next();
    ListIterator<String> back = fill(new LinkedList<>()).listIterator(2);
    back.previous();
    Iterator<?> entries = fill(new HashMap<>()).entrySet().iterator();
    entries.next();
    List<String> changed = fill(new ArrayList<>());
    Iterator<String> stale = changed.iterator();
    changed.add("c");
    return List.of(
        begun,
        back,
        entries,
        stale,
        fill(new PriorityQueue<>()).iterator(),
        fill(new ArrayDeque<>()).descendingIterator(),
        fill(new ConcurrentHashMap<>()).keySet().iterator(),
        fill(new TreeMap<>()).descendingMap().values().iterator(),
        FEW.listIterator(1),
        fill(new Hashtable<>()).elements(),
        new StringTokenizer("a b", " "));
  }

  @SuppressWarnings("JavaUtilDate") // programs have them
  private static List<Object> values() {
    LocalDateTime time = LocalDateTime.of(2024, 10, 27, 2, 30, 0, 5);
    return List.of(
        new BigInteger("-123456789012345678901234567890"),
        new BigDecimal("-0.0012"),
        new UUID(-1, 2),
        URI.create("http://nowhere.invalid/a?b#c"),
        Locale.forLanguageTag("zh-Hant-TW"),
        Currency.getInstance("EUR"),
        StandardCharsets.UTF_16LE,
        Optional.of("a"),
        OptionalInt.of(-1),
        Duration.ofSeconds(-3, 7),
        time.atZone(ZoneId.of("Europe/Berlin")),
        OffsetDateTime.of(time, ZoneOffset.MAX),
        Period.of(-1, 2, -3),
        new Date(-5),
        String[][].class,
        Pattern.compile("a(b+)", Pattern.CASE_INSENSITIVE),
        new StringBuilder("a\u20ac"),
        new byte[] {1, 2},
        new double[] {0.5},
        new char[][] {{'a'}, null});
  }

  private static List<Object> holders() {
    Exception failure = new IllegalStateException("a", new IOException("b"));
    failure.addSuppressed(new ArithmeticException());
    Random random = new Random(7);
    random.nextGaussian();
    AtomicReferenceArray<Object> itself = new AtomicReferenceArray<>(2);
    itself.set(0, itself);
    LongAdder adder = new LongAdder();
    adder.add(5);
    return List.of(
        failure,
        random,
        itself,
        adder,
        new SplittableRandom(8),
        new AtomicInteger(1),
        new AtomicLongArray(2),
        new AtomicReference<>("a"),
        new AtomicStampedReference<>("a", 1),
        new ReentrantLock(true),
        new ReentrantReadWriteLock(),
        new CountDownLatch(3),
        new Semaphore(-2, true));
  }
}
