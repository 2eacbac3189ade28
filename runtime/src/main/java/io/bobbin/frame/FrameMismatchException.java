package io.bobbin.frame;

/**
 * Thrown when a frame is to be continued by a method body other than the one that saved it, as the
 * class was redefined in between. The frame is lost; nothing of the new body has run.
 */
public final class FrameMismatchException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  /**
   * Makes the exception.
   *
   * @param message the method, the point, and what differs
   */
  public FrameMismatchException(String message) {
    super(message);
  }

  /**
   * Called by a resume body whose version is not the frame's.
   *
   * @param frame the frame that was to be continued
   * @return the exception to throw
   */
  public static FrameMismatchException of(Frame frame) {
    FrameCode code = frame.code;
    ResumePoint point = code == null ? null : code.point(frame.point);
    if (code == null || point == null) {
      return new FrameMismatchException("BBN020 a frame of unknown origin cannot be continued");
    }
    return new FrameMismatchException(
        "BBN020 "
            + code.owner().getName()
            + '.'
            + code.method()
            + point.descriptor()
            + " was left at line "
            + point.line()
            + ", in a call to "
            + point.callee()
            + ", and has been redefined since; a frame of the old body cannot go on in the new one."
            + " Let running tasklets leave the method before you redefine it.");
  }
}
