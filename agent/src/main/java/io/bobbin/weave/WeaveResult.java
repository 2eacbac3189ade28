package io.bobbin.weave;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a class.
 *
 * @param bytes the woven class file, or null if the class is to stay as it is
 * @param diagnostics what its author should know
 * @param methods the methods that were woven
 */
public record WeaveResult(
    byte @Nullable [] bytes, List<Diagnostic> diagnostics, List<MethodReport> methods) {
  static final WeaveResult UNCHANGED = new WeaveResult(null, List.of(), List.of());
}
