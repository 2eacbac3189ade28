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
   * @param use what may be done with it
   */
  record Variable(String name, Type type, Use use) {
    /** A variable that is never assigned again. */
    static Variable fixed(String name, Type type) {
      return new Variable(name, type, Use.CAPTURED);
    }

    /** A variable that is fixed, or else may be assigned. */
    static Variable of(String name, Type type, boolean fixed) {
      return new Variable(name, type, fixed ? Use.CAPTURED : Use.ASSIGNED);
    }
  }

  /** What may be done with a variable other than reading it where it was declared. */
  enum Use {
    /** Lambdas may read it: nothing assigns it. */
    CAPTURED,
    ASSIGNED,
    /** Neither, as with the counter of a loop that must end. */
    NONE
  }

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

    /** How many bodies this one stands in. */
    int level;

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
    body.level = this.body.level + 1;
    return new Scope(body, this, true, false, checked);
  }

  /** Whether bodies within bodies have gone far enough. */
  boolean isDeep() {
    return body.level >= 2;
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
          .filter(v -> v.use() == Use.ASSIGNED && wanted.test(v.type()))
          .forEach(found::add);
    }
    return found;
  }

  private void collect(Predicate<Type> wanted, boolean fixedOnly, List<Variable> found) {
    for (Variable v : variables) {
      if (wanted.test(v.type()) && (v.use() == Use.CAPTURED || !fixedOnly)) {
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
