package io.bobbin.schedule;

/** A thread of the runtime's own that runs tasklets. */
abstract class RunnerThread extends Thread {
  /**
   * Bytes of native stack: system property {@code bobbin.carrier.stack}. Ample, as code that is not
   * woven may recurse; only what is used takes memory.
   */
  private static final long STACK = Long.getLong("bobbin.carrier.stack", 4 << 20);

  final Runner runner;

  RunnerThread(Dispatcher dispatcher, String name) {
    super(null, null, name, STACK, false);
    runner = new Runner(dispatcher, this);
    runner.loader = dispatcher.contextClassLoader();
    setDaemon(true);
    setContextClassLoader(runner.loader);
  }

  @Override
  public abstract void run();
}
