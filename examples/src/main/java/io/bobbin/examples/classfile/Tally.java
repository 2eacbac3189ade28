package io.bobbin.examples.classfile;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Counts of how many class files refer to each class and each package. For one thread at a time.
 */
public final class Tally {
  private final Map<String, Integer> classes = new HashMap<>();
  private final Map<String, Integer> packages = new HashMap<>();
  private int files;
  private long bytes;

  /**
   * Counts what a class file refers to. References to its own package do not count as such.
   *
   * @param file the class file
   */
  public void add(ClassFile file) {
    files++;
    bytes += file.size();
    Set<String> packagesNamed = new HashSet<>();
    for (String reference : file.references()) {
      classes.merge(reference, 1, Integer::sum);
      packagesNamed.add(packageOf(reference));
    }
    packagesNamed.remove(packageOf(file.name()));
    for (String packageNamed : packagesNamed) {
      packages.merge(packageNamed, 1, Integer::sum);
    }
  }

  /**
   * Adds the counts of another tally.
   *
   * @param other stays as it is
   */
  public void add(Tally other) {
    files += other.files;
    bytes += other.bytes;
    other.classes.forEach((name, count) -> classes.merge(name, count, Integer::sum));
    other.packages.forEach((name, count) -> packages.merge(name, count, Integer::sum));
  }

  /**
   * How many class files were counted.
   *
   * @return their number
   */
  public int files() {
    return files;
  }

  /**
   * How large the class files are together.
   *
   * @return bytes
   */
  public long bytes() {
    return bytes;
  }

  /**
   * The classes that are referred to.
   *
   * @return for each, by how many class files
   */
  public Map<String, Integer> classes() {
    return Map.copyOf(classes);
  }

  /**
   * The packages that are referred to.
   *
   * @return for each, by how many class files of other packages
   */
  public Map<String, Integer> packages() {
    return Map.copyOf(packages);
  }

  /**
   * The largest of some counts.
   *
   * @param counts such as {@link #classes()}
   * @param most how many of them
   * @return the largest first; those of one size by name
   */
  public static List<Map.Entry<String, Integer>> top(Map<String, Integer> counts, int most) {
    Comparator<Map.Entry<String, Integer>> largest =
        Map.Entry.<String, Integer>comparingByValue().reversed();
    return counts.entrySet().stream()
        .sorted(largest.thenComparing(Map.Entry.comparingByKey()))
        .limit(most)
        .toList();
  }

  private static String packageOf(String className) {
    return className.substring(0, Math.max(0, className.lastIndexOf('.')));
  }
}
