package io.bobbin.weave;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a class. */
public final class WeaveResult {
  static final WeaveResult UNCHANGED = new WeaveResult(null, Members.NONE, List.of(), List.of());

  private final byte @Nullable [] bytes;
  private final Members members;
  private final List<Diagnostic> diagnostics;
  private final List<MethodReport> methods;

  WeaveResult(
      byte @Nullable [] bytes,
      Members members,
      List<Diagnostic> diagnostics,
      List<MethodReport> methods) {
    this.bytes = bytes;
    this.members = members;
    this.diagnostics = List.copyOf(diagnostics);
    this.methods = List.copyOf(methods);
  }

  /**
   * The woven class file.
   *
   * @return the bytes, which belong to the caller; null if the class is to stay as it is
   */
  public byte @Nullable [] bytes() {
    return bytes;
  }

  /**
   * What was added to the class, for {@link Weaver#weaveAgain}.
   *
   * @return the members
   */
  public Members members() {
    return members;
  }

  /**
   * What the author of the class should know.
   *
   * @return the diagnostics in the order in which they arose
   */
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  /**
   * The methods that were woven.
   *
   * @return a report for each
   */
  public List<MethodReport> methods() {
    return methods;
  }
}
