package io.bobbin.benchmarks;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a frame of {@link Pickles} has, as an object: for contenders that write objects, and not the
 * stacks of running methods.
 */
class FrameState implements Serializable {
  private static final long serialVersionUID = 1;

  /** The classes whose objects a chain may have. */
  static final List<Class<?>> CLASSES =
      List.of(
          FrameState.class,
          One.class,
          Two.class,
          Three.class,
          Four.class,
          Five.class,
          Six.class,
          Seven.class,
          Eight.class,
          Nine.class,
          Ten.class);

  int level;
  int step;
  long sum;
  double share;
  String name = "";
  String label = "";
  @Nullable FrameState caller;

  static final class One extends FrameState {
    private static final long serialVersionUID = 1;
  }

  static final class Two extends FrameState {
    private static final long serialVersionUID = 1;
  }

  static final class Three extends FrameState {
    private static final long serialVersionUID = 1;
  }

  static final class Four extends FrameState {
    private static final long serialVersionUID = 1;
  }

  static final class Five extends FrameState {
    private static final long serialVersionUID = 1;
  }

  static final class Six extends FrameState {
    private static final long serialVersionUID = 1;
  }

  static final class Seven extends FrameState {
    private static final long serialVersionUID = 1;
  }

  static final class Eight extends FrameState {
    private static final long serialVersionUID = 1;
  }

  static final class Nine extends FrameState {
    private static final long serialVersionUID = 1;
  }

  static final class Ten extends FrameState {
    private static final long serialVersionUID = 1;
  }

  private static FrameState of(int level, String methods) {
    if (methods.equals(Pickles.ONE_METHOD)) {
      return new FrameState();
    }
    return switch (level) {
      case 1 -> new One();
      case 2 -> new Two();
      case 3 -> new Three();
      case 4 -> new Four();
      case 5 -> new Five();
      case 6 -> new Six();
      case 7 -> new Seven();
      case 8 -> new Eight();
      case 9 -> new Nine();
      default -> new Ten();
    };
  }

  /** The frames of {@link Pickles}, as they are while that waits: the innermost. */
  static FrameState parked(String methods) {
    FrameState state = null;
    for (int level = Pickles.FRAMES; level >= 1; level--) {
      FrameState frame = of(level, methods);
      frame.level = level;
      frame.step = Pickles.step(level);
      frame.sum = Pickles.sum(level);
      frame.share = Pickles.share(level);
      frame.name = Pickles.NAME;
      frame.label = Pickles.label(level, Pickles.NAME);
      frame.caller = state;
      state = frame;
    }
    return Objects.requireNonNull(state);
  }

  /** What the frames return in the end. */
  static long result(FrameState innermost) {
    long result = Pickles.RECEIVED;
    for (FrameState at = innermost; at != null; at = at.caller) {
      result += Pickles.part(at.level, at.step, at.sum, at.share, at.name, at.label);
    }
    return result;
  }

  /** Fails unless this is a copy that is no less. */
  @SuppressWarnings("ReferenceEquality") // one string is to stay one
  void check() {
    Check.same("result", Pickles.result(Pickles.FRAMES), result(this));
    String shared = name;
    for (FrameState at = this; at != null; at = at.caller) {
      Check.same("names that are not one string", 0, at.name == shared ? 0 : 1);
    }
  }
}
