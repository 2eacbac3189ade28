package io.bobbin.agent;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.util.TraceClassVisitor;

/** Writes classes before and after weaving ({@code dump=DIR}), as class files and as text. */
final class Dump {
  private final Path folder;

  Dump(Path folder) {
    this.folder = folder;
  }

  /** Writes one class; a failure is told and otherwise ignored. */
  void write(String internalName, byte[] before, byte[] after) {
    try {
      write("before", internalName, before);
      write("after", internalName, after);
    } catch (IOException | RuntimeException e) {
      System.err.println("bobbin-agent: BBN003 cannot dump " + internalName + ": " + e);
    }
  }

  private void write(String which, String internalName, byte[] classFile) throws IOException {
    Path target = folder.resolve(which).resolve(internalName + ".class");
    Files.createDirectories(target.getParent());
    Files.write(target, classFile);
    Path text = folder.resolve(which).resolve(internalName + ".txt");
    try (Writer out = Files.newBufferedWriter(text)) {
      TraceClassVisitor tracer = new TraceClassVisitor(new PrintWriter(out));
      new ClassReader(classFile).accept(tracer, 0);
    }
  }
}
