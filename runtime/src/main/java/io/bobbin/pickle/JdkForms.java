package io.bobbin.pickle;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The forms of the classes of the JDK: by what they mean, not by what they are made of. */
final class JdkForms {
  private static final List<Form> ALL = new ArrayList<>();

  static {
    CollectionForms.all(ALL::add);
    TextForms.all(ALL::add);
    ValueForms.all(ALL::add);
    AtomicForms.all(ALL::add);
    ALL.add(ClassNames.form());
    ALL.add(IteratorForm.INSTANCE);
    ALL.add(EntryForm.INSTANCE);
    ALL.add(ThrowableForm.INSTANCE);
    ALL.add(ThrowableForm.ofElements());
  }

  private JdkForms() {}

  /** Those that images name. */
  static List<Form> all() {
    return ALL;
  }

  private static Form named(String name) {
    for (Form form : ALL) {
      if (form.name().equals(name)) {
        return form;
      }
    }
    throw new IllegalStateException(name);
  }

  /** Whether objects of a class of the runtime stand for some of the JDK's that were restored. */
  static boolean restores(Class<?> type) {
    return RestoredIterator.class.isAssignableFrom(type) || type == RestoredEntry.class;
  }

  /** The form of a class that has another name than its form, as there are many of its kind. */
  static @Nullable Form of(Class<?> type) {
    if (IteratorForm.isFor(type)) {
      return IteratorForm.INSTANCE;
    }
    if (EntryForm.isFor(type)) {
      return EntryForm.INSTANCE;
    }
    if (Throwable.class.isAssignableFrom(type)) {
      return ThrowableForm.INSTANCE;
    }
    if (ViewForm.isFor(type)) {
      return ViewForm.INSTANCE;
    }
    if (WrapperForms.isSingleton(type)) {
      return WrapperForms.SINGLETON;
    }
    for (Form form : ALL) {
      if ((form instanceof ImmutableForm immutable && immutable.isFor(type))
          || (form instanceof JdkFieldForm fields && fields.type() == type)) {
        return form;
      }
    }
    return switch (type.getName()) {
      case "java.util.ImmutableCollections$List12", "java.util.ImmutableCollections$ListN" ->
          named("java.util.List.of");
      case "java.util.ImmutableCollections$SubList" -> named("java.util.List.of.subList");
      case "java.util.KeyValueHolder" -> named("java.util.Map.entry");
      case "java.util.RegularEnumSet", "java.util.JumboEnumSet" -> named("java.util.EnumSet");
      case "java.time.ZoneRegion" -> named("java.time.ZoneId");
      default -> Charset.class.isAssignableFrom(type) ? named("java.nio.charset.Charset") : null;
    };
  }
}
