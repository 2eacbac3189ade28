package io.bobbin.weave;

/**
 * Something about a class that its author should know.
 *
 * @param code a stable code, {@code BBN} and three digits
 * @param className the class, with dots
 * @param method name and descriptor of the method, or an empty string
 * @param line the source line, or -1
 * @param message what, why, and what to do
 */
public record Diagnostic(String code, String className, String method, int line, String message) {
  @Override
  public String toString() {
    String where = method.isEmpty() ? className : className + '.' + method;
    return code + ' ' + where + (line >= 0 ? " (line " + line + ")" : "") + ": " + message;
  }
}
