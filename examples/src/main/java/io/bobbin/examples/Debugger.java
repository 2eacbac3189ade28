package io.bobbin.examples;

import io.bobbin.Channel;
import io.bobbin.Scheduler;
import io.bobbin.Select;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.examples.debugger.Interpreter;
import io.bobbin.examples.debugger.Tracer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * How a debugger is divided: an event loop that selects over breakpoints and commands; an
 * interpreter of expressions that recurses; and a tracer, from whose one thread all calls to the
 * debugged process must come. Each is written as if it were alone. The interpreter parks in the
 * middle of its recursion whenever it looks into memory, and the event loop goes on.
 *
 * <pre>{@code
 * ./examples/run debugger 10000
 * }</pre>
 */
@Command(
    name = "debugger",
    description = "An event loop, a recursive interpreter, and a tracer with a thread of its own.")
public final class Debugger implements Callable<Integer> {
  private static final int WORDS = 1000;

  @Parameters(
      index = "0",
      arity = "0..1",
      converter = Example.Positive.class,
      defaultValue = "10000",
      description = "breakpoints (${DEFAULT-VALUE})")
  private int breakpoints;

  private final Channel<Long> stops = Channel.unbuffered();
  private final Channel<String> commands = Channel.unbuffered();
  private final Channel<String> answers = Channel.unlimited();

  /** Lets the process run from breakpoint to breakpoint. */
  @Suspendable
  private void run(Tracer tracer) {
    for (int i = 0; i < breakpoints; i++) {
      stops.send(tracer.resume());
    }
    stops.close();
  }

  /** Passes commands on while the process runs; returns how often that stopped. */
  @Suspendable
  private int eventLoop(Tracer tracer) {
    int stopped = 0;
    while (stopped < breakpoints) {
      stopped +=
          Select.<Integer>of(
              stops.onReceive(count -> 1),
              commands.onReceive(
                  command -> {
                    Tasklet.start(() -> answers.send(answer(command, tracer)));
                    return 0;
                  }));
    }
    return stopped;
  }

  @Suspendable
  private static String answer(String command, Tracer tracer) {
    try {
      return command + " = " + Interpreter.evaluate(command, tracer);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return command + ": " + e.getMessage();
    }
  }

  /** Looks through one word at the next: [[[...]]], as words 0 and 1 hold their own addresses. */
  private static String nested(int depth) {
    return "[".repeat(depth) + "1" + "]".repeat(depth);
  }

  @Override
  public Integer call() {
    try (Scheduler scheduler = Scheduler.pool(2);
        Tracer tracer = new Tracer(scheduler, WORDS)) {
      Tasklet<Integer> loop = scheduler.start("event loop", () -> eventLoop(tracer));
      String deep = nested(10_000);
      for (String command : List.of("2+3*[1]", "[1]*(7-[0])-1", deep, "[1000]", "1+*2")) {
        commands.send(command);
      }
      scheduler.start("process", () -> run(tracer));
      Check.equal("breakpoints reached", breakpoints, loop.join());
      List<String> answered = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        String answer = answers.receive();
        answered.add(answer.startsWith(deep) ? "deep" + answer.substring(deep.length()) : answer);
      }
      answered.sort(null);
      answered.forEach(each -> System.out.println("  " + each));
      Check.equal(
          "answers",
          List.of(
              "1+*2: unexpected '*' at 2",
              "2+3*[1] = 5",
              "[1000]: no memory at 1000",
              "[1]*(7-[0])-1 = 6",
              "deep = 1"),
          answered);
    }
    return 0;
  }

  public static void main(String[] args) {
    Example.main(new Debugger(), args);
  }
}
