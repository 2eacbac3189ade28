package io.bobbin.tests.generator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What can be named at a place in a body: variables, jump targets, exceptions. */
final class Scope {
  /**
   * A local variable that has a value.
   *
   * @param name the name
   * @param type the type
   * @param fixed whether it is never assigned again, so that lambdas may capture it
   */
  record Variable(String name, Type type, boolean fixed) {}

  /** A statement that a jump can leave or go on with. */
  static final class Target {
    final @Nullable String label;
    final boolean isLoop;

    /** Whether {@code break} without a label means it. */
    final boolean takesBreak;

    /** Whether it must not be left by a jump, as a variable would remain unassigned. */
    final boolean closed;

    boolean broken;
    boolean continued;

    Target(@Nullable String label, boolean isLoop, boolean takesBreak, boolean closed) {
      this.label = label;
      this.isLoop = isLoop;
      this.takesBreak = takesBreak;
      this.closed = closed;
    }
  }

  /** What is the same in all of a method's or lambda's body. */
  static final class Body {
    /** The class of {@code this}, or null in static code. */
    final @Nullable ClassModel self;

    /** The class whose private members can be named. */
    final @Nullable ClassModel home;

    final Type result;
    final @Nullable Method method;

    /** How many statements it may still get. */
    int budget;

    /** Whether calls may be made that burn fuel. */
    boolean calls = true;

    Body(
        @Nullable ClassModel self,
        @Nullable ClassModel home,
        Type result,
        @Nullable Method method,
        int budget) {
      this.self = self;
      this.home = home;
      this.result = result;
      this.method = method;
      this.budget = budget;
    }
  }

  final Body body;
  private final @Nullable Scope outer;

  /** Whether outer variables are captured: only fixed ones can be named, and nothing jumped to. */
  private final boolean captures;

  /** Whether jumps and returns cannot leave it, as out of a switch expression. */
  private final boolean noJumps;

  /** Whether checked exceptions may be thrown. */
  final boolean checked;

  private final List<Variable> variables = new ArrayList<>();
  private @Nullable Target target;

  private Scope(
      Body body, @Nullable Scope outer, boolean captures, boolean noJumps, boolean checked) {
    this.body = body;
    this.outer = outer;
    this.captures = captures;
    this.noJumps = noJumps;
    this.checked = checked;
  }

  static Scope of(Body body, boolean checked) {
    return new Scope(body, null, false, false, checked);
  }

  /** A block. */
  Scope inner() {
    return new Scope(body, this, false, false, checked);
  }

  /** A block in which checked exceptions are caught. */
  Scope catching() {
    return new Scope(body, this, false, false, true);
  }

  /** The blocks of a switch expression. */
  Scope withoutJumps() {
    return new Scope(body, this, false, true, checked);
  }

  /** The body of a statement that jumps can name. */
  Scope of(Target target) {
    Scope scope = inner();
    scope.target = target;
    return scope;
  }

  /** The body of a lambda, or of a method of a class in the midst of the code. */
  Scope lambda(Body body, boolean checked) {
    return new Scope(body, this, true, false, checked);
  }

  void add(Variable variable) {
    variables.add(variable);
  }

  /** Variables that can be read. */
  List<Variable> readable(Predicate<Type> wanted) {
    List<Variable> found = new ArrayList<>();
    collect(wanted, false, found);
    return found;
  }

  /** Variables that can be assigned. */
  List<Variable> writable(Predicate<Type> wanted) {
    List<Variable> found = new ArrayList<>();
    for (Scope s = this; s != null; s = s.captures ? null : s.outer) {
      s.variables.stream()
          .filter(v -> !v.fixed() && wanted.test(v.type()))
          .forEach(found::add);
    }
    return found;
  }

  private void collect(Predicate<Type> wanted, boolean fixedOnly, List<Variable> found) {
    for (Variable v : variables) {
      if (wanted.test(v.type()) && (v.fixed() || !fixedOnly)) {
        found.add(v);
      }
    }
    if (outer != null) {
      outer.collect(wanted, fixedOnly || captures, found);
    }
  }

  /** The targets that jumps can name here, innermost first. */
  List<Target> targets() {
    List<Target> found = new ArrayList<>();
    for (Scope s = this; s != null && !s.captures; s = s.outer) {
      Target t = s.target;
      if (s.noJumps || t != null && t.closed) {
        break;
      }
      if (t != null) {
        found.add(t);
      }
    }
    return found;
  }

  /** Whether {@code return} can leave the body from here. */
  boolean canReturn() {
    for (Scope s = this; s != null; s = s.captures ? null : s.outer) {
      if (s.noJumps) {
        return false;
      }
    }
    return true;
  }
}
