package io.bobbin.frame;

import org.jspecify.annotations.Nullable;

/**
 * One suspended activation of a woven method: where it goes on, and its callers.
 *
 * <p>The values that are live at the resume point stand in the fields of a subclass (see {@link
 * Shapes}). Frames form a singly linked list from callee to caller; nothing walks it recursively.
 *
 * <p>Invariant: a frame belongs to one {@link FrameStack}, and is written only by the thread that
 * runs this stack.
 */
public abstract class Frame implements Cloneable {
  /** The method that saved this frame, and how to continue it. Null only in a frame just made. */
  public @Nullable FrameCode code;

  /** The number of the resume point within {@link #code}. */
  public int point;

  /** The frame of the caller, or null if the caller is the stack's trampoline. */
  @Nullable Frame parent;

  /** Makes a frame whose values are still to be stored. */
  protected Frame() {}

  /**
   * The caller's frame.
   *
   * @return the frame that receives the result of this one, or null at the bottom of the stack
   */
  public final @Nullable Frame parent() {
    return parent;
  }

  /** A frame with the same code, point and values, which belongs to no stack. */
  Frame copy() {
    try {
      Frame copy = (Frame) clone();
      copy.parent = null;
      return copy;
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("frames can be cloned", e);
    }
  }
}
