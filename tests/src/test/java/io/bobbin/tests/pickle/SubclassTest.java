package io.bobbin.tests.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Scheduler;
import io.bobbin.Tasklet;
import io.bobbin.pickle.NotPicklableException;
import io.bobbin.pickle.Pickle;
import io.bobbin.pickle.PickleException;
import io.bobbin.pickle.PickleFilter;
import io.bobbin.tests.agent.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects of program classes that extend classes of the JDK with state. */
class SubclassTest {
  private static final PickleFilter FILTER = PickleFilter.allow("io.bobbin.tests.**");

  @BeforeEach
  @AfterEach
  void closeScheduler() {
    Scheduler.here().close();
  }

  private static byte[] image(Object held) {
    Scheduler here = Scheduler.here();
    Tasklet<Object> ended = here.start(() -> held);
    here.run();
    return Pickle.of(ended).bytes();
  }

  @SuppressWarnings("unchecked") // it is what was written
  private static <T> T copy(T held) {
    return (T) Objects.requireNonNull(Pickle.read(image(held), FILTER).tasklet().join());
  }

  /** Counts what is added, as a program may: its methods are not to be called by a pickle. */
  private static final class Counting extends ArrayList<Object> {
    private static final long serialVersionUID = 1;
    private final String name;
    private int added;

    Counting(String name) {
      this.name = name;
    }

    @Override
    public boolean add(Object element) {
      added++;
      return super.add(element);
    }

    @Override
    public boolean addAll(Collection<?> elements) {
      throw new IllegalStateException("is not called");
    }
  }

  @Test
  void aListKeepsItsElementsAndTheFieldsOfTheProgramsClass() {
    Counting list = new Counting("c");
    list.add("a");
    list.add(list);
    Counting twin = copy(list);
    assertThat(twin.name + twin.added + twin.size() + twin.get(0)).isEqualTo("c22a");
    assertThat(twin.get(1)).isSameAs(twin);
    twin.add("more");
    assertThat(twin.size() + list.size()).isEqualTo(5);
  }

  /** The usual cache. */
  private static final class Cache<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1;
    private final int most;

