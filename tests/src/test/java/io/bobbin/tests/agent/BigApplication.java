package io.bobbin.tests.agent;

import io.bobbin.tests.oracle.Compiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * A jar with an application of many classes, few of which have suspendable methods: copies of three
 * templates as javac compiles them, in modules of a hundred, each with a superclass of its own.
 */
final class BigApplication {
  static final int CLASSES = 5_000;
  static final int SUSPENDABLE = 100;
  private static final int MODULE = 100;

  private static final String BASE =
      """
      package app;
      import java.util.*;

      public abstract class Base implements Comparable<Base> {
        protected final Map<String, List<Integer>> index = new HashMap<>();
        protected int count;
        protected abstract long key();
        @Override public int compareTo(Base other) { return Long.compare(key(), other.key()); }
        protected void add(String name, int value) {
          index.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
          count++;
        }
      }
      """;

  private static final String PLAIN =
      """
      package app;
      import java.util.*;
      import java.util.function.*;
      import java.util.stream.*;

      public class Plain extends Base implements Supplier<String> {
        private static final String[] NAMES = {"red", "green", "blue", "yellow"};
        private final List<String> lines = new ArrayList<>();
        private long total;
        private double mean;

        @Override protected long key() { return total * 31 + count; }
        @Override public String get() { return "plain " + total + " of " + lines.size(); }

        public void read(Iterable<String> source) {
          for (String line : source) {
            try {
              total += Long.parseLong(line.trim());
            } catch (NumberFormatException e) {
              lines.add("line " + lines.size() + ": " + e.getMessage());
            } finally {
              count++;
            }
          }
        }
        public Map<Integer, List<String>> byLength() {
          return lines.stream().filter(l -> !l.isEmpty()).collect(
              Collectors.groupingBy(String::length, TreeMap::new, Collectors.toList()));
        }
        public int colour(String name) {
          switch (name) {
            case "red": return 0xff0000;
            case "green": return 0x00ff00;
            case "blue": return 0x0000ff;
            default: return Arrays.asList(NAMES).indexOf(name);
          }
        }
        public double average(int[] values) {
          double sum = 0;
          for (int i = 0; i < values.length; i++) {
            if (values[i] > 0) sum += values[i]; else sum -= values[i] / 2.0;
          }
          mean = values.length == 0 ? 0 : sum / values.length;
          return mean;
        }
        public synchronized String describe(Plain other) {
          StringBuilder text = new StringBuilder(get());
          if (other != null && other.compareTo(this) > 0) {
            text.append(" < ").append(other.get());
          }
          Runnable task = () -> add(text.toString(), (int) total);
          task.run();
          return text.toString();
        }
        public Optional<String> longest() { return lines.stream().max(Comparator.comparing(String::length)); }
        static final class Entry {
          final String name; final int value;
          Entry(String name, int value) { this.name = name; this.value = value; }
          @Override public boolean equals(Object o) {
            return o instanceof Entry && ((Entry) o).name.equals(name) && ((Entry) o).value == value;
          }
          @Override public int hashCode() { return Objects.hash(name, value); }
          @Override public String toString() { return name + "=" + value; }
        }
      }
      """;

  private static final String WORKER =
      """
      package app;
      import io.bobbin.*;
      import java.util.*;

      public class Worker extends Base {
        private long total;
        @Override protected long key() { return total; }

        @Suspendable public long pump(Channel<Integer> from, Channel<String> to) {
          for (int value : from) {
            if (value % 2 == 0) {
              to.send("even " + value);
            } else {
              try {
                to.send(odd(value, from));
              } catch (IllegalStateException e) {
                add(e.getMessage(), value);
              }
            }
            total += value;
          }
          return total;
        }
        @Suspendable private String odd(int value, Channel<Integer> from) {
          int next = from.receive();
          Tasklet.yield();
          return "odd " + value + " before " + next;
        }
        public static void start(Channel<Integer> from, Channel<String> to) {
          Worker worker = new Worker();
          Tasklet.start(() -> worker.pump(from, to));
        }
      }
      """;

  private static final String MAIN =
      """
      import java.io.*;
      import java.lang.management.ManagementFactory;

      public class Main {
        public static void main(String[] args) throws Exception {
          int loaded = 0;
          ClassLoader loader = Main.class.getClassLoader();
          try (BufferedReader names = new BufferedReader(
              new InputStreamReader(loader.getResourceAsStream("names")))) {
            for (String name = names.readLine(); name != null; name = names.readLine()) {
              Class.forName(name, true, loader);
              loaded++;
            }
          }
          long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
          System.out.println(loaded + " " + nanos);
        }
      }
      """;

  private BigApplication() {}

  /**
   * Writes the jar; its main class is {@code Main}, which loads all others, and prints how many
   * these were and the processor time of its thread in ns.
   */
  static void write(Path jar) throws IOException {
    Map<String, byte[]> templates =
        Compiler.compile(
            Map.of("app.Base", BASE, "app.Plain", PLAIN, "app.Worker", WORKER, "Main", MAIN), "-g");
    StringBuilder names = new StringBuilder();
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      put(out, "Main.class", templates.get("Main"));
      for (int i = 0; i < CLASSES; ) {
        int module = i / MODULE;
        if (i % MODULE == 0) {
          i += copy(out, templates, module, "Base", names, i);
        } else if (i % MODULE <= SUSPENDABLE * MODULE / CLASSES) {
          i += copy(out, templates, module, "Worker", names, i);
        } else {
          i += copy(out, templates, module, "Plain", names, i);
          if (i % MODULE != 0) {
            i += copy(out, templates, module, "Plain$Entry", names, i);
          }
        }
      }
      put(out, "names", names.toString().getBytes());
    }
  }

  private static int copy(
      JarOutputStream out,
      Map<String, byte[]> templates,
      int module,
      String template,
      StringBuilder names,
      int number)
      throws IOException {
    String folder = "app/m" + module + '/';
    // A nested class comes right behind its outer one.
    int outer = template.contains("$") ? number - 1 : number;
    Remapper remapper =
        new Remapper(Opcodes.ASM9) {
          @Override
          public String map(String name) {
            return switch (name) {
              case "app/Base" -> folder + "Base";
              case "app/Plain" -> folder + "Plain" + outer;
              case "app/Plain$Entry" -> folder + "Plain" + outer + "$Entry";
              case "app/Worker" -> folder + "Worker" + outer;
              default -> name;
            };
          }
        };
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(templates.get("app." + template))
        .accept(new ClassRemapper(writer, remapper), 0);
    String name = remapper.map("app/" + template);
    put(out, name + ".class", writer.toByteArray());
    names.append(name.replace('/', '.')).append('\n');
    return 1;
  }

  private static void put(JarOutputStream out, String name, byte[] content) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(content);
    out.closeEntry();
  }
}
