package io.bobbin.schedule;

import io.bobbin.Body;
import io.bobbin.Priority;
import io.bobbin.VoidBody;
import io.bobbin.frame.Inlet;
import io.bobbin.frame.Outlet;

/** How a tasklet is written into an image, and read from it. */
final class TaskletImage {
  // What else an image has of a tasklet that has not ended
  private static final int RUNNABLE = 1;
  private static final int LOCALS = 2;
  private static final int MEMBER = 4;

  private TaskletImage() {}

  /** Writes a tasklet that does not run, and is kept from running. */
  static void save(TaskletStrand<?> tasklet, byte phase, Outlet to) {
    byte saved = phase == TaskletStrand.HELD ? TaskletStrand.PARKED : phase;
    if (saved == TaskletStrand.MOUNTED || saved == TaskletStrand.YIELDING) {
      throw to.refusal("is running");
    }
    if (!to.includes(tasklet) && saved != TaskletStrand.ENDED) {
      throw to.refusal(
          "is a tasklet that is not among those to be pickled, and has not ended: pickle both"
              + " together");
    }
    to.number(saved);
    Extra more = tasklet.extraOrNull();
    to.reference(more == null ? null : more.name);
    to.number(tasklet.priority);
    to.number(tasklet.hasResult ? 1 : 0);
    if (saved == TaskletStrand.ENDED) {
      to.reference(tasklet.refResult);
      to.reference(tasklet.exception);
      return;
    }
    if (more != null) {
      requirePortable(more, to);
    }
    if (tasklet.isPinned()) {
      throw to.refusal("holds a lock that belongs to its thread");
    }
    Locals locals =
        more == null || more.locals == null || more.locals.isEmpty() ? null : more.locals;
    EndListener member = more == null ? null : more.endListener;
    to.number(
        (tasklet.waitReason() == null ? RUNNABLE : 0)
            | (locals == null ? 0 : LOCALS)
            | (member == null ? 0 : MEMBER));
    to.reference(saved == TaskletStrand.NEW ? tasklet.item : null);
    tasklet.saveStack(to);
    to.reference(tasklet.inner());
    tasklet.saveEnd(to);
    if (locals != null) {
      locals.save(to);
    }
    if (member != null) {
      to.reference(member.group());
    }
  }

  private static void requirePortable(Extra more, Outlet to) {
    if (more.lock != null) {
      throw to.refusal("is locked to a thread: call Tasklet.unlockFromThread() first");
    }
    if (more.isRaised()) {
      throw to.interference();
    }
    if (more.atomic != 0) {
      throw to.refusal("is in an atomic section");
    }
    if (more.greenlets != null && more.greenlets.areInUse()) {
      throw to.refusal("runs greenlets, or has values of greenlet locals, as Go.func has");
    }
  }

  /** Reads what {@link #save} wrote into a tasklet that is empty. */
  static void restore(TaskletStrand<?> tasklet, Inlet from) {
    byte saved = (byte) from.number(TaskletStrand.NEW, TaskletStrand.ENDED);
    String name = from.reference(String.class);
    if (name != null) {
      tasklet.extra().name = name;
    }
    tasklet.priority = (byte) from.number(-Priority.MOST, Priority.MOST);
    tasklet.hasResult = from.number(0, 1) != 0;
    tasklet.phase = saved;
    if (saved == TaskletStrand.ENDED) {
      tasklet.refResult = from.reference();
      tasklet.exception = from.reference(Throwable.class);
      tasklet.endsRestored();
      return;
    }
    if (saved == TaskletStrand.MOUNTED || saved == TaskletStrand.YIELDING) {
      throw from.damaged("a tasklet that was running");
    }
    int flags = from.number(0, RUNNABLE | LOCALS | MEMBER);
    if ((flags & RUNNABLE) != 0) {
      ((Dormant) tasklet.dispatcher).isRunnable();
    }
    Object body = from.reference();
    if (saved == TaskletStrand.NEW) {
      if (!(body instanceof Body<?>) && !(body instanceof VoidBody)) {
        throw from.damaged("a tasklet without a body");
      }
      tasklet.item = body;
    }
    tasklet.restoreStack(from);
    Strand running = from.reference(Strand.class);
    if (running != null) {
      tasklet.setInner(running);
    }
    tasklet.restoreEnd(from);
    if ((flags & LOCALS) != 0) {
      Locals locals = new Locals();
      locals.restore(from);
      tasklet.extra().locals = locals;
    }
    if ((flags & MEMBER) != 0) {
      from.reference(Members.class); // which tells the tasklet
    }
  }
}
