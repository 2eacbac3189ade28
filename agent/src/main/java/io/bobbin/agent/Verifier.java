package io.bobbin.agent;

import io.bobbin.weave.ClassSource;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicVerifier;
import org.objectweb.asm.util.CheckClassAdapter;

/**
 * Checks woven classes before the JVM does ({@code verify=woven}), and tells what is wrong with the
 * instructions around.
 */
final class Verifier {
  /** The problem with a class, or null. */
  @Nullable String check(byte[] woven, ClassSource headers) {
    StringWriter problem = new StringWriter();
    try {
      ClassNode node = new ClassNode();
      new ClassReader(woven).accept(new CheckClassAdapter(node, false), 0);
      for (MethodNode method : node.methods) {
        try {
          new Analyzer<>(new BasicVerifier()).analyze(node.name, method);
        } catch (AnalyzerException e) {
          new PrintWriter(problem, true).println(method.name + method.desc + ": " + e.getMessage());
        }
      }
    } catch (RuntimeException e) {
      return e.toString();
    }
    return problem.toString().isEmpty() ? null : problem.toString();
  }
}
