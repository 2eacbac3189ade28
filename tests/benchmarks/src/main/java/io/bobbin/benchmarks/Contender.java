package io.bobbin.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Who runs the workloads: each a class of this package with its name. */
enum Contender {
  Bobbin(17),
  Pool(17),
  Frames(17),
  Plain(17),
  Kotlin(17),
  Continuations(21),
  VirtualThreads(21),
  Jox(21),
  Javaflow(17),
  JavaSerialization(17),
  Kryo(17),
  Fory(17),
  ForyByName(17);

  private final int oldestJdk;

  Contender(int oldestJdk) {
    this.oldestJdk = oldestJdk;
  }

  /** The JMH benchmark of a workload. */
  String benchmark(String workload) {
    return Contender.class.getPackageName() + '.' + name() + '.' + workload;
  }

  /** Whether there is such a benchmark in this build, which may have been made without peers. */
  boolean has(String workload) {
    try {
      // Not initialised: this JVM may be too old for it.
      Class<?> type =
          Class.forName(
              Contender.class.getPackageName() + '.' + name(),
              false,
              Contender.class.getClassLoader());
      return Arrays.stream(type.getMethods()).anyMatch(m -> m.getName().equals(workload));
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  boolean runsOn(int jdk) {
    return jdk >= oldestJdk;
  }

  /** Whether this is Bobbin itself, in whatever guise. */
  boolean isOurs() {
    return this == Bobbin || this == Pool || this == Frames;
  }

  /** Whether this is another library, or the JDK, that does what Bobbin does. */
  boolean isPeer() {
    return switch (this) {
      case Bobbin, Pool, Frames, Plain, Continuations -> false;
      case Kotlin, VirtualThreads, Jox, Javaflow, JavaSerialization, Kryo, Fory, ForyByName -> true;
    };
  }

  /** Whether it can make use of so many carriers. */
  boolean runsOnCarriers(int carriers) {
    return carriers == 1 || this == Pool || this == Kotlin || this == VirtualThreads || this == Jox;
  }

  /** What its JVM needs. Only Bobbin's has the agent. */
  List<String> jvmArguments(Path agent, int carriers) {
    return switch (this) {
      case Bobbin, Pool, Frames -> List.of("-javaagent:" + agent);
      case Continuations -> List.of("--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED");
      case VirtualThreads, Jox ->
          List.of(
              "-Djdk.virtualThreadScheduler.parallelism=" + carriers,
              "-Djdk.virtualThreadScheduler.maxPoolSize=" + carriers,
              "-Djdk.trackAllThreads=false");
      case Kotlin -> List.of("-Dkotlinx.coroutines.scheduler.core.pool.size=" + carriers);
      case Plain, Javaflow, JavaSerialization, Kryo, Fory, ForyByName -> List.of();
    };
  }
}
