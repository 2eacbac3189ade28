package io.bobbin.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Who runs the workloads: each a class of this package with its name. */
enum Contender {
  Bobbin(17),
  Frames(17),
  Plain(17),
  Kotlin(17),
  Continuations(21),
  VirtualThreads(21),
  Javaflow(17);

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
      Class<?> type = Class.forName(Contender.class.getPackageName() + '.' + name());
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
    return this == Bobbin || this == Frames;
  }

  /** What its JVM needs. Only Bobbin's has the agent. */
  List<String> jvmArguments(Path agent) {
    return switch (this) {
      case Bobbin, Frames -> List.of("-javaagent:" + agent);
      case Continuations -> List.of("--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED");
      case VirtualThreads ->
          List.of(
              "-Djdk.virtualThreadScheduler.parallelism=1",
              "-Djdk.virtualThreadScheduler.maxPoolSize=1",
              "-Djdk.trackAllThreads=false");
      case Plain, Kotlin, Javaflow -> List.of();
    };
  }
}
