package io.bobbin.examples.debugger;

import io.bobbin.Suspendable;

/**
 * Evaluates expressions over the memory of a debugged process: numbers, {@code + - *}, parentheses,
 * and {@code [e]}, the word at address {@code e}. It recurses as the grammar does; each look into
 * memory may park it in the middle, however deep it is.
 *
 * <pre>
 *   sum     = product { ("+" | "-") product }
 *   product = operand { "*" operand }
 *   operand = number | "(" sum ")" | "[" sum "]"
 * </pre>
 */
public final class Interpreter {
  private final String text;
  private final Tracer tracer;
  private int at;

  private Interpreter(String text, Tracer tracer) {
    this.text = text;
    this.tracer = tracer;
  }

  /**
   * Evaluates an expression.
   *
   * @param text the expression, without spaces
   * @param tracer who reads memory
   * @return its value
   * @throws IllegalArgumentException if it is no expression
   * @throws IndexOutOfBoundsException if it looks where no memory is
   */
  @Suspendable
  public static long evaluate(String text, Tracer tracer) {
    Interpreter interpreter = new Interpreter(text, tracer);
    long value = interpreter.sum();
    if (interpreter.at < text.length()) {
      throw interpreter.unexpected();
    }
    return value;
  }

  @Suspendable
  private long sum() {
    long value = product();
    while (sees('+') || sees('-')) {
      boolean adds = text.charAt(at++) == '+';
      long right = product();
      value = adds ? value + right : value - right;
    }
    return value;
  }

  @Suspendable
  private long product() {
    long value = operand();
    while (sees('*')) {
      at++;
      value *= operand();
    }
    return value;
  }

  @Suspendable
  private long operand() {
    if (sees('(')) {
      return bracketed(')');
    }
    if (sees('[')) {
      return tracer.read(bracketed(']'));
    }
    int start = at;
    while (at < text.length() && Character.isDigit(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw unexpected();
    }
    return Long.parseLong(text.substring(start, at));
  }

  @Suspendable
  private long bracketed(char end) {
    at++;
    long value = sum();
    if (!sees(end)) {
      throw unexpected();
    }
    at++;
    return value;
  }

  private boolean sees(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private IllegalArgumentException unexpected() {
    String what = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
    return new IllegalArgumentException("unexpected " + what + " at " + at);
  }
}
