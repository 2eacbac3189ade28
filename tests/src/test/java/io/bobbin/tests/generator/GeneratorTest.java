package io.bobbin.tests.generator;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.frame.FrameStack;
import io.bobbin.tests.oracle.Differential;
import io.bobbin.tests.oracle.Entry;
import io.bobbin.tests.oracle.TestStack;
import io.bobbin.weave.ClassSource;
import io.bobbin.weave.WeaveOptions;
import io.bobbin.weave.WeaveResult;
import io.bobbin.weave.Weaver;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** The generator makes what it says: programs that compile, end, and have everything in them. */
@Tag("without-agent")
@DisabledIfSystemProperty(
    named = "bobbin.otherJvm",
    matches = "true",
    disabledReason = "what the generator makes is the same on every JVM")
class GeneratorTest {
  private static final int PROGRAMS = 2_000;

  /** A construct that occurs in fewer programs than that proves little. */
  private static final int LEAST = 20;

  @Test
  void eachConstructOfTheTableOccurs() {
    Map<Construct, Integer> programs = new EnumMap<>(Construct.class);
    for (long seed = 1; seed <= PROGRAMS; seed++) {
      constructs(seed).forEach(c -> programs.merge(c, 1, Integer::sum));
    }
    List<String> rare =
        Arrays.stream(Construct.values())
            .filter(c -> programs.getOrDefault(c, 0) < LEAST)
            .map(c -> c + " in " + programs.getOrDefault(c, 0))
            .toList();
    assertThat(rare).isEmpty();
  }

  private static Set<Construct> constructs(long seed) {
    Set<Construct> found = EnumSet.noneOf(Construct.class);
    ProgramGenerator.make(seed)
        .walk(
            node -> {
              if (node instanceof Node.Expr e) {
                found.add(e.construct());
              } else if (node instanceof Node.Item i) {
                found.add(i.construct());
              } else if (node instanceof Node.Clause c) {
                found.add(c.construct());
              }
            });
    return found;
  }

  @Test
  void localsAreOfEveryType() {
    StringBuilder all = new StringBuilder();
    for (long seed = 1; seed <= 300; seed++) {
      all.append(Printer.print(ProgramGenerator.make(seed)));
    }
    List<Type> types = new ArrayList<>(Type.PRIMITIVES);
    types.addAll(Type.BOXES);
    types.addAll(Type.ARRAYS);
    types.addAll(List.of(Type.STRING, Type.OBJECT));
    assertThat(types)
        .allSatisfy(t -> assertThat(all).containsPattern("\\b\\Q" + t.name() + "\\E v\\d+"));
  }

  @Test
  void aSeedMakesTheSameProgramEachTime() {
    for (long seed = 1; seed <= 50; seed++) {
      assertThat(Printer.print(ProgramGenerator.make(seed)))
          .isEqualTo(Printer.print(ProgramGenerator.make(seed)));
    }
  }

  /** A campaign fails if a program does not compile. */
  @Test
  void programsCompileAndEndAndDoTheSameEachTime() {
    Check twice =
        (settings, className, classes) -> {
          Differential programs = Differential.of(classes);
          List<String> first = programs.plainRun(new Entry(className, "run"));
          List<String> second = programs.plainRun(new Entry(className, "run"));
          boolean ends =
              first.stream()
                  .noneMatch(
                      line ->
                          line.contains("hangs after")
                              || line.contains("StackOverflowError")
                              || line.contains("OutOfMemoryError"));
          return first.equals(second) && ends ? List.of() : List.of(className + " differs");
        };
    assertThat(new Campaign(twice, failure -> {}).run(1, 200)).isEmpty();
  }

  @Test
  void programsParkManyTimes() {
    int programs = 120;
    AtomicInteger parks = new AtomicInteger();
    AtomicInteger still = new AtomicInteger();
    Check counter =
        (settings, className, classes) -> {
          int parked = parks(className, classes);
          parks.addAndGet(parked);
          if (parked <= 1) {
            still.incrementAndGet();
          }
          return List.of();
        };
    new Campaign(counter, failure -> {}).run(1, programs);
    System.out.println("parks per program: " + parks.get() / programs);
    assertThat(parks.get() / programs).isGreaterThan(20);
    assertThat(still.get()).as("programs that park but once").isLessThan(programs / 10);
  }

  /** How often a program parks by the primitives alone. */
  private static int parks(String className, Map<String, byte[]> classes) {
    TestStack stack =
        new TestStack(
            (self, room) -> {
              Class<?> main = Class.forName(className, true, new WovenLoader(classes));
              Method twin = main.getDeclaredMethod("run", FrameStack.class, int.class);
              return twin.invoke(null, self, room);
            });
    try {
      stack.finish();
    } catch (Throwable thrown) {
      // That is for others to compare.
    }
    return stack.parks();
  }

  private static final class WovenLoader extends ClassLoader {
    private final Weaver weaver = new Weaver(WeaveOptions.defaults());
    private final Map<String, byte[]> classes;
    private final ClassSource source;

    WovenLoader(Map<String, byte[]> classes) {
      super(WovenLoader.class.getClassLoader());
      this.classes = classes;
      Map<String, byte[]> internal =
          classes.entrySet().stream()
              .collect(Collectors.toMap(e -> e.getKey().replace('.', '/'), Map.Entry::getValue));
      ClassSource around = ClassSource.of(getParent());
      this.source =
          name -> {
            byte[] own = internal.get(name);
            return own != null ? own : around.find(name);
          };
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] original = classes.get(name);
      if (original == null) {
        throw new ClassNotFoundException(name);
      }
      WeaveResult result = weaver.weave(name.replace('.', '/'), original, source);
      byte[] woven = result.bytes();
      byte[] bytes = woven == null ? original : woven;
      return defineClass(name, bytes, 0, bytes.length);
    }
  }
}
