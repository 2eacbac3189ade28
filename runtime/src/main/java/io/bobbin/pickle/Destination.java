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
   * Where one frame goes on that has been copied already, but for what it is not to share.
   *
   * @param copy the copy
   * @param variables what it holds
   */
  record Copied(Frame copy, List<ResumePoint.Variable> variables) implements Destination {
    @Override
    public Frame frame(ImageReader from) {
      FrameValues values = FrameValues.of(copy);
      for (int i = 0; i < variables.size(); i++) {
        ResumePoint.Variable to = variables.get(i);
        Object value = to.kind() == 'r' ? from.reference() : null;
        if (value != null) {
          values.setReference(copy, to.index(), value);
        }
      }
      return copy;
    }
  }

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
      FrameValues values = FrameValues.of(frame);
      for (int i = 0; i < places.size(); i++) {
        ResumePoint.Variable to = places.get(i);
        if (to.kind() == 'r') {
          values.setReference(frame, to.index(), from.reference());
        } else {
          long bits = from.bytes().primitive(to.descriptor());
          if (FrameValues.isWide(to)) {
            values.setWide(frame, to.index(), bits);
          } else if (bits == (int) bits) {
            values.setWord(frame, to.index(), (int) bits);
          } else {
            throw from.damaged("a variable of more than four bytes: " + bits);
          }
        }
      }
      return frame;
    }
  }
}
