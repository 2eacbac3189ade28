package io.bobbin.pickle;

import io.bobbin.Context;
import io.bobbin.sync.Background;
import io.bobbin.sync.ValueContext;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** What of contexts does not say itself how it is written. */
final class ContextForms {
  static final NamedForm BACKGROUND =
      new ValueForm<>(
          "background context",
          Background.class,
          (background, to) -> {},
          from -> (Background) Background.CONTEXT,
          false);

  /** A value, which is found by its key alone. */
  static final NamedForm VALUE =
      new RuntimeForm("context value", from -> ValueContext.empty()) {
        @Override
        boolean findsBy(int index) {
          return index == 0;
        }
      };

  static final StaticForm KEY = new OfKey();

  /** The keys of values. */
  private static final class OfKey extends StaticForm {
    private static final Access NAME = Access.named(Context.Key.class, "name");
    private static final Access MAKER = Access.named(Context.Key.class, "maker");

    OfKey() {
      super("context key", Context.Key.class);
    }

    @Override
    @Nullable Class<?> maker(Object key) {
      WeakReference<?> maker = (WeakReference<?>) MAKER.reference(key);
      return maker == null ? null : (Class<?>) maker.get();
    }

    @Override
    int kind(Object key) {
      return 0;
    }

    @Override
    void saveContent(Object key, ImageWriter to) {
      to.reference(NAME.reference(key));
    }

    @Override
    Object make(int kind, ImageReader from) {
      String name = from.reference(String.class);
      if (kind != 0 || name == null) {
        throw from.damaged("a key of a context without a name");
      }
      return Context.Key.named(name);
    }

    @Override
    String part(Object object, int index) {
      return "name";
    }
  }

  private ContextForms() {}
}
