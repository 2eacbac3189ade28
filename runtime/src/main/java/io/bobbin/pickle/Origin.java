package io.bobbin.pickle;

import io.bobbin.frame.Doors;
import io.bobbin.frame.FrameStack;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

  private static final int MOST_MEMBERS = 65_535;

  /** A class in a descriptor. */
  private static final Pattern IN_DESCRIPTOR = Pattern.compile("L([^;]+);");

  private static final Pattern NUMBER = Pattern.compile("\\$[0-9]+");

  /** What stands behind the name of the enclosing class. */
  private static final Pattern TAIL = Pattern.compile("(.*?\\$)([0-9]+)(.*)");

  /** A field or a method that a class declares; not what the compiler or the weaver has added. */
  private record Member(String name, String descriptor) {}

  /**
   * What of a class does not depend on numbers; the names of others stand here without theirs.
   *
   * @param method the name of the method in which it is; empty if it is in none
   * @param descriptor the method's descriptor
   * @param supertypes the descriptors of what an anonymous class extends or implements; empty for a
   *     local class, as that has a name
   * @param members those of an anonymous class
   */
  private record Traits(String method, String descriptor, String supertypes, List<Member> members) {

    boolean isKinOf(Traits other) {
      return method.equals(other.method)
          && descriptor.equals(other.descriptor)
          && supertypes.equals(other.supertypes);
    }

    /** The same with the names that classes have here. */
    Traits here(Evolution evolution) {
      return new Traits(
          method,
          evolution.descriptor(descriptor),
          evolution.descriptor(supertypes),
          members.stream()
              .map(each -> new Member(each.name, evolution.descriptor(each.descriptor)))
              .toList());
    }
  }

  /**
   * Which class an image means.
   *
   * @param then its name in the image
   * @param now its name here; null if that follows from the name in the image
   */
  record Located(String then, @Nullable String now) {}

  private static final ClassValue<Traits> TRAITS =
      new ClassValue<>() {
        @Override
        protected Traits computeValue(Class<?> type) {
          return traits(type);
        }
      };

  private static final ClassValue<Optional<Origin>> ORIGINS =
      new ClassValue<>() {
        @Override
        protected Optional<Origin> computeValue(Class<?> type) {
          return find(type);
        }
      };

  private final String name;
  private final String enclosing;
  private final Traits traits;

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
      Traits traits,
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
    Traits traits = TRAITS.get(type);
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

  private static List<Class<?>> kin(List<Class<?>> siblings, Traits traits) {
    return siblings.stream().filter(each -> TRAITS.get(each).isKinOf(traits)).toList();
  }

  private static List<Class<?>> alike(List<Class<?>> kin, Traits traits) {
    return kin.stream().filter(each -> TRAITS.get(each).members.equals(traits.members)).toList();
  }

  private static Traits traits(Class<?> type) {
    Method method = type.getEnclosingMethod();
    Constructor<?> constructor = type.getEnclosingConstructor();
    boolean isAnonymous = type.isAnonymousClass();
    return new Traits(
        method != null ? method.getName() : constructor != null ? "<init>" : "",
        method != null
            ? descriptor(method, method.getReturnType())
            : constructor != null ? descriptor(constructor, void.class) : "",
        isAnonymous ? supertypes(type) : "",
        isAnonymous ? members(type) : List.of());
  }

  private static String supertypes(Class<?> type) {
    StringBuilder descriptors = new StringBuilder();
    Class<?>[] interfaces = type.getInterfaces();
    Class<?> superclass = type.getSuperclass();
    if (interfaces.length == 0 || superclass != Object.class) {
      descriptors.append(superclass.descriptorString());
    }
    for (Class<?> each : interfaces) {
      if (each.getEnclosingClass() != Doors.class) {
        descriptors.append(each.descriptorString());
      }
    }
    return withoutNumbers(descriptors.toString());
  }

  private static List<Member> members(Class<?> type) {
    Stream<Member> fields =
        Arrays.stream(type.getDeclaredFields())
            .filter(field -> !field.isSynthetic() && !Modifier.isStatic(field.getModifiers()))
            .map(
                field ->
                    new Member(
                        field.getName(), withoutNumbers(field.getType().descriptorString())));
    Stream<Member> methods =
        Arrays.stream(type.getDeclaredMethods())
            .filter(method -> !method.isSynthetic() && !isWoven(method))
            .map(
                method -> new Member(method.getName(), descriptor(method, method.getReturnType())));
    return Stream.concat(fields, methods)
        .sorted(Comparator.comparing(Member::name).thenComparing(Member::descriptor))
        .toList();
  }

  /** Whether the weaver has added a method. */
  private static boolean isWoven(Method method) {
    return Arrays.asList(method.getParameterTypes()).contains(FrameStack.class);
  }

  private static String descriptor(Executable method, Class<?> result) {
    StringBuilder text = new StringBuilder("(");
    for (Class<?> each : method.getParameterTypes()) {
      text.append(each.descriptorString());
    }
    return withoutNumbers(text.append(')').append(result.descriptorString()).toString());
  }

  private static String withoutNumbers(String names) {
    return NUMBER.matcher(names).replaceAll("\\$");
  }

  // In images

  /** The origin of the enclosing class, which is to be defined before this. */
  @Nullable Origin outer() {
    return outer;
  }

  void define(ImageWriter to) {
    to.text(name);
    to.text(enclosing);
    to.text(traits.method);
    to.text(traits.descriptor);
    to.text(traits.supertypes);
    to.definition(traits.members.size());
    for (Member member : traits.members) {
      to.text(member.name);
      to.text(member.descriptor);
    }
    to.definition(kin);
    to.definition(alike);
    to.definition(index);
  }

  static Origin read(Definitions from) {
    String name = from.text();
    String enclosing = from.text();
    if (!isWithin(name, enclosing)) {
      throw from.bytes().damaged(name + " is no name of a class in " + enclosing);
    }
    String method = from.text();
    String descriptor = from.text();
    String supertypes = from.text();
    List<Member> members = new ArrayList<>();
    for (int left = from.number(0, MOST_MEMBERS); left > 0; left--) {
      members.add(new Member(from.text(), from.text()));
    }
    int kin = from.number(1, Integer.MAX_VALUE);
    int alike = from.number(1, kin);
    return new Origin(
        name,
        enclosing,
        new Traits(method, descriptor, supertypes, List.copyOf(members)),
        kin,
        alike,
        from.number(0, alike - 1),
        null);
  }

  String name() {
    return name;
  }

  /** What is the same in images of several versions of a program, as far as that can be told. */
  String key() {
    return withoutNumbers(name) + ' ' + traits + ' ' + index;
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
    Traits wanted = traits.here(evolution);
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
    StringBuilder text = new StringBuilder();
    if (traits.supertypes.isEmpty()) {
      text.append("a local class");
    } else {
      text.append("an anonymous");
      for (String each : traits.supertypes.split(";")) {
        text.append(' ').append(ImageContents.type(each + ';'));
      }
    }
    text.append(" in ").append(ImageContents.readable(enclosing));
    if (!traits.method.isEmpty()) {
      text.append('.').append(ImageContents.readable(traits.method + traits.descriptor));
    }
    return text.toString();
  }
}
