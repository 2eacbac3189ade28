package io.bobbin.pickle;

import io.bobbin.frame.ResumePoint;
import java.util.ArrayList;
import java.util.List;

/**
 * The variables of a resume point as one text, the same for all points that have the same: of each
 * its descriptor, its name, and a semicolon, which a class file cannot have in a name.
 */
final class VariableList {
  private VariableList() {}

  static String text(List<ResumePoint.Variable> variables) {
    StringBuilder text = new StringBuilder();
    for (ResumePoint.Variable each : variables) {
      text.append(each.descriptor()).append(each.name()).append(';');
    }
    return text.toString();
  }

  /**
   * The variables of a text, of which each has the index of its place in the list.
   *
   * @param in where the text comes from
   */
  static List<ResumePoint.Variable> of(String text, ByteIn in) {
    List<ResumePoint.Variable> variables = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int name = endOfType(text, at);
      int end = text.indexOf(';', name);
      if (name == 0 || end < 0) {
        throw in.damaged("variables that have no types or names");
      }
      String type = text.substring(at, name);
      char kind = Widening.isReference(type) ? 'r' : 'p';
      variables.add(
          new ResumePoint.Variable(text.substring(name, end), type, kind, variables.size()));
      at = end + 1;
    }
    return List.copyOf(variables);
  }

  /** Where a descriptor ends; 0 if it does not. */
  private static int endOfType(String text, int start) {
    int at = start;
    while (at < text.length() && text.charAt(at) == '[') {
      at++;
    }
    boolean isClass = at < text.length() && text.charAt(at) == 'L';
    return isClass ? text.indexOf(';', at) + 1 : at + 1;
  }
}
