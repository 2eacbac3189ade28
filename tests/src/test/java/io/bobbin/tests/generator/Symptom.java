package io.bobbin.tests.generator;

import java.util.ArrayList;
import java.util.List;

/**
 * In what way a program failed, so that a smaller one can be said to fail in the same way.
 *
 * @param mode how it was run
 * @param kind what was wrong, without names and numbers
 */
record Symptom(String mode, String kind) {
  private static final List<String> ERRORS =
      List.of("VerifyError", "ClassFormatError", "LinkageError", "IllegalStateException", "hangs");

  /** The symptoms of what the oracle said. */
  static List<Symptom> of(List<String> texts) {
    return texts.stream().map(Symptom::of).toList();
  }

  private static Symptom of(String text) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    String head = lines.remove(0);
    int comma = head.indexOf(", ");
    String mode = comma < 0 ? head : head.substring(comma + 2).split(" ", 2)[0];
    return new Symptom(mode, kind(lines));
  }

  private static String kind(List<String> lines) {
    String complaint = null;
    boolean differs = false;
    boolean beyondTraces = false;
    for (String line : lines) {
      if (line.startsWith("+ ")) {
        for (String error : ERRORS) {
          if (line.contains(error)) {
            return words(line.substring(line.indexOf(error)), 6);
          }
        }
      }
      if (line.startsWith("+ ") || line.startsWith("- ")) {
        differs = true;
        beyondTraces |= !line.startsWith("at ", 4);
      } else if (line.startsWith("! ") && complaint == null) {
        complaint = words(line, 5);
      }
    }
    if (beyondTraces) {
      return "a different outcome";
    }
    return differs ? "a different trace" : String.valueOf(complaint);
  }

  private static String words(String line, int count) {
    StringBuilder words = new StringBuilder();
    for (String word : line.split(" ", count + 1)) {
      if (count-- > 0 && word.matches("[A-Za-z:!]+")) {
        words.append(word).append(' ');
      }
    }
    return words.toString().strip();
  }
}
