package io.bobbin.pickle;

import io.bobbin.TaskletLocal;
import io.bobbin.schedule.Locals;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tasklet locals. */
final class LocalForm extends StaticForm {
  static final LocalForm FORM = new LocalForm();

  private static final Access KEY = Access.named(TaskletLocal.class, "key");
  private static final Access INITIAL = Access.named(TaskletLocal.class, "initial");

  private static final int INHERITED = 1;

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
    boolean findsBy(int index) {
      return true;
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
    super("tasklet local", TaskletLocal.class);
  }

  private static Locals.Key keyOf(Object local) {
    return (Locals.Key) Objects.requireNonNull(KEY.reference(local));
  }

  @Override
  @Nullable Class<?> maker(Object local) {
    return keyOf(local).maker();
  }

  @Override
  int kind(Object local) {
    return keyOf(local).isInherited() ? INHERITED : 0;
  }

  @Override
  void saveContent(Object local, ImageWriter to) {
    to.reference(INITIAL.reference(local));
  }

  @Override
  Object make(int kind, ImageReader from) {
    Supplier<?> initial = from.reference(Supplier.class);
    if (initial == null) {
      throw from.damaged("a tasklet local that has no initial value");
    }
    return kind == INHERITED
        ? TaskletLocal.inheritable(initial)
        : TaskletLocal.withInitial(initial);
  }

  @Override
  String part(Object object, int index) {
    return "initial";
  }
}
