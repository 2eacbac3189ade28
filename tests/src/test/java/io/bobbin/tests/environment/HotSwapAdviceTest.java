package io.bobbin.tests.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.frame.FrameMismatchException;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.agent.builder.ResettableClassFileTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.matcher.ElementMatchers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Another agent changes classes that are loaded already, while tasklets are parked in them: no call
 * loses its advice or gets it twice, and parked frames go on.
 */
@Timeout(120)
public class HotSwapAdviceTest {
  /** How other agents ask the JVM for a class again. */
  enum Way {
    RETRANSFORMATION(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION),
    REDEFINITION(AgentBuilder.RedefinitionStrategy.REDEFINITION);

    final AgentBuilder.RedefinitionStrategy strategy;

    Way(AgentBuilder.RedefinitionStrategy strategy) {
      this.strategy = strategy;
    }
  }

  /** What the advice saw: public, as code that is put into other classes names it. */
  public static final List<String> SEEN = new ArrayList<>();

  /** Put into methods by the other agent. */
  public static class Notes {
    @Advice.OnMethodEnter
    static void enter(@Advice.Argument(0) String x) {
      SEEN.add("enter " + x);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Advice.Return String result) {
      SEEN.add("exit " + result);
    }
  }

  private static final String WORK =
      """
      class Work {
        static final Channel<String> IN = Channel.unbuffered();
        static volatile boolean begun;
        @Suspendable static String work(String x) { begun = true; return x + IN.receive(); }
      }
      """;

  private static final String CALLER =
      """
      class Caller {
        static Tasklet<String> tasklet;
        @Suspendable static String caller(String x) { return '<' + Work.work(x) + '>'; }
        static void park() {
          tasklet = Tasklet.start(() -> caller("x"));
          while (tasklet.state() != Tasklet.State.WAITING) Thread.onSpinWait();
        }
        static void pin() {
          tasklet = Tasklet.start(() -> caller("x"));
          while (!Work.begun) Thread.onSpinWait();
        }
        static String end() {
          Tasklet.start(() -> Work.IN.send("sent"));
          return tasklet.join();
        }
        static String anew() {
          Tasklet<String> later = Tasklet.start(() -> caller("y"));
          Tasklet.start(() -> Work.IN.send("sent"));
          return later.join();
        }
      }
      """;

  /** An advice that is in place, and the way by which it goes again. */
  private record Advised(ResettableClassFileTransformer by, Way way) {}

  private final List<Advised> installed = new ArrayList<>();
  private final HotSwapPrograms program = new HotSwapPrograms("Work", WORK, "Caller", CALLER);

  @AfterEach
  void forget() {
    installed.forEach(this::remove);
    SEEN.clear();
  }

  private Advised advise(Way way, ElementMatcher<? super MethodDescription> methods) {
    ResettableClassFileTransformer by =
        new AgentBuilder.Default()
            .ignore(ElementMatchers.not(ElementMatchers.named("Work")))
            .disableClassFormatChanges()
            .with(way.strategy)
            .with(AgentBuilder.LocationStrategy.ForClassLoader.STRONG)
            .type(ElementMatchers.named("Work"))
            .transform(
                (builder, type, loader, module, domain) ->
                    builder.visit(Advice.to(Notes.class).on(methods)))
            .installOn(HotSwapPrograms.instrumentation());
    Advised advised = new Advised(by, way);
    installed.add(advised);
    return advised;
  }

  private void remove(Advised advised) {
    advised.by().reset(HotSwapPrograms.instrumentation(), advised.way().strategy);
  }

  private static ElementMatcher<? super MethodDescription> declared() {
    return ElementMatchers.named("work").and(ElementMatchers.not(ElementMatchers.isSynthetic()));
  }

  @ParameterizedTest
  @EnumSource
  void anAdviceIsSeenByWovenCallersFromThenOn(Way way) {
    assertThat(program.call("Caller", "anew")).isEqualTo("<ysent>");

    advise(way, declared());

    assertThat(program.call("Caller", "anew")).isEqualTo("<ysent>");
    assertThat(SEEN).containsExactly("enter y", "exit ysent");
  }

