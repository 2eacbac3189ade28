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
 */
public record MethodReport(
    String method, int bytesBefore, int bytesAfter, int suspendPoints, List<String> points) {}
