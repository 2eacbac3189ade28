package io.bobbin.pickle;

import io.bobbin.frame.Frame;
import io.bobbin.frame.FrameCode;
import io.bobbin.frame.ResumePoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A resume point as an image names it: by the method and the call in it, not by a number.
 *
 * <p>All frames of an image that were left at one point share it; the method is looked for when the
 * first of them is made. The texts are kept as the image has them, and put together when they are
 * asked for: a byte is enough to name a long one again.
 */
final class SavedPoint implements Destination {
  /** Stands in images for the file that has the name of the class. */
  private static final String USUAL = "=";

  private final String owner;
  private final String method;
  private final String descriptor;
  private final long hash;
  private final String file;
  private final int line;
  private final String calleeOwner;
  private final String calleeName;
  private final String calleeDescriptor;
  private final int ordinal;
  private final List<ResumePoint.Variable> variables;

  /** Where its frames go on; null until it was looked for. */
  private volatile @Nullable Found found;

  /**
   * Where frames go on.
   *
   * @param at what {@link FrameCode#age} was before it was looked for
   */
  private record Found(Destination destination, long at) {}

  private SavedPoint(
      String owner,
      String method,
      String descriptor,
      long hash,
      String file,
      int line,
      String calleeOwner,
      String calleeName,
      String calleeDescriptor,
      int ordinal,
      List<ResumePoint.Variable> variables) {
    this.owner = owner;
    this.method = method;
    this.descriptor = descriptor;
    this.hash = hash;
    this.file = file;
    this.line = line;
    this.calleeOwner = calleeOwner;
    this.calleeName = calleeName;
    this.calleeDescriptor = calleeDescriptor;
    this.ordinal = ordinal;
    this.variables = variables;
  }

  /** Defines a point in an image. */
  static void define(FrameCode code, ResumePoint point, DefinitionWriter to) {
    to.text(code.owner().getName());
    to.text(code.method());
    to.text(point.descriptor());
    to.fixed(point.hash(), 8);
    to.text(point.file().equals(usualFile(code.owner().getName())) ? USUAL : point.file());
    to.number(point.line());
    // In three parts, as the callee is a method of the next frame as a rule.
    String callee = point.callee();
    int parameters = callee.indexOf('(');
    int name = parameters < 0 ? -1 : callee.lastIndexOf('.', parameters);
    to.text(name < 0 ? "" : callee.substring(0, name).replace('/', '.'));
    to.text(name < 0 ? callee : callee.substring(name + 1, parameters));
    to.text(name < 0 ? "" : callee.substring(parameters));
    to.count(point.ordinal());
    to.text(VariableList.text(point.variables()));
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
    String file = from.text();
    int line = (int) from.bytes().number();
    String calleeOwner = from.text();
    String calleeName = from.text();
    String calleeDescriptor = from.text();
    int ordinal = from.bytes().countUpTo(Integer.MAX_VALUE);
    return new SavedPoint(
        owner,
        method,
        descriptor,
        hash,
        file,
        line,
        calleeOwner,
        calleeName,
        calleeDescriptor,
        ordinal,
        from.variables());
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
    return calleeOwner.isEmpty()
        ? calleeName
        : calleeOwner.replace('.', '/') + '.' + calleeName + calleeDescriptor;
  }

  /** What is called, as {@link ImageContents#readable} shows it. */
  String readableCallee() {
    return calleeOwner.isEmpty()
        ? ImageContents.readable(calleeName)
        : ImageContents.readable(calleeOwner, ".", calleeName);
  }

  int ordinal() {
    return ordinal;
  }

  /** The variables, of which each has the index of its place in this list. */
  List<ResumePoint.Variable> variables() {
    return variables;
  }

  /** The method, as {@link ImageContents#readable} shows it. */
  String readableMethod() {
    return ImageContents.readable(owner, ".", method, descriptor);
  }

  /** The place in the source, as stack traces have it. */
  String place() {
    return owner + '.' + method + '(' + orUnknown(file()) + lineInPlace() + ')';
  }

  /** The place, as {@link ImageContents#readable} shows it, however long its parts are. */
  String readablePlace() {
    boolean isCut = owner.length() > ImageContents.MOST_CHARS;
    return ImageContents.readable(
        owner, ".", method, "(", orUnknown(isCut ? "" : file()), lineInPlace(), ")");
  }

  private static String orUnknown(String file) {
    return file.isEmpty() ? "Unknown Source" : file;
  }

  private String lineInPlace() {
    return line < 0 ? "" : ":" + line;
  }

  private String file() {
    return file.equals(USUAL) ? usualFile(owner) : file;
  }

  ResumePoint asResumePoint() {
    return new ResumePoint(file(), descriptor, hash, line, callee(), ordinal, variables, List.of());
  }

  /**
   * Makes a frame with the values that come next.
   *
   * @throws io.bobbin.frame.FrameMismatchException if frames cannot go on here
   */
  @Override
  public Frame frame(ImageReader from) {
    Found known = found;
    long now = FrameCode.age();
    if (known == null || known.at != now) {
      known = new Found(PointMatch.of(this, from.filter()), now);
      found = known;
    }
    return known.destination.frame(from);
  }
}