  @ParameterizedTest
  @EnumSource
  void anAdviceByNameAloneIsSeenOnce(Way way) {
    assertThat(program.call("Caller", "anew")).isEqualTo("<ysent>");

    advise(way, ElementMatchers.named("work"));

    assertThat(program.call("Caller", "anew")).isEqualTo("<ysent>");
    assertThat(SEEN).containsExactly("enter y", "exit ysent");
  }

  @Test
  void aParkedFrameGoesOnWhenAnAdviceIsAdded() {
    program.call("Caller", "park");

    advise(Way.RETRANSFORMATION, declared());

    assertThat(program.call("Caller", "end")).isEqualTo("<xsent>");
    assertThat(program.call("Caller", "anew")).isEqualTo("<ysent>");
    assertThat(SEEN).containsExactly("enter y", "exit ysent");
  }

  /** Such agents come before ours, so the advice is woven too: the method is not as it was. */
  @Test
  void aParkedFrameIsRefusedWhenAnAdviceIsAddedByRedefinition() {
    program.call("Caller", "park");

    advise(Way.REDEFINITION, declared());

    assertThatThrownBy(() -> program.call("Caller", "end"))
        .hasRootCauseInstanceOf(FrameMismatchException.class);
    assertThat(program.call("Caller", "anew")).isEqualTo("<ysent>");
    assertThat(SEEN).containsExactly("enter y", "exit ysent");
  }

  @ParameterizedTest
  @EnumSource
  void aParkedFrameGoesOnWhenAnAdviceIsAddedAndRemoved(Way way) {
    program.call("Caller", "park");
    Advised advised = advise(way, declared());

    remove(advised);

    assertThat(program.call("Caller", "end")).isEqualTo("<xsent>");
    assertThat(program.call("Caller", "anew")).isEqualTo("<ysent>");
    assertThat(SEEN).isEmpty();
  }

  @Test
  void aCallThatBeganWithAnAdviceEndsWithIt() {
    program.loaded("Work");
    Advised advised = advise(Way.RETRANSFORMATION, declared());
    program.call("Caller", "pin");

    remove(advised);

    assertThat(program.call("Caller", "end")).isEqualTo("<xsent>");
    assertThat(SEEN).containsExactly("enter x", "exit xsent");
  }

  @ParameterizedTest
  @EnumSource
  void anAdviceStaysWhenTheClassIsEdited(Way way) {
    program.call("Caller", "anew");
    advise(way, declared());

    program.edit("Work", WORK.replace("x + IN.receive()", "IN.receive() + x"));

    assertThat(program.call("Caller", "anew")).isEqualTo("<senty>");
    assertThat(SEEN).containsExactly("enter y", "exit senty");
  }

  @ParameterizedTest
  @EnumSource
  void anAdviceIsNotLostAfterAnEditThatTheJvmRefused(Way way) {
    program.call("Caller", "anew");
    assertThatThrownBy(
            () ->
                program.edit(
                    "Work", WORK.replace("@Suspendable", "static void more() {} @Suspendable")))
        .isInstanceOf(UnsupportedOperationException.class);
    program.takeBack("Work", WORK);

    advise(way, declared());

    assertThat(program.call("Caller", "anew")).isEqualTo("<ysent>");
    assertThat(SEEN).containsExactly("enter y", "exit ysent");
  }

  @Test
  void severalAdvicesAreAllSeen() {
    program.loaded("Work");
    advise(Way.RETRANSFORMATION, declared());
    Advised second = advise(Way.REDEFINITION, declared());

    assertThat(program.call("Caller", "anew")).isEqualTo("<ysent>");
    assertThat(SEEN).containsExactly("enter y", "enter y", "exit ysent", "exit ysent");

    remove(second);
    SEEN.clear();
    assertThat(program.call("Caller", "anew")).isEqualTo("<ysent>");
    assertThat(SEEN).containsExactly("enter y", "exit ysent");
  }
}
