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
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What of an anonymous or local class does not depend on numbers; the names of others stand here
 * without theirs.
 *
 * @param method the name of the method in which it is; empty if it is in none
 * @param descriptor the method's descriptor
 * @param supertypes the descriptors of what an anonymous class extends or implements; empty for a
 *     local class, as that has a name
 * @param members those of an anonymous class
 */
record ClassTraits(String method, String descriptor, String supertypes, List<Member> members) {
  private static final int MOST_MEMBERS = 65_535;

  private static final Pattern NUMBER = Pattern.compile("\\$[0-9]+");

  private static final ClassValue<ClassTraits> TRAITS =
      new ClassValue<>() {
        @Override
        protected ClassTraits computeValue(Class<?> type) {
          return find(type);
        }
      };

  /** A field or a method that a class declares; not what the compiler or the weaver has added. */
  record Member(String name, String descriptor) {}

  /** The traits of a class. */
  static ClassTraits of(Class<?> type) {
    return TRAITS.get(type);
  }

  boolean isKinOf(ClassTraits other) {
    return method.equals(other.method)
        && descriptor.equals(other.descriptor)
        && supertypes.equals(other.supertypes);
  }

  /** The same with the names that classes have here. */
  ClassTraits here(Evolution evolution) {
    return new ClassTraits(
        method,
        evolution.descriptor(descriptor),
        evolution.descriptor(supertypes),
        members.stream()
            .map(each -> new Member(each.name, evolution.descriptor(each.descriptor)))
            .toList());
  }

  private static ClassTraits find(Class<?> type) {
    Method method = type.getEnclosingMethod();
    Constructor<?> constructor = type.getEnclosingConstructor();
    boolean isAnonymous = type.isAnonymousClass();
    return new ClassTraits(
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

  /** A text without the numbers that anonymous and local classes have for names. */
  static String withoutNumbers(String names) {
    return NUMBER.matcher(names).replaceAll("\\$");
  }

  // In images

  void define(DefinitionWriter to) {
    to.text(method);
    to.text(descriptor);
    to.text(supertypes);
    to.number(members.size());
    for (Member member : members) {
      to.text(member.name);
      to.text(member.descriptor);
    }
  }

  static ClassTraits read(Definitions from) {
    String method = from.text();
    String descriptor = from.text();
    String supertypes = from.text();
    List<Member> members = new ArrayList<>();
    for (int left = from.number(0, MOST_MEMBERS); left > 0; left--) {
      members.add(new Member(from.text(), from.text()));
    }
    return new ClassTraits(method, descriptor, supertypes, List.copyOf(members));
  }

  /** What it is, for people. */
  String described() {
    if (supertypes.isEmpty()) {
      return "a local class";
    }
    StringBuilder text = new StringBuilder("an anonymous");
    for (String each : supertypes.split(";")) {
      text.append(' ').append(ImageContents.type(each + ';'));
    }
    return text.toString();
  }
}
