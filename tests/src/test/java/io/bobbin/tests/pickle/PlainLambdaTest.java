package io.bobbin.tests.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.pickle.NotPicklableException;
import io.bobbin.pickle.Pickle;
import io.bobbin.pickle.PickleFilter;
import io.bobbin.pickle.RefusedClassException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lambdas that never wait, which the JDK makes, are pickled if their class is woven. */
class PlainLambdaTest {
  private static final PickleFilter FILTER = PickleFilter.allow("io.bobbin.tests.**");

  @BeforeEach
  @AfterEach
  void closeScheduler() {
    Scheduler.here().close();
  }

  /** Has this class woven. */
  @Suspendable
  private static <T> T waits(T result) {
    Tasklet.yield();
    return result;
  }

  private static byte[] image(Object held) {
    Scheduler here = Scheduler.here();
    Tasklet<Object> ended = here.start(() -> waits(held));
    here.run();
    return Pickle.of(ended).bytes();
  }

  @SuppressWarnings("unchecked") // it is what was written
  private static <T> T copy(T held, PickleFilter filter) {
    return (T) Objects.requireNonNull(Pickle.read(image(held), filter).tasklet().join());
  }

  private static <T> T copy(T held) {
    return copy(held, FILTER);
  }

  /** Else each image that is read would leave a class behind. */
  @Test
  void whatIsReadTwiceIsOfOneClass() {
    int added = 3;
    Function<Integer, Integer> plain = x -> x + added;
    Supplier<Integer> waits = () -> waits(added);
    for (Object lambda : List.of(plain, waits)) {
      byte[] image = image(lambda);
      Object first = Objects.requireNonNull(Pickle.read(image, FILTER).tasklet().join());
      Object second = Objects.requireNonNull(Pickle.read(image, FILTER).tasklet().join());
      assertThat(second.getClass()).isSameAs(first.getClass());
    }
  }

  private static int twice(int x) {
    return 2 * x;
  }

  private static final class Shop {
    private final String name;

    Shop(String name) {
      this.name = name;
    }

    private Supplier<String> greeting(String to) {
      return () -> name + " greets " + to;
    }

    private String sells(String what) {
      return name + " sells " + what;
    }

    @Suspendable
    void opens() {
      Tasklet.yield();
    }
  }

  @Test
  void lambdasWithAndWithoutCapturedValuesDoTheSame() {
    Function<Integer, Integer> increment = x -> x + 1;
    assertThat(copy(increment).apply(3)).isEqualTo(4);
    List<Integer> captured = new ArrayList<>(List.of(3, 1, 2));
    boolean flag = captured.size() == 3;
    byte small = (byte) captured.size();
    char letter = (char) ('a' + captured.size());
    short brief = (short) -captured.size();
    int number = captured.size();
    long wide = Long.MAX_VALUE - captured.size();
    float fraction = captured.size() / 2f;
    double exact = captured.size() / 4.0;
    Supplier<String> all =
        () -> "" + captured + flag + small + letter + brief + number + wide + fraction + exact;
    assertThat(copy(all).get()).isEqualTo(all.get());
    assertThat(new Shop("s").greeting("you").get()).isEqualTo("s greets you");
    assertThat(copy(new Shop("s").greeting("you")).get()).isEqualTo("s greets you");
  }

  @Test
  void whatALambdaCapturesStaysShared() {
    List<String> list = new ArrayList<>();
    Supplier<List<String>> supplier = () -> list;
    Object[] twins = copy(new Object[] {supplier, list, supplier});
    assertThat(twins[0]).isSameAs(twins[2]).isNotSameAs(supplier);
    assertThat(((Supplier<?>) twins[0]).get()).isSameAs(twins[1]);
  }

