package io.bobbin.agent;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import io.bobbin.weave.Diagnostic;
import io.bobbin.weave.MethodReport;
import io.bobbin.weave.WeaveResult;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What the agent did, for people: problems on the error stream as they are found, everything in a
 * JSON file when the JVM ends ({@code report=FILE}).
 *
 * <p>Safe for use by several threads.
 */
final class Report {
  /** What was asked for and could not be done; the others tell of places that pin. */
  private static final Set<String> FAILURES =
      Set.of("BBN010", "BBN011", "BBN013", "BBN014", "BBN018", "BBN019", "BBN024", "BBN025");

  private static final int EXIT_STRICT = 4;

  private final @Nullable Path file;
  private final boolean strict;
  private final List<JsonObject> classes = new ArrayList<>();
  private final List<JsonObject> skipped = new ArrayList<>();
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final AtomicLong seen = new AtomicLong();
  private final AtomicLong nanos = new AtomicLong();

  Report(AgentOptions options) {
    file = options.report() == null ? null : options.report().toAbsolutePath();
    strict = options.strict();
  }

  /** Whether there is a file to write. */
  boolean isWanted() {
    return file != null;
  }

  /** Notes a class that was looked at, and how long that and weaving it took. */
  void looked(long tookNanos) {
    seen.incrementAndGet();
    nanos.addAndGet(tookNanos);
  }

  /** Notes a class that was woven. */
  void woven(String internalName, int before, WeaveResult result, long tookNanos) {
    for (Diagnostic diagnostic : result.diagnostics()) {
      diagnostic(diagnostic);
    }
    byte[] after = result.bytes();
    if (file == null || after == null) {
      return;
    }
    JsonObject entry = new JsonObject();
    entry.put("class", internalName.replace('/', '.'));
    entry.put("bytesBefore", before);
    entry.put("bytesAfter", after.length);
    entry.put("micros", tookNanos / 1_000);
    List<JsonObject> methods = new ArrayList<>();
    for (MethodReport method : result.methods()) {
      methods.add(describe(method));
    }
    entry.put("methods", methods);
    synchronized (this) {
      classes.add(entry);
    }
  }

  private static JsonObject describe(MethodReport method) {
    JsonObject entry = new JsonObject();
    entry.put("method", method.method());
    entry.put("bytesBefore", method.bytesBefore());
    entry.put("bytesAfter", method.bytesAfter());
    entry.put("suspendPoints", method.points());
    if (!method.adapted().isEmpty()) {
      List<JsonObject> adapted = new ArrayList<>();
      for (MethodReport.Adapted call : method.adapted()) {
        JsonObject told = new JsonObject();
        told.put("line", call.line());
        told.put("from", call.from());
        told.put("to", call.to());
        adapted.add(told);
      }
      entry.put("adapted", adapted);
    }
    return entry;
  }

  /** Notes something that is not woven although one might expect it. */
  synchronized void skipped(String what, String why) {
    JsonObject entry = new JsonObject();
    entry.put("what", what);
    entry.put("why", why);
    skipped.add(entry);
  }

  /** Notes a diagnostic; a failure is printed, and stops a strict JVM. */
  void diagnostic(Diagnostic diagnostic) {
    synchronized (this) {
      diagnostics.add(diagnostic);
    }
    if (FAILURES.contains(diagnostic.code())) {
      System.err.println("bobbin-agent: " + diagnostic);
      if (strict) {
        System.err.println("bobbin-agent: strict=true, so the JVM stops here.");
        write();
        Runtime.getRuntime().halt(EXIT_STRICT);
      }
    }
  }

  void writeAtExit() {
    if (file != null) {
      Runtime.getRuntime().addShutdownHook(new Thread(this::write, "bobbin-report"));
    }
  }

  private synchronized void write() {
    if (file == null) {
      return;
    }
    JsonObject report = new JsonObject();
    report.put("classesSeen", seen.get());
    report.put("millis", nanos.get() / 1_000_000);
    report.put("woven", classes);
    report.put("skipped", skipped);
    List<JsonObject> told = new ArrayList<>();
    for (Diagnostic diagnostic : diagnostics) {
      JsonObject entry = new JsonObject();
      entry.put("code", diagnostic.code());
      entry.put("class", diagnostic.className());
      entry.put("method", diagnostic.method());
      entry.put("line", diagnostic.line());
      entry.put("message", diagnostic.message());
      told.add(entry);
    }
    report.put("diagnostics", told);
    try (PrintStream out = new PrintStream(Files.newOutputStream(file), false, "UTF-8")) {
      JsonWriter.indent("  ").on(out).object(report).done();
    } catch (IOException e) {
      System.err.println("bobbin-agent: BBN003 the report cannot be written to " + file + ": " + e);
    }
  }
}
