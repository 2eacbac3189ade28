package io.bobbin.pickle;

import io.bobbin.frame.Frame;
import io.bobbin.frame.FrameCode;
import io.bobbin.frame.FrameMismatchException;
import io.bobbin.frame.ResumePoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Has the frames of one point of an image migrated, once all that they refer to is complete. */
final class FrameMigration implements Destination {
  private final SavedPoint then;
  private final FrameCode code;
  private final FrameMigrator migrator;
  private final PickleFilter filter;

  FrameMigration(SavedPoint then, FrameCode code, FrameMigrator migrator, PickleFilter filter) {
    this.then = then;
    this.code = code;
    this.migrator = migrator;
    this.filter = filter;
    String before = filter.evolution().descriptor(then.descriptor());
    String now = code.points().get(0).descriptor();
    if (!result(before).equals(result(now))) {
      throw PointMatch.mismatch(
          then,
          "its migrator goes on in a method that returns "
              + ImageContents.type(result(now))
              + ", and its caller expects "
              + ImageContents.type(result(before)));
    }
  }

  /** The descriptor of what a method returns, or the name of a point that is no call. */
  static String result(String method) {
    return method.substring(method.indexOf(')') + 1);
  }

  @Override
  public Frame frame(ImageReader from) {
    List<@Nullable Object> values = new ArrayList<>();
    for (ResumePoint.Variable each : then.variables()) {
      values.add(
          each.kind() == 'r'
              ? from.reference()
              : Primitives.of(
                  from.filter().typeOf(each.descriptor()),
                  from.bytes().primitive(each.descriptor())));
    }
    Frame frame = code.frame(0);
    SavedFrame saved = new SavedFrame(then, Collections.unmodifiableList(values));
    from.afterAll(() -> migrate(saved, frame));
    return frame;
  }

  private void migrate(SavedFrame saved, Frame frame) {
    MigratedFrame now = new MigratedFrame(saved, then, code, frame, filter);
    try {
      migrator.migrate(saved, now);
    } catch (PickleException | FrameMismatchException e) {
      throw e;
    } catch (RuntimeException e) {
      String why = "its migrator failed: " + e + ", thrown by " + migrator.getClass().getName();
      throw (RuntimeException) PointMatch.mismatch(then, why).initCause(e);
    }
    now.finish();
  }
}
