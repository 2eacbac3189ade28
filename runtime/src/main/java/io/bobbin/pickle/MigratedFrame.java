package io.bobbin.pickle;

import io.bobbin.frame.Frame;
import io.bobbin.frame.FrameCode;
import io.bobbin.frame.FrameMismatchException;
import io.bobbin.frame.FrameValues;
import io.bobbin.frame.ResumePoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A frame of a method as it is here, which goes on for one that was pickled: for a {@link
 * FrameMigrator}, until that returns; to be used by the thread that calls it. A method that refuses
 * an argument has changed nothing.
 */
public final class MigratedFrame {
  private final SavedFrame saved;
  private final SavedPoint then;
  private final FrameCode code;
  private final Frame frame;
  private final PickleFilter filter;

  /** Where it goes on; null until that is known. */
  private @Nullable ResumePoint point;

  /** The variables of the point that have no value yet. */
  private final List<ResumePoint.Variable> unset = new ArrayList<>();

  MigratedFrame(
      SavedFrame saved, SavedPoint then, FrameCode code, Frame frame, PickleFilter filter) {
    this.saved = saved;
    this.then = then;
    this.code = code;
    this.frame = frame;
    this.filter = filter;
    int same = PointMatch.callOf(then, code.points(), filter);
    if (same >= 0) {
      goOnAt(code.points().get(same));
    }
  }

  /**
   * The points at which frames of the method can go on.
   *
   * @return each call that may wait, in the order of the code, and the method's entry as {@code
   *     "<entry>"} if it can be left there
   */
  public List<ResumePoint> points() {
    return code.points();
  }

  /**
   * Where the frame goes on.
   *
   * @return what was said last, or the same call as before; null if neither is there
   */
  public @Nullable ResumePoint point() {
    return point;
  }

  /**
   * Says where the frame goes on. Its variables get the values of those of the same name, as far as
   * these were alive and their types fit: the same ones, or wider ones ({@code long} for {@code
   * int}); what was {@linkplain #set set} before is forgotten.
   *
   * @param to one of {@link #points}: it goes on behind this call, with what the call at which it
   *     was left returns
   * @return this
   * @throws IllegalArgumentException if it is none of them, or a call that returns another type
   */
  public MigratedFrame goOnAt(ResumePoint to) {
    if (!code.points().contains(to)) {
      throw new IllegalArgumentException("no point of " + code.method() + ": " + to);
    }
    String before = FrameMigration.result(filter.evolution().callee(then.callee()));
    String now = FrameMigration.result(to.callee());
    if (!before.equals(now)) {
      throw new IllegalArgumentException(
          PointMatch.call(to)
              + " returns "
              + ImageContents.type(now)
              + ", and the call at which the frame was left "
              + ImageContents.type(before));
    }
    point = to;
    unset.clear();
    unset.addAll(to.variables());
    for (ResumePoint.Variable each : to.variables()) {
      if (saved.has(each.name())) {
        copy(each, saved.value(each.name()));
      }
    }
    return this;
  }

  /**
   * Says at which call the frame goes on.
   *
   * @param method the name of the called method
   * @param ordinal which of the calls to methods of this name, in the order of the code, from 0
   * @return this
   * @throws IllegalArgumentException if there is none, or one that returns another type
   */
  public MigratedFrame goOnAtCall(String method, int ordinal) {
    int left = ordinal;
    for (ResumePoint each : code.points()) {
      int parameters = each.callee().indexOf('(');
      if (parameters >= 0
          && each.callee().substring(0, parameters).endsWith('.' + method)
          && left-- == 0) {
        return goOnAt(each);
      }
    }
    throw new IllegalArgumentException(
        "no call " + ordinal + " of " + method + "; there are " + PointMatch.calls(code.points()));
  }

  /**
   * Says on which line the frame goes on.
   *
   * @param line the line of the one call there that may wait
   * @return this
   * @throws IllegalArgumentException if there are none or several, or one that returns another type
   */
  public MigratedFrame goOnAtLine(int line) {
    List<ResumePoint> found = code.points().stream().filter(each -> each.line() == line).toList();
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          found.size()
              + " calls on line "
              + line
              + "; there are "
              + PointMatch.calls(code.points()));
    }
    return goOnAt(found.get(0));
  }

  /**
   * Gives a variable its value.
   *
   * @param variable its name
   * @param value the value; for a primitive its box, or one of a type that is narrower
   * @return this
   * @throws IllegalArgumentException if no such variable is alive at the point, or the value does
   *     not fit its type
   * @throws IllegalStateException if the point is not known yet: say {@link #goOnAt} first
   */
  public MigratedFrame set(String variable, @Nullable Object value) {
    ResumePoint at = point;
    if (at == null) {
      throw new IllegalStateException("say first where the frame goes on, by goOnAt");
    }
    ResumePoint.Variable to = PointMatch.named(variable, at.variables());
    if (to == null) {
      throw new IllegalArgumentException(
          "no variable " + variable + " is alive there, but " + typed(at.variables()));
    }
    if (!copy(to, value)) {
      throw new IllegalArgumentException(
          PointMatch.typed(to)
              + " cannot be "
              + (value == null ? "null" : "a " + value.getClass().getName()));
    }
    return this;
  }

  /** Stores a value; returns whether its type fits. */
  private boolean copy(ResumePoint.Variable to, @Nullable Object value) {
    if (to.kind() == 'r') {
      if (value != null && !filter.typeOf(to.descriptor()).isInstance(value)) {
        return false;
      }
      FrameValues.of(frame).setReference(frame, to.index(), value);
    } else {
      String before = value == null ? "" : Primitives.descriptor(value);
      if (!Widening.fits(before, to.descriptor())) {
        return false;
      }
      long bits =
          Widening.convert(before, to.descriptor(), Primitives.bits(Objects.requireNonNull(value)));
      if (FrameValues.isWide(to)) {
        FrameValues.of(frame).setWide(frame, to.index(), bits);
      } else {
        FrameValues.of(frame).setWord(frame, to.index(), (int) bits);
      }
    }
    unset.remove(to);
    return true;
  }

  /**
   * Sets the frame to its point.
   *
   * @throws FrameMismatchException if something is left unsaid
   */
  void finish() {
    ResumePoint at = point;
    if (at == null) {
      throw PointMatch.mismatch(
          then,
          "its migrator does not say where it goes on: the same call is not there, but "
              + PointMatch.calls(code.points()));
    }
    if (!unset.isEmpty()) {
      throw PointMatch.mismatch(
          then,
          "its migrator does not say what the variables are that it needs on line "
              + at.line()
              + ": "
              + typed(unset));
    }
    frame.point = code.points().indexOf(at);
  }

  private static String typed(List<ResumePoint.Variable> variables) {
    return variables.stream().map(PointMatch::typed).collect(Collectors.joining(", "));
  }
}
