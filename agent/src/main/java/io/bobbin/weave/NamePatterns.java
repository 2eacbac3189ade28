package io.bobbin.weave;

import java.util.ArrayList;
import java.util.List;

/** Patterns of class names: {@code a.B}, {@code a.*}, {@code a.**}, {@code **}. */
final class NamePatterns {
  private final List<String> patterns;

  /** The patterns, in the dotted form that users write. */
  NamePatterns(List<String> dotted) {
    patterns = new ArrayList<>();
    for (String pattern : dotted) {
      patterns.add(pattern.replace('.', '/'));
    }
  }

  boolean isEmpty() {
    return patterns.isEmpty();
  }

  boolean matches(String internalName) {
    for (String pattern : patterns) {
      if (matches(pattern, internalName)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(String pattern, String name) {
    if (pattern.equals("**")) {
      return true;
    }
    if (pattern.endsWith("/**")) {
      return name.startsWith(pattern.substring(0, pattern.length() - 2));
    }
    if (pattern.endsWith("/*")) {
      String prefix = pattern.substring(0, pattern.length() - 1);
      return name.startsWith(prefix) && name.indexOf('/', prefix.length()) < 0;
    }
    return name.equals(pattern) || name.startsWith(pattern + "$");
  }
}
