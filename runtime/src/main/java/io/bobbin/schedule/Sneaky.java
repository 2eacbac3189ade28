package io.bobbin.schedule;

/** Throws checked exceptions where none is declared: what is raised in a tasklet may be any. */
public final class Sneaky {
  private Sneaky() {}

  /**
   * Throws.
   *
   * @param t what
   * @return never
   */
  public static RuntimeException raise(Throwable t) {
    throw Sneaky.<RuntimeException>unchecked(t);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // erased: any throwable passes
  private static <E extends Throwable> E unchecked(Throwable t) throws E {
    throw (E) t;
  }
}
