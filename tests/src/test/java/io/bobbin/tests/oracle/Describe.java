package io.bobbin.tests.oracle;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns what a run produced into text that is the same for equal runs in different loaders. */
final class Describe {
  /** {@code Object.toString}, and the loaders in the message of a ClassCastException. */
  private static final Pattern IDENTITY = Pattern.compile("@[0-9a-f]{4,8}\\b");

  /**
   * The thread in which a class could not be initialised, as a later NoClassDefFoundError tells.
   */
  private static final Pattern IN_THREAD = Pattern.compile("\\[in thread \"[^\"]*\"]");

  private static final String HARNESS = Describe.class.getPackageName() + '.';

  /** Where the traces of exceptions come from. */
  @FunctionalInterface
  interface Traces {
    /** The trace of an exception. */
    StackTraceElement[] of(Throwable t);
  }

  private Describe() {}

  /** A value with its type, arrays with their elements. */
  static String value(@Nullable Object value) {
    StringBuilder text = new StringBuilder();
    append(text, value, 0);
    return IDENTITY.matcher(text).replaceAll("@...");
  }

  private static void append(StringBuilder text, @Nullable Object value, int depth) {
    if (value == null) {
      text.append("null");
    } else if (depth > 20) {
      text.append("...");
    } else if (value.getClass().isArray()) {
      text.append(value.getClass().getComponentType().getSimpleName()).append("[] {");
      for (int i = 0; i < Array.getLength(value); i++) {
        text.append(i == 0 ? "" : ", ");
        append(text, Array.get(value, i), depth + 1);
      }
      text.append('}');
    } else if (value instanceof String) {
      text.append('"').append(value).append('"');
    } else if (value instanceof Integer || value instanceof Boolean) {
      text.append(value);
    } else {
      text.append(value.getClass().getSimpleName()).append(' ').append(value);
    }
  }

  /** Type, message, trace, then causes and suppressed exceptions the same way. */
  static List<String> throwable(Throwable t, String entryClass, String entryMethod) {
    return throwable(t, Throwable::getStackTrace, entryClass, entryMethod);
  }

  /** The same, with traces from elsewhere than the exceptions. */
  static List<String> throwable(Throwable t, Traces traces, String entryClass, String entryMethod) {
    List<String> lines = new ArrayList<>();
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    append(lines, "", t, traces, entryClass, entryMethod, seen);
    return lines;
  }

  private static void append(
      List<String> lines,
      String label,
      Throwable t,
      Traces traces,
      String entryClass,
      String entryMethod,
      Set<Throwable> seen) {
    if (!seen.add(t)) {
      lines.add(label + "(again) " + t.getClass().getName());
      return;
    }
    lines.add(label + t.getClass().getName() + ": " + message(t));
    lines.addAll(trace(traces.of(t), entryClass, entryMethod));
    for (Throwable s : t.getSuppressed()) {
      append(lines, "suppressed ", s, traces, entryClass, entryMethod, seen);
    }
    if (t.getCause() != null) {
      append(lines, "caused by ", t.getCause(), traces, entryClass, entryMethod, seen);
    }
  }

  /**
   * The message. What the JVM tells about a null pointer names locals and descriptors of the
   * bytecode that ran, which differ by design.
   */
  private static @Nullable String message(Throwable t) {
    String message = t.getMessage();
    if (message == null) {
      return null;
    }
    if (t instanceof NullPointerException && message.startsWith("Cannot ")) {
      return message.replaceFirst("^(Cannot [a-z]+ [a-z]*).*", "$1...");
    }
    String text = IDENTITY.matcher(message).replaceAll("@...");
    return t instanceof ExceptionInInitializerError
        ? IN_THREAD.matcher(text).replaceAll("[in thread ...]")
        : text;
  }

  /**
   * From the throw down to the entry of the target; below is the harness. Elements of the JDK are
   * compared without their line, and those of its reflection, which vary, not at all; nor are those
   * of the harness, which stands for what users call from their code.
   */
  static List<String> trace(StackTraceElement[] raw, String entryClass, String entryMethod) {
    int end = raw.length;
    for (int i = raw.length - 1; i >= 0; i--) {
      if (raw[i].getClassName().equals(entryClass) && raw[i].getMethodName().equals(entryMethod)) {
        end = i + 1;
        break;
      }
    }
    List<String> lines = new ArrayList<>();
    for (StackTraceElement element : List.of(raw).subList(0, end)) {
      String owner = element.getClassName();
      if (owner.startsWith("jdk.internal.reflect.")
          || owner.startsWith("java.lang.reflect.")
          || owner.startsWith(HARNESS)) {
        continue;
      }
      String where = "  at " + owner + '.' + element.getMethodName();
      boolean foreign = owner.startsWith("java.") || owner.startsWith("jdk.");
      lines.add(
          foreign
              ? where
              : where + '(' + element.getFileName() + ':' + element.getLineNumber() + ')');
    }
    return lines;
  }
}
