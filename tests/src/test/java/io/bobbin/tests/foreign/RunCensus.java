package io.bobbin.tests.foreign;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Weaves and links libraries, all or those named, and prints a line for each and one for each
 * problem. {@code RunCensus [chaos] [LIBRARY...]}; exits with 1 if there is a problem.
 */
public final class RunCensus {
  private RunCensus() {}

  /** Runs it. */
  public static void main(String[] args) throws InterruptedException, ExecutionException {
    boolean chaos = Arrays.asList(args).contains("chaos");
    List<Library> libraries =
        Arrays.stream(args).filter(a -> !a.equals("chaos")).map(Library::valueOf).toList();
    ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    Map<Library, Future<Census>> running = new LinkedHashMap<>();
    for (Library library : libraries.isEmpty() ? List.of(Library.values()) : libraries) {
      running.put(library, threads.submit(() -> new Census(library, chaos)));
    }
    threads.shutdown();
    int classes = 0;
    List<String> problems = new ArrayList<>();
    for (Library library : List.copyOf(running.keySet())) {
      Census census = running.remove(library).get(); // then its classes can be forgotten
      System.out.println(census);
      classes += census.classes();
      problems.addAll(census.problems());
    }
    problems.forEach(problem -> System.out.println("PROBLEM " + problem));
    System.out.println(classes + " classes, " + problems.size() + " problems");
    System.exit(problems.isEmpty() ? 0 : 1);
  }
}
