package io.bobbin.pickle;

import io.bobbin.frame.Canary;
import io.bobbin.frame.FrameMismatchException;
import io.bobbin.frame.Lambdas.Implementation;
import java.io.PrintStream;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Says what would not resume with the classes that a class loader has, and why. What a reader would
 * refuse is asked of the reader's own code, definition by definition; no object is made.
 *
 * <p>Classes with frames or lambdas are initialised, as their methods' codes are; other classes are
 * not.
 */
final class Verification {
  private final ImageScan scan;

  /** Finds classes; those that have numbers for names too, as far as they were found. */
  private PickleFilter filter;

  private final PrintStream out;
  private final boolean isAgentThere = Woven.isWoven(Canary.class);

  /** Classes of the image that nobody can tell here. */
  private final Set<String> lost = new TreeSet<>();

  private int problems;
  private int notes;

  private Verification(ImageScan scan, ClassLoader loader, PrintStream out) {
    this.scan = scan;
    this.filter = PickleFilter.allow("**").loader(loader);
    this.out = out;
  }

  /** Prints what is wrong; returns whether nothing is. */
  static boolean print(ImageScan scan, ClassLoader loader, PrintStream out) {
    Verification verification = new Verification(scan, loader, out);
    verification.verify();
    return verification.problems == 0;
  }

  private void verify() {
    if (!isAgentThere) {
      problem(
          "the agent is not there, so whether methods are as they were cannot be told:"
              + " java -javaagent:bobbin-agent.jar -jar bobbin-runtime.jar verify ...");
    }
    scan.origins().values().forEach(this::origin);
    scan.points().forEach(this::point);
    for (ImageScan.Definition definition : scan.definitions()) {
      definition(definition);
    }
    constants();
    out.println(
        scan.points().size()
            + " resume points, "
            + scan.definitions().size()
            + " classes: "
            + (problems == 0 ? "would resume" : "would NOT resume: " + problems + " problems")
            + (notes == 0 ? "" : ", " + notes + " notes"));
  }

  private void problem(String text) {
    problems++;
    out.println("PROBLEM: " + text);
  }

  private void note(String text) {
    notes++;
    out.println("note: " + text);
  }

  private void origin(Origin origin) {
    try {
      filter = filter.moved(origin.locate(filter));
    } catch (PickleException | LinkageError e) {
      lost.add(origin.name());
      problem(Objects.requireNonNullElse(e.getMessage(), e.toString()));
    }
  }

  // Methods

  private void point(SavedPoint point) {
    if (lost.contains(point.owner())) {
      return;
    }
    String method =
        ImageContents.readable(point.owner() + '.' + point.method() + point.descriptor());
    try {
      Class<?> owner = filter.classNamed(point.owner());
      boolean isDeclared = isDeclared(owner, point.method(), point.descriptor());
      if (!isDeclared) {
        problem(method + " is missing");
      } else if (isAgentThere && !Woven.isWoven(owner)) {
        problem(
            method
                + " is not woven: neither it nor another method of its class is @Suspendable any"
                + " more");
      } else if (isAgentThere) {
        PointMatch.of(point, filter);
      }
    } catch (PickleException | FrameMismatchException | LinkageError e) {
      problem(Objects.requireNonNullElse(e.getMessage(), e.toString()));
    }
  }

  private static boolean isDeclared(Class<?> owner, String name, String descriptor) {
    for (Method method : owner.getDeclaredMethods()) {
      if (method.getName().equals(name)
          && descriptor(method.getReturnType(), method).equals(descriptor)) {
        return true;
      }
    }
    return false;
  }

  private static String descriptor(Class<?> result, Executable method) {
    return MethodType.methodType(result, method.getParameterTypes()).toMethodDescriptorString();
  }

  // Classes

  private void definition(ImageScan.Definition definition) {
    if (lost.contains(definition.name())) {
      return;
    }
    ByteIn bytes = scan.bytes(definition.start(), definition.end());
    int before = problems;
    try {
      if (definition.kind() == Form.Kind.FIELDS) {
        fields(definition);
      } else if (definition.kind() == Form.Kind.RECORD) {
        components(definition);
      }
      ImageScan.Body body = definition.body();
      if (body != null) {
        lambda(definition, body);
      } else if (problems == before) {
        new ImageReader(bytes, filter, scan.textsBefore(definition)).definition();
      }
    } catch (PickleException | FrameMismatchException | LinkageError | ClassCastException e) {
      problem(
          ImageContents.readable(definition.name())
              + ": "
              + Objects.requireNonNullElse(e.getMessage(), e.toString()));
    }
  }

