package io.bobbin.pickle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The forms of the classes of the JDK: by what they mean, not by what they are made of. */
final class JdkForms {
  private JdkForms() {}

  /** Those that images name. */
  static List<Form> all() {
    return List.of();
  }

  /** The form of a class that has another name than its form, as there are many of its kind. */
  static @Nullable Form of(Class<?> type) {
    return null;
  }
}
