package io.bobbin.tests.generator;

/** What stands in a {@link Node}: text, or another node. */
sealed interface Part permits Part.Text, Node {
  /**
   * Source text. A line feed in it goes on at the indentation of a continued line.
   *
   * @param text the text
   */
  record Text(String text) implements Part {}
}
