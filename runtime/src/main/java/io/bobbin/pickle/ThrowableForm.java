package io.bobbin.pickle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Throwables: message, cause, stack trace, suppressed, by the fields of {@link Throwable}; and
 * those that classes of the JDK below it declare, by their names. A program's class has its own
 * besides, see {@link FieldForm}.
 */
final class ThrowableForm extends NamedForm {
  static final ThrowableForm INSTANCE = new ThrowableForm();

  private static final int SELF = 1;
  private static final int HAS_TRACE = 2;
  private static final int SUPPRESSES = 4;

  private ThrowableForm() {
    super("java.lang.Throwable");
  }

  @Override
  void saveShape(Object object, ImageWriter to) {
    to.numbers().text(object.getClass().getName());
  }

  @Override
  Object shell(ImageReader from) {
    String name = from.bytes().text();
    Class<?> type = Inner.find(name);
    if (type == null) {
      throw new PickleException("this JDK has no " + name);
    }
    if (!Throwable.class.isAssignableFrom(type)) {
      throw from.damaged(name + " is no Throwable");
    }
    return Inner.empty(type);
  }

  @Override
  void save(Object object, ImageWriter to) {
    save(object, object.getClass(), to);
  }

  /** Writes the part of a throwable that a class of the JDK and those below it declare. */
  static void save(Object object, Class<?> type, ImageWriter to) {
    saveState(object, to);
    List<Access> fields = new ArrayList<>();
    for (Class<?> at = type; at != Throwable.class; at = at.getSuperclass()) {
      fields.addAll(Access.declaredIn(at));
    }
    to.numbers().count(fields.size());
    for (Access field : fields) {
      to.numbers().text(field.name());
      if (field.isReference()) {
        to.reference(field.reference(object));
      } else {
        to.number(field.bits(object));
      }
    }
  }

  @Override
  void fill(Object object, ImageReader from) {
    fill(object, object.getClass(), from);
  }

  /** Reads what {@link #save(Object, Class, ImageWriter)} has written. */
  static void fill(Object object, Class<?> type, ImageReader from) {
    fillState(object, from);
    int count = from.bytes().size();
    for (int i = 0; i < count; i++) {
      Access field = declared(type, from.bytes().text(), from);
      if (field.isReference()) {
        field.setReference(object, from.reference(field.type()));
      } else {
        field.setBits(object, from.number());
      }
    }
  }

  /** A field of a class below Throwable, whose own have their own place. */
  private static Access declared(Class<?> type, String name, ImageReader from) {
    for (Class<?> at = type; at != Throwable.class; at = at.getSuperclass()) {
      for (Access field : Access.declaredIn(at)) {
        if (field.name().equals(name)) {
          return field;
        }
      }
    }
    throw from.damaged(type.getName() + " has no field " + name + " here");
  }

  /** Writes what each throwable has. */
  static void saveState(Object object, ImageWriter to) {
    Access traceField = Inner.field(Throwable.class, "stackTrace");
    Object cause = Inner.field(Throwable.class, "cause").reference(object);
    List<?> suppressed =
        (List<?>) Inner.field(Throwable.class, "suppressedExceptions").reference(object);
    // Has it made of what the JVM keeps
    StackTraceElement @Nullable [] trace =
        traceField.reference(object) == null ? null : ((Throwable) object).getStackTrace();
    to.number(
        (cause == object ? SELF : 0)
            | (trace == null ? 0 : HAS_TRACE)
            | (suppressed == null ? 0 : SUPPRESSES));
    to.number(suppressed == null ? 0 : suppressed.size());
    to.number(trace == null ? 0 : trace.length);
    to.reference(Inner.field(Throwable.class, "detailMessage").reference(object));
    to.reference(cause == object ? null : cause);
    if (suppressed != null) {
      suppressed.forEach(to::reference);
    }
    if (trace != null) {
      Arrays.asList(trace).forEach(to::reference);
    }
  }

  /** Reads what each throwable has. */
  static void fillState(Object object, ImageReader from) {
    int flags = from.number(0, SELF | HAS_TRACE | SUPPRESSES);
    int suppressedCount = from.number(0, from.referencesLeft());
    int traceLength = from.number(0, from.referencesLeft());
    set(object, "detailMessage", from.reference(String.class));
    Throwable cause = from.reference(Throwable.class);
    set(object, "cause", (flags & SELF) != 0 ? object : cause);
    if ((flags & SUPPRESSES) != 0) {
      List<Throwable> suppressed = new ArrayList<>();
      for (int i = 0; i < suppressedCount; i++) {
        Throwable each = from.reference(Throwable.class);
        if (each == null) {
          throw from.damaged("a suppressed exception that is none");
        }
        suppressed.add(each);
      }
      set(object, "suppressedExceptions", suppressed);
    }
    if ((flags & HAS_TRACE) != 0) {
      StackTraceElement[] trace = new StackTraceElement[traceLength];
      for (int i = 0; i < traceLength; i++) {
        StackTraceElement element = from.reference(StackTraceElement.class);
        if (element == null) {
          throw from.damaged("an element of a stack trace that is none");
        }
        trace[i] = element;
      }
      set(object, "stackTrace", trace);
    }
  }

  private static void set(Object object, String name, @Nullable Object value) {
    Inner.field(Throwable.class, name).setReference(object, value);
  }

  /** The form of an element of a stack trace. */
  static Form ofElements() {
    String[] texts = {
      "classLoaderName", "moduleName", "moduleVersion", "declaringClass", "methodName", "fileName"
    };
    return new ValueForm<>(
        StackTraceElement.class,
        (element, to) -> {
          for (String text : texts) {
            to.reference(Inner.get(element, text));
          }
          to.number(element.getLineNumber());
          to.number(Inner.number(element, "format"));
        },
        from -> {
          @Nullable String[] read = new String[texts.length];
          for (int i = 0; i < read.length; i++) {
            read[i] = from.reference(String.class);
          }
          if (read[3] == null || read[4] == null) {
            throw from.damaged("an element of a stack trace without class or method");
          }
          StackTraceElement element =
              new StackTraceElement(
                  read[0],
                  read[1],
                  read[2],
                  read[3],
                  read[4],
                  read[5],
                  from.number(Integer.MIN_VALUE, Integer.MAX_VALUE));
          Inner.setNumber(element, "format", from.number(Byte.MIN_VALUE, Byte.MAX_VALUE));
          return element;
        });
  }
}
