package io.bobbin.tests.oracle;

import io.bobbin.weave.ClassSource;
import io.bobbin.weave.Diagnostic;
import io.bobbin.weave.MethodReport;
import io.bobbin.weave.WeaveOptions;
import io.bobbin.weave.WeaveResult;
import io.bobbin.weave.Weaver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Weaves targets, each class once for each set of options. */
final class WovenTargets {
  /** System property: a folder to which every woven class is written. */
  private static final @Nullable String DUMP = System.getProperty("bobbin.tests.dump");

  /** Of a result, what is kept: the rest holds on to the code as a tree. */
  private record Woven(byte @Nullable [] bytes, List<Diagnostic> diagnostics) {}

  private final Targets targets;
  private final ClassSource headers;
  private final Map<String, Weaver> weavers = new ConcurrentHashMap<>();
  private final Map<String, Woven> woven = new ConcurrentHashMap<>();

  WovenTargets(Targets targets) {
    this.targets = targets;
    headers = targets::header;
  }

  /** A loader that defines the targets as they are. */
  ClassLoader plainLoader() {
    return new TargetLoader(targets, (name, bytes) -> bytes);
  }

  /** A loader that weaves targets as a mode wants them. */
  ClassLoader loader(Mode mode) {
    return new TargetLoader(
        targets,
        (name, bytes) -> {
          byte[] changed =
              woven.computeIfAbsent(kind(mode) + name, key -> kept(weave(mode, name, bytes))).bytes;
          dump(mode, name, changed);
          return changed != null ? changed : bytes;
        });
  }

  /** Weaves one class, and returns what the weaver said about it. */
  List<Diagnostic> weave(Mode mode, String className) {
    return weaveAlone(mode, className).diagnostics();
  }

  /** The class file of a target woven, or null if it needs no weaving. */
  byte @Nullable [] woven(String className, Mode mode) {
    return weaveAlone(mode, className).bytes();
  }

  /** The class file of a target. */
  byte[] plain(String className) {
    byte[] bytes = targets.target(className.replace('.', '/'));
    if (bytes == null) {
      throw new IllegalArgumentException("no target: " + className);
    }
    return bytes;
  }

  private WeaveResult weaveAlone(Mode mode, String className) {
    return weave(mode, className.replace('.', '/'), plain(className));
  }

  private static Woven kept(WeaveResult result) {
    return new Woven(result.bytes(), result.diagnostics());
  }

  private WeaveResult weave(Mode mode, String name, byte[] bytes) {
    Weaver weaver = weavers.computeIfAbsent(kind(mode), key -> new Weaver(options(mode)));
    try {
      boolean expected = weaver.mayWeave(bytes, headers);
      WeaveResult result = weaver.weave(name, bytes, headers);
      if (result.bytes() != null && !expected) {
        throw new IllegalStateException("mayWeave said that nothing would be woven");
      }
      return result;
    } catch (RuntimeException | Error e) {
      throw new IllegalStateException("weaving " + name + " failed: " + e, e);
    }
  }

  /** What the weaver said about the classes of a mode so far. */
  List<Diagnostic> diagnostics(Mode mode) {
    List<Diagnostic> all = new ArrayList<>();
    woven.forEach(
        (key, result) -> {
          if (key.startsWith(kind(mode))) {
            all.addAll(result.diagnostics);
          }
        });
    return all;
  }

  /** What the weaver makes of the methods of the classes of a mode so far. */
  List<MethodReport> reports(Mode mode) {
    List<MethodReport> all = new ArrayList<>();
    for (String key : woven.keySet()) {
      if (key.startsWith(kind(mode))) {
        all.addAll(weaveAlone(mode, key.substring(kind(mode).length())).methods());
      }
    }
    return all;
  }

  private WeaveOptions options(Mode mode) {
    WeaveOptions options =
        WeaveOptions.defaults().withChaos(mode.chaos()).withExclude(targets.excluded());
    return mode.everything()
        ? options.withSuspendable(targets.patterns()).withPreempt(mode == Mode.LOOPS)
        : options;
  }

  /** Modes that weave alike share what was woven. */
  private static String kind(Mode mode) {
    return mode.everything() ? mode.name() + ":" : mode.chaos() ? "chaos:" : "quiet:";
  }

  private static void dump(Mode mode, String name, byte @Nullable [] bytes) {
    if (DUMP == null || bytes == null) {
      return;
    }
    Path file = Path.of(DUMP, kind(mode).replace(":", ""), name + ".class");
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