    Cache(int most) {
      super(16, 0.75f, true);
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > most;
    }
  }

  @Test
  void aCacheGoesOnAsOne() {
    Cache<String, Integer> cache = new Cache<>(3);
    for (String key : List.of("a", "b", "c")) {
      cache.put(key, key.length());
    }
    cache.get("a");
    Cache<String, Integer> twin = copy(cache);
    assertThat(twin.keySet()).containsExactly("b", "c", "a");
    twin.get("b");
    twin.put("d", 4);
    assertThat(twin.keySet()).containsExactly("a", "b", "d");
    assertThat(cache.keySet()).containsExactly("b", "c", "a");
  }

  private enum Size {
    SMALL,
    LARGE
  }

  private static final class Tree extends TreeMap<String, Object> {
    private static final long serialVersionUID = 1;
    long more = 7;

    Tree() {
      super(Comparator.reverseOrder());
    }
  }

  private static final class Hash extends HashMap<Object, Object> {
    private static final long serialVersionUID = 1;
  }

  private static final class Concurrent extends ConcurrentHashMap<Object, Object> {
    private static final long serialVersionUID = 1;
  }

  private static final class OfEnum extends EnumMap<Size, Object> {
    private static final long serialVersionUID = 1;

    OfEnum() {
      super(Size.class);
    }
  }

  private static final class Bag extends HashSet<Object> {
    private static final long serialVersionUID = 1;
  }

  private static final class Sorted extends TreeSet<Object> {
    private static final long serialVersionUID = 1;
  }

  private static final class Linked extends LinkedList<Object> {
    private static final long serialVersionUID = 1;
  }

  private static final class Deque extends ArrayDeque<Object> {
    private static final long serialVersionUID = 1;
  }

  private static final class Old extends Vector<Object> {
    private static final long serialVersionUID = 1;
  }

  private static final class OnWrite extends CopyOnWriteArrayList<Object> {
    private static final long serialVersionUID = 1;
  }

  private static final class Priority extends PriorityQueue<Object> {
    private static final long serialVersionUID = 1;
  }

  private static final class Bounded extends ArrayBlockingQueue<Object> {
    private static final long serialVersionUID = 1;

    Bounded() {
      super(3);
    }
  }

  @Test
  void mapsKeepTheirContent() {
    for (Map<Object, Object> each : maps()) {
      each.put(each.getClass() == OfEnum.class ? Size.LARGE : "key", List.of("value"));
      each.entrySet().iterator().next();
      Map<Object, Object> twin = copy(each);
      assertThat(twin).isEqualTo(each).isNotSameAs(each).hasSameClassAs(each);
      twin.clear();
      assertThat(each).hasSize(1);
    }
    Tree tree = new Tree();
    tree.putAll(Map.of("a", 1, "b", 2));
    assertThat(copy(tree).keySet()).containsExactly("b", "a");
    assertThat(copy(tree).more).isEqualTo(7);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // of whatever keys
  private static List<Map<Object, Object>> maps() {
    return List.of(new Hash(), new Concurrent(), (Map) new OfEnum(), (Map) new Tree());
  }

  @Test
  void collectionsKeepTheirContent() throws InterruptedException {
    for (Collection<Object> each :
        List.of(
            new Bag(),
            new Sorted(),
            new Linked(),
            new Deque(),
            new Old(),
            new OnWrite(),
            new Priority(),
            new Bounded())) {
      each.add("b");
      each.add("a");
      Collection<Object> twin = copy(each);
      assertThat(List.copyOf(twin)).isEqualTo(List.copyOf(each));
      assertThat(twin).hasSameClassAs(each);
      twin.add("c");
      assertThat(each).hasSize(2);
    }
    Bounded bounded = new Bounded();
    bounded.add(1);
    Bounded twin = copy(bounded);
    assertThat(twin.remainingCapacity()).isEqualTo(2);
    assertThat(twin.poll(1, TimeUnit.SECONDS)).isEqualTo(1);
  }

  @Test
  void aSetThatHashesAListOfItselfIsComplete() {
    Bag bag = new Bag();
    List<Object> list = new ArrayList<>(List.of("in the list"));
    bag.add(list);
    Bag twin = copy(bag);
    assertThat(twin.contains(new ArrayList<>(list))).isTrue();
  }

  private static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int code;

    Failure(int code, Throwable cause) {
      super("failed", cause);
      this.code = code;
    }
  }

  @Test
  void inspectShowsTheFieldsOfSuchClasses(@TempDir Path folder) throws IOException {
    Failure failure = new Failure(77, new IOException("disk"));
    Failure twin = copy(failure);
    assertThat(twin.code + twin.getMessage()).isEqualTo("77failed");
    assertThat(twin).hasCauseInstanceOf(IOException.class);
    Counting list = new Counting("c");
    list.add("element");
    Path file = folder.resolve("image");
    Files.write(file, image(new Object[] {failure, list}));
    assertThat(
            ChildJvm.plain()
                .run("io.bobbin.pickle.PickleCommand", "inspect", file.toString())
                .expectOut())
        .contains("int code = 77", "int added = 1", "java.lang.String \"element\"");
  }

  private static final class Dice extends Random {
    private static final long serialVersionUID = 1;
  }

  @Test
  void whatOnlyTheJdkKnowsIsRefused() {
    assertThatThrownBy(() -> image(new Dice()))
        .isInstanceOf(NotPicklableException.class)
        .hasMessageContaining("extends java.util.Random, whose state only the JDK knows");
  }

  private static final String FIRST =
      Version.JOB
          + """
            @Suspendable
            static String run(Object data) {
              Pickle.checkpoint(Job::keep);
              return data.toString();
            }

            public static String go() {
              return Scheduler.here().start(() -> run(Names.of())).join();
            }
          }

          class Names extends ArrayList<String> {
            static Object of() {
              Names names = new Names();
              names.add("n");
              return names;
            }
          }
          """;

  @Test
  void anotherSuperclassOfTheJdkIsTold() {
    byte[] image = Version.of(FIRST).image();
    assertThat(Version.of(FIRST).resume(image, PickleFilter.allow("app.**"))).isEqualTo("[n]");
    Version changed = Version.of(FIRST, "ArrayList", "LinkedList");
    assertThatThrownBy(() -> changed.read(image, PickleFilter.allow("app.**")))
        .isInstanceOf(PickleException.class)
        .hasMessageContaining(
            "app.Names had the state of java.util.ArrayList and has that of java.util.LinkedList");
  }
}
