package io.bobbin.agent;

import java.lang.instrument.Instrumentation;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Lets the modules of woven classes read the runtime's, which their descriptors need not name: a
 * class may inherit what makes it suspendable.
 *
 * <p>Safe for use by several threads. Keeps no module alive.
 */
final class ModuleReads {
  private final Instrumentation instrumentation;
  private final Set<Module> runtimes = Collections.newSetFromMap(new WeakHashMap<>());
  private final Set<Module> readers = Collections.newSetFromMap(new WeakHashMap<>());

  ModuleReads(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
  }

  /** Notes the module of a copy of the runtime. */
  synchronized void addRuntime(Module runtime) {
    if (runtimes.add(runtime)) {
      for (Module reader : readers) {
        Modules.read(instrumentation, reader, Set.of(runtime));
      }
    }
  }

  /** Notes the module of a class that has been woven. */
  synchronized void addReader(@Nullable Module module) {
    if (module != null && module.isNamed() && readers.add(module)) {
      Modules.read(instrumentation, module, new HashSet<>(runtimes));
    }
  }
}
