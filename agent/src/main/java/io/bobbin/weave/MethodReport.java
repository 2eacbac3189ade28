package io.bobbin.weave;

import java.util.List;

/**
 * What was done to a method.
 *
 * @param method name and descriptor
 * @param bytesBefore the size of its code
 * @param bytesAfter the size of the code of its twin and its resume body together
 * @param suspendPoints how many calls it may be left at
 * @param points each of them, as {@code line callee}
 * @param adapted which of them block in the source, and park by way of the runtime
 */
public record MethodReport(
    String method,
    int bytesBefore,
    int bytesAfter,
    int suspendPoints,
    List<String> points,
    List<Adapted> adapted) {
  /**
   * A call of a method of the JDK that blocks.
   *
   * @param line the line, or -1
   * @param from the method that the source calls
   * @param to the method of the runtime that is called in its stead
   */
  public record Adapted(int line, String from, String to) {}
}