  /** Sees that the method is there; to link the lambda would run more of the program's code. */
  private void lambda(ImageScan.Definition definition, ImageScan.Body body) {
    Implementation method = body.method();
    if (isAgentThere && !body.hash().isEmpty()) {
      String descriptor = filter.evolution().descriptor(method.descriptor());
      LambdaForm.locate(
          filter.classOfFrames(body.capturing()), method.name(), descriptor, body.hash());
    } else if (!isDeclaredAbove(filter.classNamed(method.owner().replace('/', '.')), method)) {
      problem(
          ImageContents.readable(definition.name())
              + ": there is no "
              + ImageContents.readable(method.name() + method.descriptor())
              + " any more");
    }
  }

  private static boolean isDeclaredAbove(@Nullable Class<?> type, Implementation body) {
    if (type == null) {
      return false;
    }
    if (body.kind() == MethodHandleInfo.REF_newInvokeSpecial) {
      for (Constructor<?> constructor : type.getDeclaredConstructors()) {
        if (descriptor(void.class, constructor).equals(body.descriptor())) {
          return true;
        }
      }
      return false;
    }
    if (isDeclared(type, body.name(), body.descriptor())
        || isDeclaredAbove(type.getSuperclass(), body)) {
      return true;
    }
    for (Class<?> each : type.getInterfaces()) {
      if (isDeclaredAbove(each, body)) {
        return true;
      }
    }
    return false;
  }

  private void fields(ImageScan.Definition definition) {
    Map<String, Map<String, String>> then = new LinkedHashMap<>();
    for (ImageScan.Field field : definition.fields()) {
      String level = filter.evolution().className(field.declaredIn());
      then.computeIfAbsent(level, any -> new LinkedHashMap<>())
          .put(field.name(), field.descriptor());
    }
    Class<?> level = filter.classNamed(definition.name());
    while (level != null && !Forms.isOfJdk(level)) {
      Map<String, String> now = new LinkedHashMap<>();
      for (Field field : level.getDeclaredFields()) {
        if ((field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0) {
          now.put(field.getName(), field.getType().descriptorString());
        }
      }
      Map<String, String> saved = then.remove(level.getName());
      compare(level.getName(), saved == null ? Map.of() : saved, now);
      level = level.getSuperclass();
    }
    then.forEach(
        (gone, fields) ->
            note(
                ImageContents.readable(definition.name())
                    + " does not extend "
                    + ImageContents.readable(gone)
                    + " any more: what its fields held is left out"));
  }

  private void components(ImageScan.Definition definition) {
    Map<String, String> then = new LinkedHashMap<>();
    definition.fields().forEach(field -> then.put(field.name(), field.descriptor()));
    Map<String, String> now = new LinkedHashMap<>();
    Class<?> type = filter.classNamed(definition.name());
    if (type.isRecord()) {
      for (var component : Objects.requireNonNull(type.getRecordComponents())) {
        now.put(component.getName(), component.getType().descriptorString());
      }
      compare(type.getName(), then, now);
    }
  }

  private void compare(String type, Map<String, String> then, Map<String, String> now) {
    Set<String> names = new TreeSet<>(then.keySet());
    names.addAll(now.keySet());
    for (String name : names) {
      String field = type + '.' + ImageContents.readable(name);
      String was = then.get(name);
      String is = now.get(name);
      if (was == null) {
        note(field + " of type " + type(is) + " is new: it is left at zero or null");
      } else if (is == null) {
        note(field + " of type " + type(was) + " is gone: what it held is left out");
      } else if (!was.equals(is)) {
        change(field + " was of type " + type(was) + " and is of type " + type(is), was, is);
      }
    }
  }

  private void change(String text, String was, String is) {
    if (Widening.fits(was, is)) {
      note(text + ": values are widened");
    } else if (Widening.isReference(was) && Widening.isReference(is)) {
      note(text + ": each value has to fit");
    } else {
      problem(text);
    }
  }

  private static String type(@Nullable String descriptor) {
    return ImageContents.type(Objects.requireNonNull(descriptor));
  }

  // Constants

  private void constants() {
    Map<String, Class<?>> enums = new HashMap<>();
    Set<String> told = new TreeSet<>();
    for (ImageScan.Item item : scan.items()) {
      if (item.definition.kind() != Form.Kind.ENUM) {
        continue;
      }
      String constant = scan.bytes(item.rest, item.restEnd).text();
      if (told.add(item.name() + '.' + constant)) {
        constant(item.name(), constant, enums);
      }
    }
  }

  private void constant(String name, String constant, Map<String, Class<?>> enums) {
    try {
      Class<?> type = enums.computeIfAbsent(name, filter::classNamed);
      if (!type.getDeclaredField(constant).isEnumConstant()) {
        throw new NoSuchFieldException(constant);
      }
    } catch (NoSuchFieldException e) {
      problem(
          ImageContents.readable(name)
              + " has no constant "
              + ImageContents.readable(constant)
              + " here");
    } catch (PickleException | LinkageError e) {
      // said of the class
    }
  }
}