  @Test
  void methodReferencesOfEachKindDoTheSame() {
    IntBinaryOperator ofStatic = Math::max;
    UnaryOperator<Integer> own = PlainLambdaTest::twice;
    Function<String, String> bound = new Shop("s")::sells;
    BiFunction<Shop, String, String> unbound = Shop::sells;
    Function<String, Shop> constructor = Shop::new;
    ToIntFunction<String> length = String::length;
    Function<Integer, int[]> array = int[]::new;
    PickleFilter more = FILTER.andAllow("java.lang.Math", "java.lang.String");
    assertThat(copy(ofStatic, more).applyAsInt(3, 4)).isEqualTo(4);
    assertThat(copy(own).apply(3)).isEqualTo(6);
    assertThat(copy(bound).apply("tea")).isEqualTo("s sells tea");
    assertThat(copy(unbound).apply(new Shop("t"), "tea")).isEqualTo("t sells tea");
    assertThat(copy(constructor).apply("u").name).isEqualTo("u");
    assertThat(copy(length, more).applyAsInt("four")).isEqualTo(4);
    assertThat(copy(array).apply(5)).hasSize(5);
  }

  private interface Named {
    default String name() {
      return "named";
    }
  }

  private interface ComparesTexts extends Comparator<String> {
    @Override
    int compare(String one, String other);
  }

  @Test
  void furtherInterfacesAndBridgesAreThere() {
    Comparator<String> backwards =
        (Comparator<String> & Serializable & Named) (a, b) -> b.compareTo(a);
    Comparator<String> twin = copy(backwards);
    assertThat(twin.compare("a", "b")).isPositive();
    assertThat(twin).isInstanceOf(Serializable.class);
    assertThat(((Named) twin).name()).isEqualTo("named");
    ComparesTexts texts = (a, b) -> a.length() - b.length();
    Comparator<String> bridged = copy(texts);
    assertThat(bridged.compare("aaa", "b")).isEqualTo(2);
  }

  @Test
  void aCopyOfACopyIsOneToo() {
    int more = waits(5);
    Function<Integer, Integer> adds = x -> x + more;
    assertThat(copy(copy(adds)).apply(1)).isEqualTo(6);
  }

  @Test
  void aMethodReferenceToAClassThatIsNotAllowedIsRefused() {
    byte[] image = image((ToIntFunction<String>) String::length);
    assertThatThrownBy(() -> Pickle.read(image, FILTER))
        .isInstanceOf(RefusedClassException.class)
        .hasMessageContaining("java.lang.String");
  }

  /** Nothing here waits, so it stays as it is. */
  private static final class NotWoven {
    static Supplier<String> lambda() {
      return () -> "plain";
    }
  }

  @Test
  void whyALambdaCannotBePickledIsTold() {
    assertThatThrownBy(() -> image(NotWoven.lambda()))
        .isInstanceOf(NotPicklableException.class)
        .hasMessageContaining("a lambda of " + NotWoven.class.getName() + ", which is not woven")
        .hasMessageContaining("@Suspendable");
    assertThatThrownBy(() -> image(Comparator.comparing(String::length)))
        .isInstanceOf(NotPicklableException.class)
        .hasMessageContaining("a lambda of java.util.Comparator, of the JDK");
  }

  private static final String OTHER_LOADER =
      """
      package app;

      import io.bobbin.*;
      import io.bobbin.pickle.Pickle;
      import java.util.function.*;

      public class Job {
        public static byte[] image;

        static void keep(Pickle made) {
          image = made.bytes();
        }

        interface Step {
          @Suspendable
          String go(String x);
        }

        static String exclaim(String x) {
          return x + "!";
        }

        @Suspendable
        static String run(String end) {
          Function<String, String> plain = x -> x + end;
          Function<String, String> reference = Job::exclaim;
          Step step = x -> x + "?" + end;
          Step stepReference = Job::exclaim;
          Pickle.checkpoint(Job::keep);
          return plain.apply("a") + reference.apply("b") + step.go("c") + stepReference.go("d");
        }

        public static String go() {
          return Scheduler.here().start(() -> run(" end ")).join();
        }
      }
      """;

  @Test
  void lambdasOfAnotherClassLoaderAreLinkedBeforeItsClassesRan() {
    byte[] image = Version.of(OTHER_LOADER).image();
    assertThat(Version.of(OTHER_LOADER).resume(image, PickleFilter.allow("app.**")))
        .isEqualTo("a end b!c? end d!");
  }
}
