package io.bobbin.tests.foreign.work;

import groovy.lang.GroovyClassLoader;
import groovy.lang.Script;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.codehaus.groovy.control.CompilationUnit;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.Phases;
import org.codehaus.groovy.tools.GroovyClass;

/**
 * Compiles a script, which takes the compiler through recursive descent, visitors and callbacks,
 * tells what the class files are, byte for byte, and runs it. Then has a wrong one refused.
 */
final class GroovyScripts {
  private static final String SCRIPT =
      """
      import groovy.transform.*

      @Immutable class Point { int x; int y
        Point plus(Point o) { new Point(x + o.x, y + o.y) } }
      trait Named { String name; String hello() { "I am ${name}" } }
      class Cat implements Named { int lives = 9 }
      enum Level { LOW, HIGH; Level other() { values().find { it != this } } }

      @CompileStatic long fib(int n) { n < 2 ? n : fib(n - 1) + fib(n - 2) }

      def words = 'the quick brown fox jumps over the lazy dog'.split(' ') as List
      def byLength = words.groupBy { it.size() }.sort { a, b -> a.key <=> b.key }
      def hanoi
      hanoi = { int n, a, b, c -> n == 0 ? 0 : hanoi(n - 1, a, c, b) + 1 + hanoi(n - 1, c, b, a) }
      def text = new StringBuilder()
      text << byLength << '\\n' << words.collect { it.capitalize() }.join('') << '\\n'
      text << (new Point(1, 2) + new Point(3, 4)) << '\\n'
      text << new Cat(name: 'Tom').hello() << ' ' << Level.LOW.other() << '\\n'
      text << fib(15) << ' ' << hanoi(6, 'a', 'b', 'c') << '\\n'
      switch (words.size()) { case 1..5: text << 'few'; break; case 9: text << 'nine'; break }
      try { words.get(99) } catch (IndexOutOfBoundsException e) { text << ' caught' }
      finally { text << ' at last' }
      for (int i = 0, j = 10; i < j; i += 3, j--) { if (i == 6) continue; text << " ${i}:${j}" }
      text << (words*.size().inject(0) { sum, n -> sum + n }) << ('abc' ==~ /[a-c]+/)
      text.toString()
      """;

  private static final String WRONG =
      """
      import groovy.transform.TypeChecked
      @TypeChecked int wrong() { String s = 1 + 'a'.undefined(2); List<Integer> l = [1, 'b']; s }
      """;

  private GroovyScripts() {}

  /** Defines what was compiled. */
  private static final class Compiled extends ClassLoader {
    private final Map<String, byte[]> classes = new HashMap<>();

    Compiled(List<GroovyClass> compiled, ClassLoader parent) {
      super(parent);
      compiled.forEach(c -> classes.put(c.getName(), c.getBytes()));
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] classFile = classes.get(name);
      if (classFile == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, classFile, 0, classFile.length);
    }
  }

  static void run(List<String> results) throws Exception {
    GroovyClassLoader loader = new GroovyClassLoader(GroovyScripts.class.getClassLoader());
    CompilationUnit unit = compile("Sample", SCRIPT, loader);
    List<GroovyClass> classes =
        unit.getClasses().stream().sorted(Comparator.comparing(GroovyClass::getName)).toList();
    for (GroovyClass compiled : classes) {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(compiled.getBytes());
      results.add(
          compiled.getName()
              + ' '
              + compiled.getBytes().length
              + ' '
              + HexFormat.of().formatHex(hash));
    }
    Class<?> sample = new Compiled(classes, loader).loadClass("Sample");
    results.add(String.valueOf(((Script) sample.getDeclaredConstructor().newInstance()).run()));
    try {
      compile("Wrong", WRONG, loader);
      results.add("compiled");
    } catch (MultipleCompilationErrorsException e) {
      results.add(e.getMessage());
    }
  }

  private static CompilationUnit compile(String name, String text, GroovyClassLoader loader) {
    CompilationUnit unit = new CompilationUnit(new CompilerConfiguration(), null, loader);
    unit.addSource(name + ".groovy", text);
    unit.compile(Phases.CLASS_GENERATION);
    return unit;
  }
}
