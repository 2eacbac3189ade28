package io.bobbin.pickle;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The picklers of a program: those that it has given, the last one first, then those that a class
 * loader finds. The latter are looked for when one is needed. Immutable but for that.
 */
final class Picklers {
  static final Picklers FOUND = new Picklers(List.of(), null);

  private final List<PicklerForm> given;

  /** Whose services are looked for; null for the runtime's. */
  private final @Nullable ClassLoader loader;

  private volatile @Nullable List<PicklerForm> found;

  /** The forms of classes, with picklers or without. */
  private final ClassValue<Form> forms =
      new ClassValue<>() {
        @Override
        protected Form computeValue(Class<?> type) {
          PicklerForm form = Forms.mayHavePickler(type) ? of(type) : null;
          return form == null ? Forms.of(type) : form;
        }
      };

  private Picklers(List<PicklerForm> given, @Nullable ClassLoader loader) {
    this.given = given;
    this.loader = loader;
  }

  Picklers with(Pickler<?> pickler) {
    List<PicklerForm> more = new ArrayList<>();
    more.add(new PicklerForm(Objects.requireNonNull(pickler, "pickler")));
    more.addAll(given);
    return new Picklers(more, loader);
  }

  Picklers foundBy(ClassLoader other) {
    return new Picklers(given, other);
  }

  /**
   * The form of the objects of a class.
   *
   * @throws RefusedClassException if there is none
   */
  Form formOf(Class<?> type) {
    return forms.get(type);
  }

  private @Nullable PicklerForm of(Class<?> type) {
    for (PicklerForm each : given) {
      if (each.handles(type)) {
        return each;
      }
    }
    for (PicklerForm each : found()) {
      if (each.handles(type)) {
        return each;
      }
    }
    return null;
  }

  /** The pickler of a name among those that were given. */
  @Nullable PicklerForm given(String name) {
    return named(name, given);
  }

  /** The pickler of a name among those that were found. */
  @Nullable PicklerForm found(String name) {
    return named(name, found());
  }

  private static @Nullable PicklerForm named(String name, List<PicklerForm> forms) {
    for (PicklerForm each : forms) {
      if (each.name().equals(name)) {
        return each;
      }
    }
    return null;
  }

  private List<PicklerForm> found() {
    List<PicklerForm> known = found;
    if (known == null) {
      known = loader == null && this != FOUND ? FOUND.found() : find();
      found = known;
    }
    return known;
  }

  private List<PicklerForm> find() {
    List<PicklerForm> all = new ArrayList<>();
    ClassLoader of = loader == null ? Pickler.class.getClassLoader() : loader;
    for (Pickler<?> each : ServiceLoader.load(Pickler.class, of)) {
      all.add(new PicklerForm(each));
    }
    return all;
  }
}
