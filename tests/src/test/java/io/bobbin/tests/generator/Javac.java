package io.bobbin.tests.generator;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * Compiles sources to class files, both in memory. Listings of the class path and of the JDK are
 * kept from one call to the next. To be used by one thread at a time.
 */
final class Javac implements AutoCloseable {
  /**
   * What became of a compilation.
   *
   * @param classes class files by binary name
   * @param errors what javac said
   */
  record Result(Map<String, byte[]> classes, List<String> errors) {
    boolean failed() {
      return !errors.isEmpty();
    }
  }

  private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
  private final Files files;

  Javac() {
    files = new Files(compiler.getStandardFileManager(null, Locale.ROOT, null));
  }

  /** Compiles sources by the binary names of their public classes. */
  Result compile(Map<String, String> sources, List<String> options) {
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    List<Source> units = new ArrayList<>();
    sources.forEach((name, text) -> units.add(new Source(name, text)));
    files.written.clear();
    boolean compiled = compiler.getTask(null, files, diagnostics, options, null, units).call();
    List<String> errors = new ArrayList<>();
    for (Diagnostic<? extends JavaFileObject> d : diagnostics.getDiagnostics()) {
      if (d.getKind() == Diagnostic.Kind.ERROR) {
        JavaFileObject source = d.getSource();
        String where = source == null ? "javac" : source.getName();
        errors.add(where + ":" + d.getLineNumber() + ": " + d.getMessage(Locale.ROOT));
      }
    }
    if (!compiled && errors.isEmpty()) {
      errors.add("javac failed without a word");
    }
    Map<String, byte[]> classes = new HashMap<>();
    files.written.forEach((name, file) -> classes.put(name, file.bytes.toByteArray()));
    return new Result(classes, errors);
  }

  @Override
  public void close() {
    try {
      files.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("mem:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class ClassFile extends SimpleJavaFileObject {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    ClassFile(String name) {
      super(URI.create("mem:///" + name.replace('.', '/') + ".class"), Kind.CLASS);
    }

    @Override
    public OutputStream openOutputStream() {
      return bytes;
    }

    @Override
    public InputStream openInputStream() {
      return new ByteArrayInputStream(bytes.toByteArray());
    }
  }

  private static final class Files extends ForwardingJavaFileManager<JavaFileManager> {
    final Map<String, ClassFile> written = new HashMap<>();
    private final Map<String, List<JavaFileObject>> listings = new HashMap<>();

    Files(JavaFileManager standard) {
      super(standard);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      return written.computeIfAbsent(name, ClassFile::new);
    }

    /** Packages of programs are nowhere but in the sources; others do not change. */
    @Override
    public Iterable<JavaFileObject> list(
        Location location,
        String packageName,
        java.util.Set<JavaFileObject.Kind> kinds,
        boolean recurse)
        throws IOException {
      if (packageName.matches("p_?\\d+") || location == StandardLocation.SOURCE_PATH) {
        return List.of();
      }
      String key = location.getName() + ' ' + packageName + ' ' + kinds + ' ' + recurse;
      List<JavaFileObject> known = listings.get(key);
      if (known == null) {
        known = new ArrayList<>();
        for (JavaFileObject file : super.list(location, packageName, kinds, recurse)) {
          known.add(file);
        }
        listings.put(key, known);
      }
      return known;
    }
  }
}
