package io.bobbin.tests.pickle;

import io.bobbin.Scheduler;
import io.bobbin.Tasklet;
import io.bobbin.pickle.Pickle;
import io.bobbin.pickle.PickleFilter;
import io.bobbin.tests.oracle.CompiledLoader;
import io.bobbin.tests.oracle.Compiler;
import java.util.Map;

/** A version of a program: its class {@code app.Job}, compiled and loaded on its own. */
final class Version {
  /** How most programs begin: {@code app.Job}, which is to be ended, with what keeps the image. */
  static final String JOB =
      """
      package app;

      import io.bobbin.*;
      import io.bobbin.pickle.Pickle;
      import java.util.*; import java.util.function.*;

      public class Job {
        public static byte[] image;

        static void keep(Pickle made) {
          image = made.bytes();
        }

      """;

  /**
   * A program that holds what {@code Data.all()} makes, a list; to be followed by that class, which
   * has no frames: when it changes, all methods with frames stay as they are.
   */
  static final String HOLDS_DATA =
      JOB
          + """
            @Suspendable
            static String run(List<?> data) {
              Pickle.checkpoint(Job::keep);
              return data.toString();
            }

            public static String go() {
              return Scheduler.here().start(() -> run(Data.all())).join();
            }
          }

          """;

  private final ClassLoader loader;

  private Version(ClassLoader loader) {
    this.loader = loader;
  }

  /**
   * Compiles a version.
   *
   * @param source of {@code app.Job}, which has a method {@code String go()} that makes a
   *     checkpoint, and a field {@code byte[] image} that has it then
   * @param replacements texts of the source, and what stands for each in this version
   */
  static Version of(String source, String... replacements) {
    String text = source;
    for (int i = 0; i < replacements.length; i += 2) {
      if (!text.contains(replacements[i])) {
        throw new IllegalArgumentException("not in the source: " + replacements[i]);
      }
      text = text.replace(replacements[i], replacements[i + 1]);
    }
    return new Version(
        new CompiledLoader(Compiler.compile(Map.of("app.Job", text), "-g", "-Xlint:none")));
  }

  /** Runs it; returns the image of its checkpoint. */
  byte[] image() {
    try {
      Class<?> job = loader.loadClass("app.Job");
      job.getMethod("go").invoke(null);
      return (byte[]) job.getField("image").get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads an image of another version. */
  Pickle.Restored read(byte[] image, PickleFilter filter) {
    return Pickle.read(image, filter.loader(loader));
  }

  /** The same, where the context class loader is what knows the classes. */
  String resumeInContext(byte[] image, PickleFilter filter) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      Tasklet<String> twin = Pickle.read(image, filter).tasklet();
      Scheduler.here().resume(twin);
      return twin.join();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Reads an image of another version, and lets it go on; returns its result. */
  String resume(byte[] image, PickleFilter filter) {
    Tasklet<String> twin = read(image, filter).tasklet();
    Scheduler.here().resume(twin);
    return twin.join();
  }
}
