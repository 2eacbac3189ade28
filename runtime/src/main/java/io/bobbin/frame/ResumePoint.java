package io.bobbin.frame;

import java.util.ArrayList;
import java.util.List;

/**
 * A call at which a woven method may be suspended: its stable identity, and what a frame that was
 * saved there holds.
 *
 * @param file the source file, or an empty string
 * @param descriptor the descriptor of the woven method, as in its source
 * @param hash a hash of the method's bytecode before weaving
 * @param line the source line, or -1
 * @param callee the method called, as {@code owner.name(descriptor)}; {@code "<entry>"} for the
 *     point before the first instruction
 * @param ordinal which of the calls to this callee in the method it is, from 0
 * @param variables what the frame holds that the method goes on with
 * @param shown what it holds besides, for debuggers alone; not a part of what the frame is
 */
public record ResumePoint(
    String file,
    String descriptor,
    long hash,
    int line,
    String callee,
    int ordinal,
    List<Variable> variables,
    List<Variable> shown) {

  /**
   * A live value in a frame.
   *
   * @param name the local variable's name, {@code local<n>} if the class has no debug information,
   *     or {@code stack<n>} for a value under the arguments of the call
   * @param descriptor its type
   * @param kind {@code 'p'} for primitive words, {@code 'r'} for a reference
   * @param index the first word, or the reference, of the frame
   */
  public record Variable(String name, String descriptor, char kind, int index) {}

  /**
   * All that the frame holds.
   *
   * @return {@link #variables}, then {@link #shown}
   */
  List<Variable> held() {
    if (shown.isEmpty()) {
      return variables;
    }
    List<Variable> all = new ArrayList<>(variables);
    all.addAll(shown);
    return all;
  }

  /**
   * Reads the points of one method as the weaver writes them: a line {@code file TAB descriptor TAB
   * hash}, which may go on, then a line for each point, {@code line TAB callee TAB ordinal} and,
   * after further tabs, variables as {@code kind index SPACE descriptor SPACE name}; the kind is a
   * capital letter for those that are {@link #shown}.
   *
   * @param text the lines
   * @return the points by number
   */
  static List<ResumePoint> parse(String text) {
    String[] lines = text.split("\n", -1);
    String[] method = lines[0].split("\t", -1);
    long hash = Long.parseUnsignedLong(method[2], 16);
    List<ResumePoint> points = new ArrayList<>(lines.length - 1);
    for (int i = 1; i < lines.length; i++) {
      String[] fields = lines[i].split("\t", -1);
      List<Variable> variables = new ArrayList<>();
      List<Variable> shown = new ArrayList<>();
      for (int v = 3; v < fields.length; v++) {
        String[] parts = fields[v].split(" ", 3);
        char letter = parts[0].charAt(0);
        char kind = Character.toLowerCase(letter);
        int index = Integer.parseInt(parts[0].substring(1));
        (letter == kind ? variables : shown).add(new Variable(parts[2], parts[1], kind, index));
      }
      points.add(
          new ResumePoint(
              method[0],
              method[1],
              hash,
              Integer.parseInt(fields[0]),
              fields[1],
              Integer.parseInt(fields[2]),
              List.copyOf(variables),
              List.copyOf(shown)));
    }
    return List.copyOf(points);
  }
}
