package io.bobbin.pickle;

import io.bobbin.frame.Frame;
import io.bobbin.frame.FrameCode;
import io.bobbin.frame.FrameMismatchException;
import io.bobbin.frame.FrameValues;
import io.bobbin.frame.ResumePoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A resume point as an image names it: by the method and the call in it, not by a number.
 *
 * <p>All frames of an image that were left at one point share it; the method is looked for when the
 * first of them is made.
 */
final class SavedPoint {
  /** Stands in images for the file that has the name of the class. */
  private static final String USUAL = "=";

  private final String owner;
  private final String method;
  private final String descriptor;
  private final long hash;
  private final String file;
  private final int line;
  private final String callee;
  private final int ordinal;
  private final List<ResumePoint.Variable> variables;

  /** The method as it is here; null until it was looked for. */
  private @Nullable FrameCode code;

  private int point;

  /** The variables of the point here, in the order of those in the image. */
  private ResumePoint.Variable[] places = {};

  private SavedPoint(
      String owner,
      String method,
      String descriptor,
      long hash,
      String file,
      int line,
      String callee,
      int ordinal,
      List<ResumePoint.Variable> variables) {
    this.owner = owner;
    this.method = method;
    this.descriptor = descriptor;
    this.hash = hash;
    this.file = file;
    this.line = line;
    this.callee = callee;
    this.ordinal = ordinal;
    this.variables = variables;
  }

  /** Defines a point in an image. */
  static void define(FrameCode code, ResumePoint point, ImageWriter to, ByteOut out) {
    to.text(code.owner().getName());
    to.text(code.method());
    to.text(point.descriptor());
    out.fixed(point.hash(), 8);
    to.text(point.file().equals(usualFile(code.owner().getName())) ? USUAL : point.file());
    out.number(point.line());
    // In three parts, as the callee is a method of the next frame as a rule.
    String callee = point.callee();
    int parameters = callee.indexOf('(');
    int name = parameters < 0 ? -1 : callee.lastIndexOf('.', parameters);
    to.text(name < 0 ? "" : callee.substring(0, name).replace('/', '.'));
    to.text(name < 0 ? callee : callee.substring(name + 1, parameters));
    to.text(name < 0 ? "" : callee.substring(parameters));
    out.count(point.ordinal());
    out.count(point.variables().size());
    for (ResumePoint.Variable variable : point.variables()) {
      to.text(variable.name());
      to.text(variable.descriptor());
    }
  }

  /** The same for who reads it in this JVM. */
  static SavedPoint local(FrameCode code, int number, ResumePoint point) {
    SavedPoint known =
        new SavedPoint(
            code.owner().getName(),
            code.method(),
            point.descriptor(),
            point.hash(),
            point.file(),
            point.line(),
            point.callee(),
            point.ordinal(),
            point.variables());
    known.code = code;
    known.point = number;
    known.places = point.variables().toArray(new ResumePoint.Variable[0]);
    return known;
  }

  /** The file in which a class is as a rule. */
  private static String usualFile(String owner) {
    String name = owner.substring(owner.lastIndexOf('.') + 1);
    int nested = name.indexOf('$', 1);
    return (nested < 0 ? name : name.substring(0, nested)) + ".java";
  }

