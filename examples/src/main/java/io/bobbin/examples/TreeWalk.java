package io.bobbin.examples;

import io.bobbin.Generator;
import io.bobbin.Suspendable;
import java.util.Iterator;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * A generator that yields from inside a recursion: the in-order walk of a binary tree, three lines
 * long. Two walks side by side solve the "same fringe" problem: have two trees of different shape
 * the same values in the same order? And a tree that is one long branch shows that a value costs
 * the same at any depth of the recursion.
 *
 * <pre>{@code
 * ./examples/run generator 1000000
 * }</pre>
 */
@Command(
    name = "generator",
    description = "Walks trees by recursive yields, and compares two trees value by value.")
public final class TreeWalk implements Callable<Integer> {
  private static final int ROUNDS = 3;

  @Parameters(
      index = "0",
      arity = "0..1",
      converter = Example.Positive.class,
      defaultValue = "1000000",
      description = "nodes of each tree (${DEFAULT-VALUE})")
  private int nodes;

  record Node(@Nullable Node left, int value, @Nullable Node right) {}

  @Suspendable
  static void walk(@Nullable Node tree, Generator.Output<Integer> out) {
    if (tree != null) {
      walk(tree.left(), out);
      out.yield(tree.value());
      walk(tree.right(), out);
    }
  }

  static Generator<Integer> values(@Nullable Node tree) {
    return Generator.of(out -> walk(tree, out));
  }

  /** Whether two trees have the same values in the same order; looks no further than needed. */
  static boolean sameFringe(@Nullable Node one, @Nullable Node other) {
    Iterator<Integer> left = values(one);
    Iterator<Integer> right = values(other);
    while (left.hasNext() && right.hasNext()) {
      if (!left.next().equals(right.next())) {
        return false;
      }
    }
    return !left.hasNext() && !right.hasNext();
  }

  private static long sum(@Nullable Node tree) {
    long sum = 0;
    for (int value : values(tree)) {
      sum += value;
    }
    return sum;
  }

  /** A tree of the values from {@code first} on whose halves are equally large. */
  private static @Nullable Node balanced(int first, int size) {
    if (size == 0) {
      return null;
    }
    int left = size / 2;
    return new Node(
        balanced(first, left), first + left, balanced(first + left + 1, size - left - 1));
  }

  /** A tree of the same values whose shape is left to chance. */
  private static @Nullable Node random(int first, int size, Random chance) {
    if (size == 0) {
      return null;
    }
    int left = chance.nextInt(size);
    return new Node(
        random(first, left, chance),
        first + left,
        random(first + left + 1, size - left - 1, chance));
  }

  /** A tree of the same values that is one long branch: as deep as it is large. */
  private static @Nullable Node branch(int size) {
    Node tree = null;
    for (int value = size - 1; value >= 0; value--) {
      tree = new Node(null, value, tree);
    }
    return tree;
  }

  private static int depth(@Nullable Node tree) {
    return tree == null ? 0 : 1 + Math.max(depth(tree.left()), depth(tree.right()));
  }

  private void measure(String name, @Nullable Node tree, int depth) {
    long sum = 0;
    long best = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      sum = sum(tree);
      best = Math.min(best, System.nanoTime() - start);
    }
    System.out.printf(
        "%-13s depth %,9d: %,d values, %.1f ns each%n", name, depth, nodes, (double) best / nodes);
    Check.equal("sum of the values", (long) nodes * (nodes - 1) / 2, sum);
  }

  @Override
  public Integer call() {
    Node balanced = balanced(0, nodes);
    Node random = random(0, nodes, new Random(42));
    Node branch = branch(nodes);
    measure("balanced tree", balanced, depth(balanced));
    measure("random tree", random, depth(random));
    measure("one branch", branch, nodes);
    Check.equal("same fringe, balanced and random", true, sameFringe(balanced, random));
    Check.equal("same fringe, random and branch", true, sameFringe(random, branch));
    Check.equal("same fringe, one value more", false, sameFringe(branch, branch(nodes + 1)));
    return 0;
  }

  public static void main(String[] args) {
    Example.main(new TreeWalk(), args);
  }
}
