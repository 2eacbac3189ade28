package io.bobbin.tests.generator;

import io.bobbin.tests.generator.Node.Block;
import io.bobbin.tests.generator.Node.Clause;
import io.bobbin.tests.generator.Node.Expr;
import io.bobbin.tests.generator.Node.Item;
import io.bobbin.tests.generator.Node.Program;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes a failing program smaller for as long as it goes on to fail: leaves out items and clauses
 * (many at a time, then fewer, as in Zeller and Hildebrandt, "Simplifying and Isolating
 * Failure-Inducing Input", TSE 2002), takes statements out of what surrounds them, and puts
 * constants or parts of expressions in the place of expressions.
 *
 * <p>What burns fuel stays, so that each candidate ends.
 */
final class Shrinker {
  private static final Pattern WORD = Pattern.compile("\\w+");

  /** The start of a member or type, with its name. */
  private static final Pattern DECLARED =
      Pattern.compile(
          "\\s*(?:@\\w+ |public |private |static |final |abstract |default |synchronized )*"
              + "(?:[\\w.\\[\\]<>, ]+ |(?:sealed )?(?:class|interface|enum|record) )"
              + "(\\w+)(?= =|\\(| \\{| extends| implements| permits|;|<)");

  /** Expressions that are as simple as any of their kind. */
  private static final Set<Construct> CONSTANTS =
      EnumSet.of(
          Construct.LITERAL,
          Construct.LOCAL,
          Construct.COIN,
          Construct.BOXING,
          Construct.UPCAST,
          Construct.NULL,
          Construct.ARRAY_OF_VALUES);

  private final Predicate<Program> fails;
  private final long deadline;
  private final boolean annotationsStay;
  private Program smallest;

  private Shrinker(Program program, Predicate<Program> fails, Duration limit) {
    this.smallest = program;
    this.fails = fails;
    this.annotationsStay = !Settings.of(program.seed()).pins();
    this.deadline = System.nanoTime() + limit.toNanos();
  }

  /** The smallest program found in the time given for which the predicate still holds. */
  static Program shrink(Program program, Predicate<Program> fails, Duration limit) {
    Shrinker shrinker = new Shrinker(program, fails, limit);
    boolean smaller = true;
    while (smaller) {
      smaller = shrinker.leaveOut();
      smaller |= shrinker.leaveOutUnused();
      smaller |= shrinker.unwrap();
      smaller |= shrinker.simplify();
    }
    return shrinker.smallest;
  }

  private boolean timeIsUp() {
    return System.nanoTime() > deadline;
  }

  /** Keeps the candidate if it differs from the smallest program and fails. */
  private boolean accept(Function<Node, @Nullable List<Part>> edit) {
    if (timeIsUp()) {
      return false;
    }
    Node candidate = rebuild(smallest, edit);
    if (candidate == smallest || !fails.test((Program) candidate)) {
      return false;
    }
    smallest = (Program) candidate;
    return true;
  }

  /** The tree with nodes replaced by parts; the edit returns null for a node to be kept. */
  private static Node rebuild(Node node, Function<Node, @Nullable List<Part>> edit) {
    List<Part> parts = new ArrayList<>();
    boolean changed = false;
    for (Part part : node.parts()) {
      if (!(part instanceof Node child)) {
        parts.add(part);
        continue;
      }
      List<Part> replacement = edit.apply(child);
      if (replacement != null) {
        parts.addAll(replacement);
        changed = true;
      } else {
        Node rebuilt = rebuild(child, edit);
        parts.add(rebuilt);
        changed |= rebuilt != child;
      }
    }
    return changed ? node.with(List.copyOf(parts)) : node;
  }

  private List<Node> nodes() {
    List<Node> nodes = new ArrayList<>();
    smallest.walk(nodes::add);
    return nodes;
  }

  // Leaving out

  private boolean leaveOut() {
    boolean smaller = false;
    for (Node parent : nodes()) {
      List<Node> children = new ArrayList<>();
      for (Part part : parent.parts()) {
        if (part instanceof Item || part instanceof Clause) {
          Node child = (Node) part;
          if (!stays(child) && !Printer.print(child).isBlank()) {
            children.add(child);
          }
        }
      }
      smaller |= leaveOut(children);
    }
    return smaller;
  }

  /** What ends loops and recursion; and annotations, where the check relies on them. */
  private boolean stays(Node node) {
    if (node instanceof Clause clause) {
      return annotationsStay
          && (clause.construct() == Construct.SUSPENDABLE
              || clause.construct() == Construct.SUSPENDABLE_TYPE);
    }
    return node instanceof Item item
        && (item.construct() == Construct.FUEL || item.construct() == Construct.ENTRY);
  }

  private boolean leaveOut(List<Node> children) {
    boolean smaller = false;
    for (int chunk = children.size(); chunk > 0; chunk /= 2) {
      for (int from = 0; from < children.size() && !timeIsUp(); ) {
        List<Node> part = children.subList(from, Math.min(children.size(), from + chunk));
        Set<Node> without = Collections.newSetFromMap(new IdentityHashMap<>());
        without.addAll(part);
        if (accept(node -> without.contains(node) ? List.of() : null)) {
          smaller = true;
          part.clear();
        } else {
          from += chunk;
        }
      }
    }
    return smaller;
  }

  /** Leaves out, all at once, the members and types whose names occur only once. */
  private boolean leaveOutUnused() {
    boolean smaller = false;
    boolean again = true;
    while (again) {
      Map<String, Integer> counts = new HashMap<>();
      Matcher words = WORD.matcher(Printer.print(smallest));
      while (words.find()) {
        counts.merge(words.group(), 1, Integer::sum);
      }
      Set<Node> unused = Collections.newSetFromMap(new IdentityHashMap<>());
      for (Node node : nodes()) {
        if (node instanceof Item && !stays(node)) {
          Matcher name = DECLARED.matcher(Printer.print(node));
          if (name.lookingAt() && counts.get(name.group(1)) == 1) {
            unused.add(node);
          }
        }
      }
      again = accept(node -> unused.contains(node) ? List.of() : null);
      smaller |= again;
    }
    return smaller;
  }

  // Taking out of what surrounds

  private boolean unwrap() {
    boolean smaller = false;
    for (Node node : nodes()) {
      if (!(node instanceof Item item) || stays(item)) {
        continue;
      }
      for (Block block : blocks(item)) {
        if (accept(n -> n == item ? block.parts() : null)) {
          smaller = true;
          break;
        }
      }
    }
    return smaller;
  }

  /** The blocks that belong to the item itself, be it by its clauses. */
  private static List<Block> blocks(Node node) {
    List<Block> blocks = new ArrayList<>();
    for (Part part : node.parts()) {
      if (part instanceof Block block) {
        blocks.add(block);
      } else if (part instanceof Clause clause) {
        blocks.addAll(blocks(clause));
      }
    }
    return blocks;
  }

  // Simpler expressions

  private boolean simplify() {
    boolean smaller = false;
    for (Node node : nodes()) {
      if (!(node instanceof Expr expr) || isConstant(expr)) {
        continue;
      }
      for (Part simple : simpler(expr)) {
        if (accept(n -> n == expr ? List.of(simple) : null)) {
          smaller = true;
          break;
        }
      }
    }
    return smaller;
  }

  private static boolean isConstant(Expr expr) {
    boolean[] constant = {true};
    expr.walk(n -> constant[0] &= n instanceof Expr e && CONSTANTS.contains(e.construct()));
    return constant[0];
  }

  /** What could stand in the place of an expression, the simplest first. */
  private static List<Part> simpler(Expr expr) {
    List<Part> simpler = new ArrayList<>();
    String now = Printer.print(expr);
    for (String text : constants(expr.type())) {
      if (text.length() < now.length()) {
        simpler.add(Node.expr(Construct.LITERAL, expr.type(), text));
      }
    }
    expr.walk(
        inner -> {
          if (inner != expr
              && inner instanceof Expr e
              && e.type().equals(expr.type())
              && simpler.size() < 8) {
            simpler.add(e);
          }
        });
    return simpler;
  }

  private static List<String> constants(Type type) {
    return switch (type.kind()) {
      case VOID, VARIABLE -> List.of();
      case BOOLEAN -> List.of("true", "false");
      case BYTE, SHORT -> List.of("((" + type.name() + ") 1)");
      case CHAR -> List.of("'a'");
      case INT -> List.of("1", "0");
      case LONG -> List.of("1L");
      case FLOAT -> List.of("1f");
      case DOUBLE -> List.of("1.0");
      case STRING -> List.of("\"a\"");
      case OBJECT -> List.of("\"a\"");
      default -> List.of("((" + type.name() + ") null)");
    };
  }
}
