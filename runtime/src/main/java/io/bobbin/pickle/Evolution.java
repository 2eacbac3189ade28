package io.bobbin.pickle;

import io.bobbin.frame.FrameCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a program has said of how it has changed since its images were written: names, and methods
 * whose frames it migrates. Immutable.
 */
final class Evolution {
  static final Evolution NONE = new Evolution(Map.of(), Map.of(), Map.of());

  /** A class in a descriptor. */
  private static final Pattern IN_DESCRIPTOR = Pattern.compile("L([^;]+);");

  /**
   * What a program has registered for a method.
   *
   * @param isMove whether frames go on in another method, even if this one is still as it was
   */
  record Registered(String now, boolean isMove, FrameMigrator migrator) {
    /** The method that goes on. */
    FrameCode target(SavedPoint then, PickleFilter filter) {
      int parameters = now.indexOf('(');
      String name = parameters < 0 ? now : now.substring(0, parameters);
      int dot = name.lastIndexOf('.');
      String owner = name.substring(0, dot);
      List<FrameCode> overloads;
      try {
        overloads = FrameCode.find(filter.classOfFrames(owner), name.substring(dot + 1));
      } catch (IllegalAccessException e) {
        throw PointMatch.notSeen(then, owner, e);
      }
      String wanted =
          parameters < 0
              ? filter.evolution().descriptor(then.descriptor())
              : now.substring(parameters);
      for (FrameCode code : overloads) {
        boolean isOnly = parameters < 0 && overloads.size() == 1;
        if (isOnly || code.points().get(0).descriptor().equals(wanted)) {
          return code;
        }
      }
      throw PointMatch.mismatch(
          then,
          "its migrator goes on in "
              + now
              + ", of which there are here: "
              + overloads.stream()
                  .map(each -> each.method() + each.points().get(0).descriptor())
                  .collect(Collectors.joining(", ", "[", "]")));
    }
  }

  private final Map<String, String> classes;
  private final Map<String, String> fields;
  private final Map<String, Registered> migrators;

  private Evolution(
      Map<String, String> classes, Map<String, String> fields, Map<String, Registered> migrators) {
    this.classes = classes;
    this.fields = fields;
    this.migrators = migrators;
  }

  private static <V> Map<String, V> with(Map<String, V> map, String key, V value) {
    Map<String, V> more = new HashMap<>(map);
    more.put(key, value);
    return more;
  }

  Evolution renamedClass(String then, String now) {
    return new Evolution(with(classes, then, now), fields, migrators);
  }

  Evolution renamedField(String then, String now) {
    requireMember(then);
    return new Evolution(classes, with(fields, then, now), migrators);
  }

  Evolution migrator(String then, String now, boolean isMove, FrameMigrator migrator) {
    requireMember(then);
    requireMember(now);
    return new Evolution(
        classes, fields, with(migrators, then, new Registered(now, isMove, migrator)));
  }

  private static void requireMember(String name) {
    int parameters = name.indexOf('(');
    if (name.lastIndexOf('.', parameters < 0 ? name.length() : parameters) <= 0) {
      throw new IllegalArgumentException(
          name + " is no name of a class and its member, as com.acme.Job.run");
    }
  }

  /** Whether the program has said what a class is called here, or all images have that name. */
  boolean isRenamed(String then) {
    return classes.containsKey(then);
  }

  /** The name that a class has here; classes nested in one that was renamed move with it. */
  String className(String then) {
    if (classes.isEmpty()) {
      return then;
    }
    String outer = then;
    while (true) {
      String now = classes.get(outer);
      if (now != null) {
        return now + then.substring(outer.length());
      }
      int nested = outer.lastIndexOf('$');
      if (nested <= 0) {
        return then;
      }
      outer = outer.substring(0, nested);
    }
  }

  /**
   * The name that a field, a record's component or an enum's constant has here.
   *
   * @param owner the name of its class then
   */
  String fieldName(String owner, String then) {
    return fields.isEmpty() ? then : fields.getOrDefault(owner + '.' + then, then);
  }

  /** A descriptor with the names that classes have here. */
  String descriptor(String then) {
    if (classes.isEmpty()) {
      return then;
    }
    Matcher matcher = IN_DESCRIPTOR.matcher(then);
    return matcher.replaceAll(
        each ->
            Matcher.quoteReplacement(
                'L' + className(each.group(1).replace('/', '.')).replace('.', '/') + ';'));
  }

  /** A called method, as resume points have it, with the names that classes have here. */
  String callee(String then) {
    int parameters = then.indexOf('(');
    if (classes.isEmpty() || parameters < 0) {
      return then;
    }
    int name = then.lastIndexOf('.', parameters);
    return className(then.substring(0, name).replace('/', '.')).replace('.', '/')
        + then.substring(name, parameters)
        + descriptor(then.substring(parameters));
  }

  /** What is registered for a method; what names its descriptor comes first. */
  @Nullable Registered migrator(SavedPoint then) {
    String name = then.owner() + '.' + then.method();
    Registered exact = migrators.get(name + then.descriptor());
    return exact != null ? exact : migrators.get(name);
  }
}
