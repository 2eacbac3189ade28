package io.bobbin.tests.generator;

import io.bobbin.tests.generator.Node.Block;
import io.bobbin.tests.generator.Node.Item;
import io.bobbin.tests.generator.Node.Program;
import io.bobbin.tests.generator.Part.Text;

/** Turns a tree into source. */
final class Printer {
  private final StringBuilder out = new StringBuilder();
  private int indent;

  private Printer() {}

  static String print(Node node) {
    Printer printer = new Printer();
    printer.part(node);
    return printer.out.toString();
  }

  private void part(Part part) {
    if (part instanceof Text text) {
      out.append(text.text().replace("\n", "\n" + "  ".repeat(indent + 2)));
    } else if (part instanceof Program program) {
      for (Part each : program.parts()) {
        if (each instanceof Text text) {
          out.append(text.text());
        } else {
          part(each);
        }
      }
    } else if (part instanceof Block block) {
      out.append("{\n");
      indent++;
      block.parts().forEach(this::part);
      indent--;
      out.append("  ".repeat(indent)).append('}');
    } else if (part instanceof Item item) {
      out.append("  ".repeat(indent));
      item.parts().forEach(this::part);
      out.append('\n');
    } else {
      ((Node) part).parts().forEach(this::part);
    }
  }
}
