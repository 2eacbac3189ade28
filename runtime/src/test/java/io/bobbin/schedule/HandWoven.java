package io.bobbin.schedule;

import io.bobbin.Body;
import io.bobbin.Generator;
import io.bobbin.channel.BufferedChannel;
import io.bobbin.frame.Frame;
import io.bobbin.frame.FrameCode;
import io.bobbin.frame.FrameStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Bodies as the weaver would make them, for tests without an agent: a list of steps, each of which
 * may unwind. The results of the steps are collected.
 */
public final class HandWoven implements Body<List<Object>>, Generator.Source<Object> {
  /** One call of a twin. */
  @FunctionalInterface
  public interface Step {
    Object call(FrameStack stack) throws Throwable;
  }

  private static final class Activation extends Frame {
    final HandWoven body;
    final List<Object> results = new ArrayList<>();
    int at;
    boolean linked;

    Activation(HandWoven body) {
      this.body = body;
    }
  }

  private static final FrameCode CODE =
      new FrameCode() {
        @Override
        public Object resume(Frame frame, FrameStack stack, Object value) throws Throwable {
          Activation activation = (Activation) frame;
          if (stack.exception != null) {
            return activation.body.failed(activation, stack, stack.takeException());
          }
          activation.results.add(value == null ? stack.primResult : value);
          activation.at++;
          return activation.body.goOn(activation, stack);
        }
      };

  private final Step[] steps;
  private boolean catching;

  private HandWoven(Step... steps) {
    this.steps = steps;
  }

  public static HandWoven body(Step... steps) {
    return new HandWoven(steps);
  }

  /** A body whose steps' exceptions are collected as results, too. */
  public static HandWoven catching(Step... steps) {
    HandWoven body = new HandWoven(steps);
    body.catching = true;
    return body;
  }

  /** A body that repeats a step. */
  public static HandWoven times(int count, Step step) {
    Step[] steps = new Step[count];
    java.util.Arrays.fill(steps, step);
    return new HandWoven(steps);
  }

  private Object goOn(Activation activation, FrameStack stack) throws Throwable {
    while (activation.at < steps.length) {
      Object result;
      try {
        result = steps[activation.at].call(stack);
      } catch (Throwable t) {
        return failed(activation, stack, t);
      }
      if (stack.unwinding) {
        if (activation.linked) {
          stack.pushAgain(activation, 0);
        } else {
          activation.linked = true;
          stack.push(activation, CODE, 0);
        }
        return null;
      }
      activation.results.add(result);
      activation.at++;
    }
    return activation.results;
  }

  private Object failed(Activation activation, FrameStack stack, Throwable t) throws Throwable {
    if (!catching) {
      throw t;
    }
    activation.results.add(t);
    activation.at++;
    return goOn(activation, stack);
  }

  @Override
  public List<Object> run() {
    throw new AssertionError("the twin is what runs");
  }

  @Override
  @SuppressWarnings("unchecked")
  public List<Object> run(FrameStack stack, int room) {
    try {
      return (List<Object>) goOn(new Activation(this), stack);
    } catch (Throwable t) {
      throw Sneaky.raise(t);
    }
  }

  @Override
  public void generate(Generator.Output<Object> out) {
    throw new AssertionError("the twin is what runs");
  }

  @Override
  public void generate(Generator.Output<Object> out, FrameStack stack, int room) {
    run(stack, room);
  }

  public static <T> Step send(BufferedChannel<T> channel, T value) {
    return stack -> {
      channel.send(value, stack, 0);
      return "sent";
    };
  }

  public static Step receive(BufferedChannel<?> channel) {
    return stack -> channel.receive(stack, 0);
  }

  public static Step yieldOnce() {
    return stack -> {
      Yield.yield(stack, 0);
      return "yielded";
    };
  }

  public static Step sleep(Duration time) {
    return stack -> {
      Sleep.sleep(time, stack, 0);
      return "slept";
    };
  }

  public static Step plain(Runnable action) {
    return stack -> {
      action.run();
      return "done";
    };
  }
}
