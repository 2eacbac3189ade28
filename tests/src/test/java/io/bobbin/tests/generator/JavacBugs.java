package io.bobbin.tests.generator;

import io.bobbin.tests.generator.Node.Expr;
import io.bobbin.tests.generator.Node.Item;
import io.bobbin.tests.generator.Part.Text;
import io.bobbin.tests.generator.Type.Kind;
import java.util.Set;

/** Programs that javac crashes on or wrongly refuses, and so cannot be used. */
final class JavacBugs {
  private static final Set<Construct> TRIES =
      Set.of(
          Construct.TRY_CATCH,
          Construct.TRY_FINALLY,
          Construct.TRY_CATCH_FINALLY,
          Construct.TRY_RESOURCES,
          Construct.LATER_BY_TRY,
          Construct.SYNCHRONIZED_BLOCK);

  private JavacBugs() {}

  /** Whether a program cannot be used. */
  static boolean isHit(Node program) {
    return hitsWide(program, false) || hitsSynchronized(program);
  }

  /**
   * Whether there is a synchronized block in a switch expression. For a try statement in it javac
   * moves what is on the operand stack to local variables; that of JDK 17 forgets to for a
   * synchronized block, whose handler then has a stack map that no verifier takes.
   */
  private static boolean hitsSynchronized(Node program) {
    boolean[] found = {false};
    program.walk(
        n ->
            found[0] |=
                n instanceof Expr e
                    && e.construct() == Construct.SWITCH_VALUE
                    && has(e, Set.of(Construct.SYNCHRONIZED_BLOCK)));
    return found[0];
  }

  /**
   * Whether {@code var v = value} would be refused: javac takes a method reference that is the
   * resource of a try statement within the value for the value itself, and misses its target type.
   */
  static boolean confusesVar(Expr value) {
    boolean[] found = {false};
    value.walk(
        n -> found[0] |= n instanceof Item item && item.construct() == Construct.TRY_RESOURCES);
    return found[0];
  }

  /**
   * Whether a switch expression with a try statement in it may find a long or double on the operand
   * stack. The javac of JDK 17 fails with a NullPointerException then, as it takes the second slot
   * for a value.
   *
   * @param wide whether there may be a wide value below
   */
  private static boolean hitsWide(Node node, boolean wide) {
    boolean below = wide;
    if (node instanceof Item) {
      below = false;
    }
    for (Part part : node.parts()) {
      if (part instanceof Text text) {
        below |= isCompound(text.text());
      } else if (part instanceof Node child) {
        if (child instanceof Expr e && e.construct() == Construct.SWITCH_VALUE && below) {
          if (has(e, TRIES)) {
            return true;
          }
        }
        if (hitsWide(child, below)) {
          return true;
        }
        below |= child instanceof Expr e && e.type().is(Kind.LONG, Kind.DOUBLE);
      }
    }
    return false;
  }

  /** A compound assignment, of a type that may be wide. */
  private static boolean isCompound(String text) {
    int at = text.indexOf("= ");
    return at > 0 && "+-*/%&|^<>".indexOf(text.charAt(at - 1)) >= 0;
  }

  private static boolean has(Node node, Set<Construct> constructs) {
    boolean[] found = {false};
    node.walk(n -> found[0] |= n instanceof Item item && constructs.contains(item.construct()));
    return found[0];
  }
}
