package io.bobbin.agent;

import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Set;

/** What modules may do with one another beyond what their descriptors say. */
final class Modules {
  private Modules() {}

  /** Lets a module reflect on all members of the classes of a package. */
  static void open(Instrumentation instrumentation, Module of, String packageName, Module to) {
    Map<String, Set<Module>> opens = Map.of(packageName, Set.of(to));
    instrumentation.redefineModule(of, Set.of(), Map.of(), opens, Set.of(), Map.of());
  }

  /** Lets a module use the public classes of a package. */
  static void export(Instrumentation instrumentation, Module of, String packageName, Module to) {
    Map<String, Set<Module>> exports = Map.of(packageName, Set.of(to));
    instrumentation.redefineModule(of, Set.of(), exports, Map.of(), Set.of(), Map.of());
  }

  /** Lets a module read others. */
  static void read(Instrumentation instrumentation, Module reader, Set<Module> others) {
    instrumentation.redefineModule(reader, others, Map.of(), Map.of(), Set.of(), Map.of());
  }
}
