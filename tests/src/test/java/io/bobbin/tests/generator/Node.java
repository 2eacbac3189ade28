package io.bobbin.tests.generator;

import io.bobbin.tests.generator.Part.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A part of a program that the {@link Shrinker} may take away or replace. Trees are immutable, and
 * hold the source as text between nodes: a construct is spelled in the one place that makes it.
 */
sealed interface Node extends Part {
  /**
   * An expression, in parentheses where needed: it can stand wherever its type can.
   *
   * @param construct what it is
   * @param type its type
   * @param parts what it consists of
   */
  record Expr(Construct construct, Type type, List<Part> parts) implements Node {}

  /**
   * What stands on lines of its own and may be left out: a statement, a case, a member, a type.
   *
   * @param construct what it is
   * @param parts what it consists of
   */
  record Item(Construct construct, List<Part> parts) implements Node {}

  /**
   * What may be left out of the midst of an item or a list: an annotation, a catch clause.
   *
   * @param construct what it is
   * @param parts what it consists of
   */
  record Clause(Construct construct, List<Part> parts) implements Node {}

  /**
   * Braces with items between them.
   *
   * @param parts the items
   */
  record Block(List<Part> parts) implements Node {}

  /**
   * A program: what comes before its types, and these.
   *
   * @param seed what it was made from
   * @param parts what it consists of
   */
  record Program(long seed, List<Part> parts) implements Node {}

  /** The children, in the order of the source. */
  List<Part> parts();

  /** A node of the same kind with other children. */
  default Node with(List<Part> parts) {
    if (this instanceof Expr e) {
      return new Expr(e.construct, e.type, parts);
    } else if (this instanceof Item i) {
      return new Item(i.construct, parts);
    } else if (this instanceof Clause c) {
      return new Clause(c.construct, parts);
    } else if (this instanceof Block) {
      return new Block(parts);
    } else if (this instanceof Program p) {
      return new Program(p.seed, parts);
    }
    throw new AssertionError(this);
  }

  /** Visits this node and all below it, parents first. */
  default void walk(Consumer<Node> visitor) {
    visitor.accept(this);
    for (Part part : parts()) {
      if (part instanceof Node node) {
        node.walk(visitor);
      }
    }
  }

  // How they are made

  static Expr expr(Construct construct, Type type, Object... parts) {
    return new Expr(construct, type, parts(parts));
  }

  static Item item(Construct construct, Object... parts) {
    return new Item(construct, parts(parts));
  }

  static Clause clause(Construct construct, Object... parts) {
    return new Clause(construct, parts(parts));
  }

  static Block block(List<? extends Part> items) {
    return new Block(List.copyOf(items));
  }

  /** From strings, parts, and lists of these. */
  static List<Part> parts(Object... parts) {
    List<Part> all = new ArrayList<>();
    for (Object part : parts) {
      if (part instanceof Part p) {
        all.add(p);
      } else if (part instanceof List<?> list) {
        all.addAll(parts(list.toArray()));
      } else {
        all.add(new Text((String) part));
      }
    }
    return List.copyOf(all);
  }

  /** The parts with text between each two. */
  static List<Part> join(String separator, List<? extends Part> parts) {
    List<Part> joined = new ArrayList<>();
    for (Part part : parts) {
      if (!joined.isEmpty()) {
        joined.add(new Text(separator));
      }
      joined.add(part);
    }
    return joined;
  }
}