  static SavedPoint read(Definitions from) {
    String owner = from.text();
    String method = from.text();
    String descriptor = from.text();
    long hash = from.bytes().fixed(8);
    String saved = from.text();
    String file = saved.equals(USUAL) ? usualFile(owner) : saved;
    int line = (int) from.bytes().number();
    String calleeOwner = from.text();
    String calleeName = from.text();
    String calleeDescriptor = from.text();
    String callee =
        calleeOwner.isEmpty()
            ? calleeName
            : calleeOwner.replace('.', '/') + '.' + calleeName + calleeDescriptor;
    int ordinal = from.bytes().countUpTo(Integer.MAX_VALUE);
    int count = from.bytes().size();
    List<ResumePoint.Variable> variables = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = from.text();
      String type = from.text();
      boolean isReference = type.startsWith("L") || type.startsWith("[");
      variables.add(new ResumePoint.Variable(name, type, isReference ? 'r' : 'p', i));
    }
    return new SavedPoint(
        owner, method, descriptor, hash, file, line, callee, ordinal, List.copyOf(variables));
  }

  String owner() {
    return owner;
  }

  String method() {
    return method;
  }

  String descriptor() {
    return descriptor;
  }

  long hash() {
    return hash;
  }

  int line() {
    return line;
  }

  String callee() {
    return callee;
  }

  List<ResumePoint.Variable> variables() {
    return variables;
  }

  /** The place in the source, as stack traces have it. */
  String place() {
    return owner
        + '.'
        + method
        + '('
        + (file.isEmpty() ? "Unknown Source" : file)
        + (line < 0 ? "" : ":" + line)
        + ')';
  }

  /** Makes a frame with the values that come next. */
  Frame frame(ImageReader from) {
    FrameCode known = code;
    if (known == null) {
      known = resolve(from.filter());
      code = known;
    }
    Frame frame = known.frame(point);
    for (ResumePoint.Variable to : places) {
      if (to.kind() == 'r') {
        FrameValues.setReference(frame, to.index(), from.reference());
      } else if (FrameValues.isWide(to)) {
        FrameValues.setWide(frame, to.index(), from.number());
      } else {
        FrameValues.setWord(frame, to.index(), from.number(Integer.MIN_VALUE, Integer.MAX_VALUE));
      }
    }
    return frame;
  }

  /**
   * Finds the method as it is here, and the point in it.
   *
   * @throws FrameMismatchException if frames cannot go on there
   */
  FrameCode resolve(PickleFilter filter) {
    Class<?> type = filter.classOfFrames(owner);
    FrameCode found;
    try {
      found = FrameCode.find(type, method, descriptor);
    } catch (IllegalAccessException e) {
      throw new PickleException("cannot look into " + owner + ": " + e.getMessage(), e);
    } catch (LinkageError e) {
      throw new PickleException("the class " + owner + " cannot be used here: " + e, e);
    }
    if (found == null) {
      throw mismatch(
          "there is no such method here, or it is not woven"
              + (type.getName().startsWith("io.bobbin.") ? "" : ": is it @Suspendable still?"));
    }
    List<ResumePoint> points = found.points();
    for (int i = 0; i < points.size(); i++) {
      ResumePoint candidate = points.get(i);
      if (candidate.callee().equals(callee) && candidate.ordinal() == ordinal) {
        if (candidate.hash() != hash) {
          throw mismatch(difference(candidate));
        }
        places = places(candidate);
        point = i;
        return found;
      }
    }
    throw mismatch("the method as it is here does not make this call");
  }

  /** What differs between the point in the image and the one here. */
  private String difference(ResumePoint here) {
    StringBuilder text = new StringBuilder("the method has changed. The call is on line ");
    text.append(here.line()).append(" now");
    List<String> then = names(variables);
    List<String> now = names(here.variables());
    for (String name : then) {
      if (!now.contains(name)) {
        text.append("; not here any more: ").append(name);
      }
    }
    for (String name : now) {
      if (!then.contains(name)) {
        text.append("; here only: ").append(name);
      }
    }
    return text.toString();
  }

  private static List<String> names(List<ResumePoint.Variable> variables) {
    List<String> names = new ArrayList<>();
    for (ResumePoint.Variable variable : variables) {
      names.add(variable.name() + " of type " + variable.descriptor());
    }
    return names;
  }

  private ResumePoint.Variable[] places(ResumePoint here) {
    List<ResumePoint.Variable> left = new ArrayList<>(here.variables());
    ResumePoint.Variable[] found = new ResumePoint.Variable[variables.size()];
    for (int i = 0; i < found.length; i++) {
      ResumePoint.Variable wanted = variables.get(i);
      for (ResumePoint.Variable each : left) {
        if (each.name().equals(wanted.name()) && each.descriptor().equals(wanted.descriptor())) {
          found[i] = each;
          break;
        }
      }
      if (found[i] == null) {
        throw mismatch(difference(here));
      }
      left.remove(found[i]);
    }
    if (!left.isEmpty()) {
      throw mismatch(difference(here));
    }
    return found;
  }

  private FrameMismatchException mismatch(String why) {
    return new FrameMismatchException(
        "BBN033 "
            + owner
            + '.'
            + method
            + descriptor
            + " was left at line "
            + line
            + ", in call "
            + (ordinal + 1)
            + " of "
            + callee
            + ", and cannot go on here: "
            + why
            + ". The image is as it was.");
  }
}
