package io.bobbin.tests.foreign;

import io.bobbin.weave.ClassSource;
import io.bobbin.weave.Diagnostic;
import io.bobbin.weave.WeaveOptions;
import io.bobbin.weave.WeaveResult;
import io.bobbin.weave.Weaver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Weaves every class of a library with {@code suspendable=**}, and sees what becomes of each. */
final class Census {
  /**
   * The diagnostics that may be, with a part of the message that says why. The reasons stand in
   * {@code docs/limits.md}; whatever else the weaver says is a problem.
   */
  private static final Map<String, String> DOCUMENTED =
      Map.of(
          "BBN012", "a synchronized method holds its monitor throughout",
          "BBN014", "larger than the 64 KB that a class file allows",
          "BBN015", "larger than the 8,000 bytes up to which the JIT compiles",
          "BBN016", "it is inside a synchronized block");

  private final Library library;
  private final ForeignClasses classes;
  private final Weaver weaver;
  private final ClassSource headers;
  private final Map<String, Integer> diagnostics = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();
  private int wovenClasses;
  private int wovenMethods;
  private int suspendPoints;
  private int unlinkable;

  /**
   * Weaves and links a library.
   *
   * @param chaos whether to weave random yields in
   */
  Census(Library library, boolean chaos) {
    this.library = library;
    classes = ForeignClasses.of(library.jars());
    weaver =
        new Weaver(WeaveOptions.defaults().withSuspendable("**").withChaos(chaos).withAdapt(true));
    Linker plain = new Linker(classes, (name, classFile) -> classFile);
    headers = ClassSource.of(plain);
    Linker woven = new Linker(classes, this::weave);
    for (String name : classes.names()) {
      LinkageError error = woven.link(name);
      if (error != null) {
        judge(name, error, plain.link(name));
      }
    }
  }

  private byte[] weave(String name, byte[] classFile) {
    if (!weaver.mayWeave(classFile, headers)) {
      return classFile;
    }
    WeaveResult result = weaver.weave(name, classFile, headers);
    result.diagnostics().forEach(this::judge);
    result.methods().forEach(method -> suspendPoints += method.suspendPoints());
    wovenMethods += result.methods().size();
    byte[] woven = result.bytes();
    if (woven == null) {
      return classFile;
    }
    wovenClasses++;
    return woven;
  }

  private void judge(Diagnostic diagnostic) {
    String reason = DOCUMENTED.get(diagnostic.code());
    if (reason != null && diagnostic.message().contains(reason)) {
      diagnostics.merge(diagnostic.code(), 1, Integer::sum);
    } else {
      problems.add(diagnostic.toString());
    }
  }

  /** A class that fails unwoven in the same way, for want of another one, tells nothing. */
  private void judge(String name, LinkageError woven, @Nullable LinkageError plain) {
    if (plain != null && plain.toString().equals(woven.toString()) && library.explains(plain)) {
      unlinkable++;
    } else {
      problems.add(name + " woven: " + woven + "; unwoven: " + (plain == null ? "links" : plain));
    }
  }

  /** How many classes there are. */
  int classes() {
    return classes.names().size();
  }

  /** What should not be. */
  List<String> problems() {
    return problems;
  }

  /** One line of figures. */
  @Override
  public String toString() {
    return "%s: %,d classes, %,d of them woven, %,d methods, %,d suspend points; %d need what is not there; %s"
        .formatted(
            library, classes(), wovenClasses, wovenMethods, suspendPoints, unlinkable, diagnostics);
  }
}
