package io.bobbin.pickle;

import io.bobbin.frame.ResumePoint;
import java.util.List;

/** What the definitions in an image are read from. */
interface Definitions {
  /** Reads a text, which may have been defined before. */
  String text();

  /** Reads the variables of a resume point. */
  List<ResumePoint.Variable> variables();

  /** Reads a number within bounds. */
  int number(int least, int most);

  /** The bytes, for what is read of them directly. */
  ByteIn bytes();
}
