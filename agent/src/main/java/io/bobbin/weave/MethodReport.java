package io.bobbin.weave;

import java.util.List;
import org.objectweb.asm.tree.MethodNode;

/**
 * What was done to a method.
 *
 * <p>It is worked out when it is asked for, and keeps the code of the class in memory: for most
 * classes nobody asks.
 */
public final class MethodReport {
  private final MethodNode source;
  private final MethodWeave.Bodies bodies;

  MethodReport(MethodNode source, MethodWeave.Bodies bodies) {
    this.source = source;
    this.bodies = bodies;
  }

  /**
   * The method.
   *
   * @return name and descriptor
   */
  public String method() {
    return source.name + source.desc;
  }

  /**
   * The size of its code.
   *
   * @return bytes
   */
  public int bytesBefore() {
    return CodeSize.of(source).most();
  }

  /**
   * The size of the code of its twin and its resume body together.
   *
   * @return bytes
   */
  public int bytesAfter() {
    return CodeSize.of(bodies.twin()).most() + CodeSize.of(bodies.resume()).most();
  }

  /**
   * How many calls it may be left at.
   *
   * @return their number
   */
  public int suspendPoints() {
    return points().size();
  }

  /**
   * The calls that it may be left at.
   *
   * @return each of them, as {@code line callee}
   */
  public List<String> points() {
    return bodies.plan().describePoints();
  }

  /**
   * Which of them block in the source, and park by way of the runtime.
   *
   * @return each of them
   */
  public List<Adapted> adapted() {
    return bodies.plan().describeAdapted();
  }

  /**
   * A call of a method of the JDK that blocks.
   *
   * @param line the line, or -1
   * @param from the method that the source calls
   * @param to the method of the runtime that is called in its stead
   */
  public record Adapted(int line, String from, String to) {}
}
