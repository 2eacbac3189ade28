package io.bobbin.go;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Go's package {@code errors}, as pygolang has it. An error is any throwable; what it wraps is its
 * {@linkplain Throwable#getCause() cause}. All methods may be called by any thread or tasklet.
 */
public final class Errors {
  private Errors() {}

  /**
   * Makes an error.
   *
   * @param text what it says
   * @return the error, which is equal to others of the same text
   */
  public static ErrorValue error(String text) {
    return new ErrorValue(text, null);
  }

  /**
   * Makes an error that says where another one has happened, as {@code fmt.Errorf("text: %w", e)}.
   *
   * @param text what it says, before what the other one says
   * @param error the other one
   * @return the error
   */
  public static ErrorValue wrap(String text, Throwable error) {
    String inner = error.getMessage() == null ? error.toString() : error.getMessage();
    return new ErrorValue(text + ": " + inner, error);
  }

  /**
   * What an error wraps.
   *
   * @param error the error, or null
   * @return its cause, or null
   */
  public static @Nullable Throwable unwrap(@Nullable Throwable error) {
    return error == null ? null : error.getCause();
  }

  /**
   * Whether an error, or one that it wraps, however deep, is equal to another.
   *
   * @param error the error, or null
   * @param target what is looked for; null is found in null only
   * @return true if it is found
   */
  public static boolean is(@Nullable Throwable error, @Nullable Throwable target) {
    return target == null ? error == null : chain(error).contains(target);
  }

  /**
   * The first of an error and those that it wraps that is of a type.
   *
   * @param error the error, or null
   * @param type the type
   * @param <T> the type
   * @return what was found
   */
  public static <T extends Throwable> Optional<T> as(@Nullable Throwable error, Class<T> type) {
    Objects.requireNonNull(type, "type");
    return chain(error).stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  /** An error and all that it wraps; each once, should it wrap itself. */
  private static List<Throwable> chain(@Nullable Throwable error) {
    List<Throwable> chain = new ArrayList<>();
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable each = error; each != null && seen.add(each); each = each.getCause()) {
      chain.add(each);
    }
    return chain;
  }
}
