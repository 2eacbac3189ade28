package io.bobbin.pickle;

import io.bobbin.frame.ResumePoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A frame as an image has it, of a method that has changed since: for a {@link FrameMigrator}.
 * Immutable.
 */
public final class SavedFrame {
  private final SavedPoint point;
  private final List<@Nullable Object> values;

  SavedFrame(SavedPoint point, List<@Nullable Object> values) {
    this.point = point;
    this.values = values;
  }

  /**
   * The class of the method.
   *
   * @return its name then
   */
  public String owner() {
    return point.owner();
  }

  /**
   * The method.
   *
   * @return its name then
   */
  public String method() {
    return point.method();
  }

  /**
   * Where the method was left.
   *
   * @return the call, its line, and the variables that were alive there, as they were then
   */
  public ResumePoint point() {
    return point.asResumePoint();
  }

  /**
   * Whether a variable was alive.
   *
   * @param variable its name
   * @return whether there is a value
   */
  public boolean has(String variable) {
    return find(variable) != null;
  }

  /**
   * The value of a variable.
   *
   * @param variable its name; {@code this} for the object of the method
   * @return the value; a primitive in its box: an {@code Integer} if the variable was an {@code
   *     int}
   * @throws IllegalArgumentException if there is no such variable
   */
  public @Nullable Object value(String variable) {
    ResumePoint.Variable found = find(variable);
    if (found == null) {
      throw new IllegalArgumentException(
          point.place() + " had no variable " + variable + "; it had " + point.variables());
    }
    return values.get(found.index());
  }

  private ResumePoint.@Nullable Variable find(String name) {
    for (ResumePoint.Variable each : point.variables()) {
      if (each.name().equals(name)) {
        return each;
      }
    }
    return null;
  }
}
