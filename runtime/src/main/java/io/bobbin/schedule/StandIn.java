package io.bobbin.schedule;

/**
 * Runs an N:1 scheduler while its driver is blocked: the tasklet that the driver has mounted cannot
 * be unmounted, and waits. Ends when somebody wants the baton back.
 */
final class StandIn extends RunnerThread {
  private final Here here;

  private StandIn(Here here, String name) {
    super(here, name);
    this.here = here;
  }

  /**
   * Starts one, which will be next in line for the baton; false if the system has no thread left.
   */
  static boolean start(Here here, Thread owner) {
    here.lineUp();
    try {
      OwnThread.make(() -> new StandIn(here, owner.getName() + "-stand-in")).start();
      return true;
    } catch (OutOfMemoryError e) {
      here.stepBack();
      return false;
    }
  }

  @Override
  public void run() {
    here.standIn(runner);
  }
}
