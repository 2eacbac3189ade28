package io.bobbin.pickle;

import io.bobbin.TaskletLocal;
import io.bobbin.schedule.Locals;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tasklet locals: one that a static field has, of the class that made it, is known by that field,
 * and is the one that is there for who reads. Any other comes along.
 */
final class LocalForm extends NamedForm {
  static final LocalForm FORM = new LocalForm();

  private static final Access KEY = Access.named(TaskletLocal.class, "key");
  private static final Access INITIAL = Access.named(TaskletLocal.class, "initial");

  // What an image says of one first
  private static final int PLAIN = 0;
  private static final int INHERITED = 1;
  private static final int STATIC = 2;

  /** The keys of locals, which refer to these weakly. */
  static final class OfKey extends NamedForm {
    static final OfKey FORM = new OfKey();

    private OfKey() {
      super("tasklet local's key");
    }

    @Override
    boolean isShell() {
      return false;
    }

    @Override
    void save(Object object, ImageWriter to) {
      Object local = ((Locals.Key) object).get();
      if (local == null) {
        throw to.interference(); // it was there when the values were looked at
      }
      to.reference(local);
    }

    @Override
    Object make(ImageReader from) {
      TaskletLocal<?> local = from.reference(TaskletLocal.class);
      if (local == null) {
        throw from.damaged("a key of no tasklet local");
      }
      return keyOf(local);
    }

    @Override
    String part(Object object, int index) {
      return "tasklet local";
    }
  }

  private LocalForm() {
    super("tasklet local");
  }

  private static Locals.Key keyOf(Object local) {
    return (Locals.Key) Objects.requireNonNull(KEY.reference(local));
  }

  /** Whether a local is known by a static field. */
  static boolean isStatic(Object local) {
    return fieldOf(local) != null;
  }

  private static @Nullable Field fieldOf(Object local) {
    Class<?> maker = keyOf(local).maker();
    if (maker == null || maker.isHidden()) {
      return null;
    }
    for (Field field : maker.getDeclaredFields()) {
      if (isOfLocal(field) && valueOf(field) == local) {
        return field;
      }
    }
    return null;
  }

  private static boolean isOfLocal(Field field) {
    return Modifier.isStatic(field.getModifiers()) && field.getType() == TaskletLocal.class;
  }

  private static @Nullable Object valueOf(Field field) {
    try {
      field.setAccessible(true);
      return field.get(null);
    } catch (IllegalAccessException | RuntimeException e) {
      throw new RefusedClassException(
          "the static field "
              + field.getDeclaringClass().getName()
              + '.'
              + field.getName()
              + " cannot be accessed: "
              + e.getMessage()
              + Access.opening(field.getDeclaringClass()));
    } catch (LinkageError e) {
      throw new PickleException("a class in the image cannot be used here: " + e, e);
    }
  }

  @Override
  boolean isShell() {
    return false;
  }

  @Override
  void save(Object object, ImageWriter to) {
    Field field = fieldOf(object);
    if (field == null) {
      to.number(keyOf(object).isInherited() ? INHERITED : PLAIN);
      to.reference(INITIAL.reference(object));
    } else {
      to.number(STATIC);
      ClassNames.write(field.getDeclaringClass(), to);
      to.numbers().text(field.getName());
    }
  }

  @Override
  Object make(ImageReader from) {
    int kind = from.number(PLAIN, STATIC);
    if (kind == STATIC) {
      return ofField(from.bytes().text(), from.bytes().text(), from);
    }
    Supplier<?> initial = from.reference(Supplier.class);
    if (initial == null) {
      throw from.damaged("a tasklet local that has no initial value");
    }
    return kind == INHERITED
        ? TaskletLocal.inheritable(initial)
        : TaskletLocal.withInitial(initial);
  }

  private static Object ofField(String className, String then, ImageReader from) {
    Class<?> type = from.filter().classOfData(className);
    String name = from.filter().evolution().fieldName(className, then);
    for (Field field : type.getDeclaredFields()) {
      if (field.getName().equals(name) && isOfLocal(field)) {
        Object local = valueOf(field);
        if (local != null) {
          return local;
        }
      }
    }
    throw new PickleException(
        type.getName()
            + " has no static field "
            + name
            + " with a TaskletLocal here, of which the image has a value");
  }

  @Override
  String part(Object object, int index) {
    return "initial";
  }
}
