package io.bobbin.pickle;

import io.bobbin.frame.Frame;
import io.bobbin.frame.FrameCode;
import io.bobbin.frame.FrameValues;
import io.bobbin.frame.ResumePoint;
import java.util.List;

/** Where the frames of one point of an image go on. */
interface Destination {
  /** Makes a frame with the values that come next. */
  Frame frame(ImageReader from);

  /**
   * The very same point.
   *
   * @param code the method
   * @param point the number of the point
   * @param places its variables, in the order in which an image has them
   */
  record Same(FrameCode code, int point, List<ResumePoint.Variable> places) implements Destination {
    @Override
    public Frame frame(ImageReader from) {
      Frame frame = code.frame(point);
      for (ResumePoint.Variable to : places) {
        if (to.kind() == 'r') {
          FrameValues.setReference(frame, to.index(), from.reference());
        } else if (FrameValues.isWide(to)) {
          FrameValues.setWide(frame, to.index(), from.number());
        } else {
          FrameValues.setWord(frame, to.index(), from.number(Integer.MIN_VALUE, Integer.MAX_VALUE));
        }
      }
      return frame;
    }
  }
}
