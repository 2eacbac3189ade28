package io.bobbin.pickle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where an anonymous or local class comes from. Compilers number these classes, {@code Job$1} and
 * {@code Job$1Local}, so that one which is added to the source takes the name of another: in an
 * image such a name is said together with what does not change then. Immutable.
 *
 * <p>That is the class and the method that it stands in; for an anonymous one also what it extends
 * or implements. If several are the same in this, their members tell them apart, and then their
 * order.
 */
final class Origin {
  /** So many numbers without a class end the search: compilers leave out what cannot be reached. */
  private static final int MOST_GAP = 4;

  /** A class in a descriptor. */
  private static final Pattern IN_DESCRIPTOR = Pattern.compile("L([^;]+);");

  /** What stands behind the name of the enclosing class. */
  private static final Pattern TAIL = Pattern.compile("(.*?\\$)([0-9]+)(.*)");

  /**
   * Which class an image means.
   *
   * @param then its name in the image
   * @param now its name here; null if that follows from the name in the image
   */
  record Located(String then, @Nullable String now) {}

  private static final ClassValue<Optional<Origin>> ORIGINS =
      new ClassValue<>() {
        @Override
        protected Optional<Origin> computeValue(Class<?> type) {
          return find(type);
        }
      };

  private final String name;
  private final String enclosing;
  private final ClassTraits traits;

  /** How many classes of the enclosing one are the same but for their members, this included. */
  private final int kin;

  /** How many of those have the same members. */
  private final int alike;

  /** Which of the latter it is, in the order of their numbers. */
  private final int index;

  /** That of the enclosing class; null if that has a name of its own, and in what was read. */
  private final @Nullable Origin outer;

  private Origin(
      String name,
      String enclosing,
      ClassTraits traits,
      int kin,
      int alike,
      int index,
      @Nullable Origin outer) {
    this.name = name;
    this.enclosing = enclosing;
    this.traits = traits;
    this.kin = kin;
    this.alike = alike;
    this.index = index;
    this.outer = outer;
  }

  // Of classes

  /**
   * The origin of a class, or of the innermost one around it that has no name of its own.
   *
   * @param type the class; of an array, its elements' counts
   * @return the origin; null if the class, and all around it, have names
   * @throws RefusedClassException if the class cannot be looked into
   */
  static @Nullable Origin of(Class<?> type) {
    if (!isNumbered(type.getName())) {
      return null;
    }
    try {
      Class<?> at = type;
      while (at.isArray()) {
        at = at.getComponentType();
      }
      while (at != null && !at.isAnonymousClass() && !at.isLocalClass()) {
        at = at.getEnclosingClass();
      }
      return at == null || Forms.isOfJdk(at) ? null : ORIGINS.get(at).orElse(null);
    } catch (LinkageError e) {
      throw new RefusedClassException(
          type.getName() + ", which has a number for a name, cannot be looked into: " + e);
    }
  }

  /** The origins of several classes. */
  static List<Origin> of(List<Class<?>> types) {
    List<Origin> origins = new ArrayList<>();
    for (Class<?> type : types) {
      Origin origin = of(type);
      if (origin != null) {
        origins.add(origin);
      }
    }
    return List.copyOf(origins);
  }

  /** The origins of the classes that are named in descriptors. */
  static List<Origin> in(String descriptors, @Nullable ClassLoader loader) {
    List<Class<?>> types = new ArrayList<>();
    Matcher names = IN_DESCRIPTOR.matcher(isNumbered(descriptors) ? descriptors : "");
    while (names.find()) {
      String name = names.group(1).replace('/', '.');
      if (isNumbered(name)) {
        try {
          types.add(Class.forName(name, false, loader));
        } catch (ClassNotFoundException | LinkageError e) {
          throw new RefusedClassException("the class " + name + " is not here: " + e);
        }
      }
    }
    return of(types);
  }

  /** Whether a name may be that of an anonymous or local class, or have one in it. */
  static boolean isNumbered(String name) {
    for (int at = name.indexOf('$'); at >= 0; at = name.indexOf('$', at + 1)) {
      if (at + 1 < name.length() && name.charAt(at + 1) >= '0' && name.charAt(at + 1) <= '9') {
        return true;
      }
    }
    return false;
  }

  private static Optional<Origin> find(Class<?> type) {
    Class<?> around = type.getEnclosingClass();
    String name = type.getName();
    if (!isWithin(name, around.getName())) {
      return Optional.empty();
    }
    ClassTraits traits = ClassTraits.of(type);
    List<Class<?>> kin = kin(siblings(around, name.substring(around.getName().length())), traits);
    List<Class<?>> alike = alike(kin, traits);
    return Optional.of(
        new Origin(
            name,
            around.getName(),
            traits,
            kin.size(),
            alike.size(),
            alike.indexOf(type),
            of(around)));
  }

  private static boolean isWithin(String name, String enclosing) {
    return name.startsWith(enclosing) && TAIL.matcher(name.substring(enclosing.length())).matches();
  }

