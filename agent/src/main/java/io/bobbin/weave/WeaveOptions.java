package io.bobbin.weave;

import java.util.ArrayList;
import java.util.List;

/**
 * What to weave.
 *
 * @param suspendable patterns of class names whose methods are all suspendable, as if annotated:
 *     {@code com.acme.Foo}, {@code com.acme.*} (a package), {@code com.acme.**} (with its
 *     subpackages), {@code **}
 * @param exclude patterns of class names that are never suspendable
 * @param chaos whether a woven call yields now and then
 * @param debugged whether to weave for debuggers: woven bodies are not hidden from them, and every
 *     variable keeps its value for as long as the source can name it
 * @param adapt whether blocking methods of the JDK are called by way of the runtime, and park
 * @param preempt whether all loops poll, not only those that are annotated so
 */
public record WeaveOptions(
    List<String> suspendable,
    List<String> exclude,
    boolean chaos,
    boolean debugged,
    boolean adapt,
    boolean preempt) {
  /**
   * Nothing but what is annotated.
   *
   * @return the options
   */
  public static WeaveOptions defaults() {
    return new WeaveOptions(List.of(), List.of(), false, false, false, false);
  }

  /**
   * The same, with more patterns of suspendable classes.
   *
   * @param patterns the patterns to add
   * @return the options
   */
  public WeaveOptions withSuspendable(String... patterns) {
    List<String> all = new ArrayList<>(suspendable);
    all.addAll(List.of(patterns));
    return new WeaveOptions(List.copyOf(all), exclude, chaos, debugged, adapt, preempt);
  }

  /**
   * The same, with more patterns of excluded classes.
   *
   * @param patterns the patterns to add
   * @return the options
   */
  public WeaveOptions withExclude(String... patterns) {
    List<String> all = new ArrayList<>(exclude);
    all.addAll(List.of(patterns));
    return new WeaveOptions(suspendable, List.copyOf(all), chaos, debugged, adapt, preempt);
  }

  /**
   * The same, with or without random yields.
   *
   * @param on whether woven calls yield now and then
   * @return the options
   */
  public WeaveOptions withChaos(boolean on) {
    return new WeaveOptions(suspendable, exclude, on, debugged, adapt, preempt);
  }

  /**
   * The same, for debuggers or not.
   *
   * @param on whether to weave for debuggers
   * @return the options
   */
  public WeaveOptions withDebugged(boolean on) {
    return new WeaveOptions(suspendable, exclude, chaos, on, adapt, preempt);
  }

  /**
   * The same, with or without calling blocking methods of the JDK by way of the runtime.
   *
   * @param on whether they park
   * @return the options
   */
  public WeaveOptions withAdapt(boolean on) {
    return new WeaveOptions(suspendable, exclude, chaos, debugged, on, preempt);
  }

  /**
   * The same, with or without polls in all loops.
   *
   * @param on whether a busy tasklet can be interrupted in every woven loop
   * @return the options
   */
  public WeaveOptions withPreempt(boolean on) {
    return new WeaveOptions(suspendable, exclude, chaos, debugged, adapt, on);
  }
}
