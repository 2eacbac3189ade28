package io.bobbin.pickle;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** Names of classes, and of packages with all that they contain. */
final class NamePatterns {
  private final Set<String> classes = new HashSet<>();
  private final Set<String> packages = new HashSet<>();
  private final Set<String> trees = new LinkedHashSet<>();

  NamePatterns(NamePatterns others) {
    classes.addAll(others.classes);
    packages.addAll(others.packages);
    trees.addAll(others.trees);
  }

  NamePatterns() {}

  void add(String pattern) {
    if (pattern.equals("**")) {
      trees.add("");
    } else if (pattern.endsWith(".**")) {
      trees.add(pattern.substring(0, pattern.length() - 2));
    } else if (pattern.endsWith(".*")) {
      packages.add(pattern.substring(0, pattern.length() - 2));
    } else {
      classes.add(pattern);
    }
    if (pattern.isEmpty() || pattern.replaceFirst("\\.?\\*\\*?$", "").indexOf('*') >= 0) {
      throw new IllegalArgumentException(
          "'"
              + pattern
              + "': a class, as com.acme.Job, a package, as com.acme.*, or all below"
              + " one, as com.acme.**");
    }
  }

  boolean match(String className) {
    int dot = className.lastIndexOf('.');
    if (packages.contains(dot < 0 ? "" : className.substring(0, dot))) {
      return true;
    }
    for (String tree : trees) {
      if (className.startsWith(tree)) {
        return true;
      }
    }
    String at = className; // or a class that it is nested in
    while (!classes.contains(at)) {
      int nested = at.lastIndexOf('$');
      if (nested < 0) {
        return false;
      }
      at = at.substring(0, nested);
    }
    return true;
  }
}
