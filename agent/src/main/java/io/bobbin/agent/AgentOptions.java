package io.bobbin.agent;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The options behind {@code -javaagent:bobbin-agent.jar=}: {@code key=value} pairs with commas
 * between. A key that takes patterns may be given several times, or its patterns separated by
 * semicolons.
 *
 * @param suspendable patterns of classes to weave as if annotated
 * @param exclude patterns of classes to leave alone
 * @param verify whether every woven class is checked before it is defined
 * @param chaos the seed of random yields, or null for none
 * @param preempt whether all woven loops poll
 * @param dump where to write classes before and after weaving, or null
 * @param report where to write the report, or null
 * @param adapt whether blocking methods of the JDK park in woven code
 * @param strict whether the JVM stops if a method cannot be woven
 */
record AgentOptions(
    List<String> suspendable,
    List<String> exclude,
    boolean verify,
    @Nullable Long chaos,
    boolean adapt,
    boolean preempt,
    @Nullable Path dump,
    @Nullable Path report,
    boolean strict) {

  private static final Map<String, String> KEYS = new LinkedHashMap<>();

  static {
    KEYS.put(
        "suspendable", "PATTERN[;PATTERN...]  weave these classes as if annotated: com.acme.**");
    KEYS.put("exclude", "PATTERN[;PATTERN...]  leave these classes alone");
    KEYS.put("verify", "off|woven  check every woven class before it is defined (default: off)");
    KEYS.put("chaos", "SEED  a woven call yields now and then, for testing");
    KEYS.put("adapt", "true|false  let blocking methods of the JDK park (default: true)");
    KEYS.put("preempt", "true|false  let busy loops be interrupted (default: false)");
    KEYS.put("dump", "DIR  write each class before and after weaving, and both as text");
    KEYS.put("report", "FILE  write what was woven and what pins, as JSON, when the JVM ends");
    KEYS.put("strict", "true|false  stop the JVM if a method cannot be woven (default: false)");
  }

  /** Thrown for options that cannot be understood; the message lists those that can. */
  static final class UsageException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private UsageException(String what) {
      super("BBN001 " + what + System.lineSeparator() + usage());
    }
  }

  static String usage() {
    StringJoiner usage = new StringJoiner(System.lineSeparator());
    usage.add("Options of -javaagent:bobbin-agent.jar=KEY=VALUE[,KEY=VALUE...]:");
    KEYS.forEach((key, text) -> usage.add("  " + key + "=" + text));
    return usage.toString();
  }

  /**
   * Reads options.
   *
   * @param text what stands behind the jar's name, or null
   * @throws UsageException if a key is unknown or a value is not as it should be
   */
  static AgentOptions parse(@Nullable String text) {
    List<String> suspendable = new ArrayList<>();
    List<String> exclude = new ArrayList<>();
    boolean verify = false;
    Long chaos = null;
    boolean adapt = true;
    boolean preempt = false;
    Path dump = null;
    Path report = null;
    boolean strict = false;
    for (String pair : text == null || text.isBlank() ? new String[0] : text.split(",", -1)) {
      int equals = pair.indexOf('=');
      String key = equals < 0 ? pair.trim() : pair.substring(0, equals).trim();
      String value = equals < 0 ? "" : pair.substring(equals + 1).trim();
      if (KEYS.containsKey(key) && value.isEmpty()) {
        throw new UsageException("the option '" + key + "' has no value.");
      }
      switch (key) {
        case "suspendable" -> suspendable.addAll(patterns(key, value));
        case "exclude" -> exclude.addAll(patterns(key, value));
        case "verify" -> verify = choice(key, value, "woven", "off");
        case "chaos" -> chaos = seed(value);
        case "adapt" -> adapt = choice(key, value, "true", "false");
        case "preempt" -> preempt = choice(key, value, "true", "false");
        case "dump" -> dump = Path.of(value);
        case "report" -> report = Path.of(value);
        case "strict" -> strict = choice(key, value, "true", "false");
        default -> throw new UsageException("there is no option '" + key + "'.");
      }
    }
    return new AgentOptions(
        List.copyOf(suspendable),
        List.copyOf(exclude),
        verify,
        chaos,
        adapt,
        preempt,
        dump,
        report,
        strict);
  }

  private static List<String> patterns(String key, String value) {
    List<String> patterns = List.of(value.split(";", -1));
    for (String pattern : patterns) {
      if (!pattern.matches("\\*\\*|[\\w$]+(\\.[\\w$]+)*(\\.\\*\\*?)?")) {
        throw new UsageException(
            "'"
                + pattern
                + "' in '"
                + key
                + "' is no pattern; patterns are com.acme.Order,"
                + " com.acme.* (a package), com.acme.** (with those below it) and ** (all).");
      }
    }
    return patterns;
  }

  private static boolean choice(String key, String value, String yes, String no) {
    if (value.equals(yes) || value.equals(no)) {
      return value.equals(yes);
    }
    throw new UsageException(
        "the option '" + key + "' is " + yes + " or " + no + ", not '" + value + "'.");
  }

  private static Long seed(String value) {
    try {
      return Long.valueOf(value);
    } catch (NumberFormatException e) {
      throw new UsageException("the option 'chaos' takes a whole number, not '" + value + "'.");
    }
  }
}