  /**
   * The anonymous and local classes of a class whose names differ in the number only.
   *
   * @param tail what stands behind the name of the enclosing class in the name of one of them
   */
  private static List<Class<?>> siblings(Class<?> enclosing, String tail) {
    Matcher parts = TAIL.matcher(tail);
    if (!parts.matches()) {
      throw new IllegalStateException(tail);
    }
    String before = enclosing.getName() + parts.group(1);
    String behind = parts.group(3);
    List<Class<?>> found = new ArrayList<>();
    boolean isOwnFound = false;
    int gap = 0;
    for (int i = 1; gap < MOST_GAP; i++) {
      String number = String.valueOf(i);
      isOwnFound |= number.equals(parts.group(2));
      gap = add(before + number + behind, enclosing, found) ? 0 : gap + 1;
    }
    if (!isOwnFound) {
      add(before + parts.group(2) + behind, enclosing, found);
    }
    return found;
  }

  /** Adds a class if there is one of the name; returns whether there is. */
  private static boolean add(String name, Class<?> enclosing, List<Class<?>> to) {
    try {
      Class<?> type = Class.forName(name, false, enclosing.getClassLoader());
      boolean isSibling = type.isAnonymousClass() || type.isLocalClass();
      if (isSibling && !type.isSynthetic() && type.getEnclosingClass() == enclosing) {
        to.add(type);
      }
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static List<Class<?>> kin(List<Class<?>> siblings, ClassTraits traits) {
    return siblings.stream().filter(each -> ClassTraits.of(each).isKinOf(traits)).toList();
  }

  private static List<Class<?>> alike(List<Class<?>> kin, ClassTraits traits) {
    return kin.stream()
        .filter(each -> ClassTraits.of(each).members().equals(traits.members()))
        .toList();
  }

  // In images

  /** The origin of the enclosing class, which is to be defined before this. */
  @Nullable Origin outer() {
    return outer;
  }

  void define(DefinitionWriter to) {
    to.text(name);
    to.text(enclosing);
    traits.define(to);
    to.number(kin);
    to.number(alike);
    to.number(index);
  }

  static Origin read(Definitions from) {
    String name = from.text();
    String enclosing = from.text();
    if (!isWithin(name, enclosing)) {
      throw from.bytes().damaged(name + " is no name of a class in " + enclosing);
    }
    ClassTraits traits = ClassTraits.read(from);
    int kin = from.number(1, Integer.MAX_VALUE);
    int alike = from.number(1, kin);
    return new Origin(name, enclosing, traits, kin, alike, from.number(0, alike - 1), null);
  }

  String name() {
    return name;
  }

  /** What is the same in images of several versions of a program, as far as that can be told. */
  String key() {
    return ClassTraits.withoutNumbers(name) + ' ' + traits + ' ' + index;
  }

  /**
   * Finds the class here; one that the filter would refuse is not looked for.
   *
   * @throws PickleException if nobody can tell which it is
   */
  Located locate(PickleFilter filter) {
    Evolution evolution = filter.evolution();
    boolean isOfUse = filter.mayUse(enclosing) || filter.mayUse(name);
    if (evolution.isRenamed(name) || !isOfUse) {
      return new Located(name, null);
    }
    ClassTraits wanted = traits.here(evolution);
    String tail = name.substring(enclosing.length());
    List<Class<?>> kinHere = kin(siblings(filter.classNamed(enclosing), tail), wanted);
    List<Class<?>> alikeHere = alike(kinHere, wanted);
    Class<?> found;
    if (kin == 1 && kinHere.size() == 1) {
      found = kinHere.get(0); // whatever has become of its members
    } else if (alike == alikeHere.size()) {
      found = alikeHere.get(index);
    } else {
      throw new PickleException(notTold(kinHere.size(), alikeHere.size()));
    }
    String now = found.getName();
    return new Located(name, now.equals(evolution.className(name)) ? null : now);
  }

  private String notTold(int kinHere, int alikeHere) {
    return "BBN037 "
        + ImageContents.readable(name)
        + ", "
        + described()
        + ", cannot be told here: of such classes "
        + counted(kin, alike)
        + " when the image was written, and here "
        + counted(kinHere, alikeHere)
        + ". (Their names are numbers, which tell nothing.) The image is as it was: read it with"
        + " the code that wrote it, or say by PickleFilter.renamedClass(\""
        + ImageContents.readable(name)
        + "\", ...) which class it is here. A class whose objects are pickled had better have a"
        + " name of its own.";
  }

  private static String counted(int kin, int alike) {
    return (kin == 1 ? "there was 1" : "there were " + kin)
        + (alike == kin ? "" : ", " + alike + " with its members,");
  }

  /** What it is, for people. */
  String described() {
    String of = traits.method().isEmpty() ? "" : '.' + traits.method() + traits.descriptor();
    return traits.described() + " in " + ImageContents.readable(enclosing + of);
  }
}
