package io.bobbin.pickle;

import io.bobbin.frame.FrameCode;
import io.bobbin.frame.FrameMismatchException;
import io.bobbin.frame.LambdaBodies;
import io.bobbin.frame.ResumePoint;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds where the frames of a point of an image go on here, or says why they cannot. */
final class PointMatch {
  private final SavedPoint then;
  private final PickleFilter filter;

  private PointMatch(SavedPoint then, PickleFilter filter) {
    this.then = then;
    this.filter = filter;
  }

  /**
   * Finds the method as it is here, and the point in it.
   *
   * @throws FrameMismatchException if frames cannot go on there
   */
  static Destination of(SavedPoint then, PickleFilter filter) {
    return new PointMatch(then, filter).find();
  }

  private Destination find() {
    Evolution.Registered registered = filter.evolution().migrator(then);
    if (registered != null && registered.isMove()) {
      return migration(registered);
    }
    FrameCode code = code();
    Destination same = code == null ? null : same(code);
    if (same != null) {
      return same;
    }
    if (registered == null) {
      throw mismatch(then, why(code));
    }
    return migration(registered);
  }

  private Destination migration(Evolution.Registered registered) {
    return new FrameMigration(then, registered.target(then, filter), registered.migrator(), filter);
  }

  private @Nullable FrameCode code() {
    Class<?> type = filter.classOfFrames(then.owner());
    String descriptor = filter.evolution().descriptor(then.descriptor());
    try {
      String hash = Long.toHexString(then.hash());
      String body = LambdaBodies.of(type).locate(then.method(), descriptor, hash);
      return FrameCode.find(type, body != null ? body : then.method(), descriptor);
    } catch (IllegalAccessException e) {
      throw notSeen(then, type.getName(), e);
    } catch (LinkageError e) {
      throw new PickleException("the class " + then.owner() + " cannot be used here: " + e, e);
    }
  }

  static PickleException notSeen(SavedPoint then, String owner, IllegalAccessException e) {
    return new PickleException(
        "cannot look into " + owner + " for " + then.place() + ": " + e.getMessage(), e);
  }

  private @Nullable Destination same(FrameCode code) {
    int point = callOf(then, code.points(), filter);
    if (point < 0 || code.points().get(point).hash() != then.hash()) {
      return null;
    }
    List<ResumePoint.Variable> places = places(code.points().get(point));
    return places == null ? null : new Destination.Same(code, point, places);
  }

  /** The number of the point that is the same call as one of an image, or -1. */
  static int callOf(SavedPoint then, List<ResumePoint> points, PickleFilter filter) {
    String callee = filter.evolution().callee(then.callee());
    for (int i = 0; i < points.size(); i++) {
      if (points.get(i).callee().equals(callee) && points.get(i).ordinal() == then.ordinal()) {
        return i;
      }
    }
    return -1;
  }

  /** The variables of the point here in the order of those in the image, if they are the same. */
  private @Nullable List<ResumePoint.Variable> places(ResumePoint here) {
    List<ResumePoint.Variable> left = new ArrayList<>(here.variables());
    List<ResumePoint.Variable> found = new ArrayList<>();
    for (ResumePoint.Variable wanted : then.variables()) {
      String descriptor = filter.evolution().descriptor(wanted.descriptor());
      for (ResumePoint.Variable each : left) {
        if (each.name().equals(wanted.name()) && each.descriptor().equals(descriptor)) {
          found.add(each);
          left.remove(each);
          break;
        }
      }
    }
    return left.isEmpty() && found.size() == then.variables().size() ? found : null;
  }

  // Telling

  private String why(@Nullable FrameCode code) {
    if (code == null) {
      return "there is no such method here, or it is not woven"
          + (then.owner().startsWith("io.bobbin.") ? "" : ": is it @Suspendable still?");
    }
    int point = callOf(then, code.points(), filter);
    if (point < 0) {
      return "the method as it is here does not make this call. It calls " + calls(code.points());
    }
    return "the method has changed. The call is on line "
        + code.points().get(point).line()
        + " now"
        + difference(code.points().get(point));
  }

  /** The calls among the points of a method. */
  static String calls(List<ResumePoint> points) {
    return points.stream()
        .filter(point -> point.callee().indexOf('(') > 0)
        .map(PointMatch::call)
        .collect(Collectors.joining(", "));
  }

  static String call(ResumePoint point) {
    String callee = point.callee();
    int parameters = callee.indexOf('(');
    return (parameters < 0 ? callee : callee.substring(0, parameters).replace('/', '.'))
        + (point.ordinal() == 0 ? "" : " again")
        + " (line "
        + point.line()
        + ')';
  }

  /** The variables that are not the same at the point here. */
  private String difference(ResumePoint here) {
    StringBuilder text = new StringBuilder();
    for (ResumePoint.Variable each : then.variables()) {
      ResumePoint.Variable now = named(each.name(), here.variables());
      if (now == null) {
        text.append("; missing: ").append(typed(each));
      } else if (!now.descriptor().equals(each.descriptor())) {
        text.append("; changed: ")
            .append(typed(each))
            .append(" is ")
            .append(ImageContents.type(now.descriptor()));
      }
    }
    for (ResumePoint.Variable each : here.variables()) {
      if (named(each.name(), then.variables()) == null) {
        text.append("; added: ").append(typed(each));
      }
    }
    return text.length() == 0 ? "; its variables are the same" : text.toString();
  }

  static ResumePoint.@Nullable Variable named(String name, List<ResumePoint.Variable> variables) {
    for (ResumePoint.Variable each : variables) {
      if (each.name().equals(name)) {
        return each;
      }
    }
    return null;
  }

  static String typed(ResumePoint.Variable variable) {
    return ImageContents.type(variable.descriptor())
        + ' '
        + ImageContents.readable(variable.name());
  }

  static FrameMismatchException mismatch(SavedPoint then, String why) {
    return new FrameMismatchException(
        "BBN033 "
            + then.owner()
            + '.'
            + then.method()
            + then.descriptor()
            + " was left at line "
            + then.line()
            + ", in call "
            + (then.ordinal() + 1)
            + " of "
            + then.callee()
            + ", and cannot go on here: "
            + why
            + ". The image is as it was: read it with the code that wrote it, or say by"
            + " PickleFilter.migrator how such frames go on.");
  }
}
