package io.bobbin.schedule;

/**
 * Who goes on when one tasklet has served another that waited: neither has to wait any more, and
 * one thread is there for both.
 *
 * <p>As a rule the one who served goes on, and the other is {@linkplain Strand#wake woken}. Instead
 * it can be left: it gets its outcome stored as if it had waited and been served, both are made
 * runnable here, and it then unwinds. So what it was given is safe from what is raised in it
 * meanwhile, as with any wait that is over.
 */
public final class Handover {
  private Handover() {}

  /**
   * Whether the one who served can be left for the one who was served. If they are not tasklets of
   * one scheduler, each has a thread of its own.
   *
   * @param served who waited
   * @param serving who runs, and has {@linkplain Strand#entersWait() entered} its call
   * @return true if they are
   */
  public static boolean isPossible(Strand served, Strand serving) {
    TaskletStrand<?> other = served.host();
    TaskletStrand<?> self = serving.host();
    return other != null && self != null && other.dispatcher == self.dispatcher;
  }

  /**
   * Makes both runnable. The caller has stored the outcomes of both, and leaves the native stack at
   * once.
   *
   * @param served who waited; runs next, or else after all others
   * @param serving who runs; will be the last of all to go on
   * @param isNext whether the one who waited runs next
   */
  public static void make(Strand served, Strand serving, boolean isNext) {
    TaskletStrand<?> other = served.host();
    TaskletStrand<?> self = serving.host();
    if (other == null || self == null) {
      throw new IllegalArgumentException("a thread is not left");
    }
    Dispatcher dispatcher = self.dispatcher;
    dispatcher.ready(other, isNext);
    dispatcher.ready(self, false);
  }
}
