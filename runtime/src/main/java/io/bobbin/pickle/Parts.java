package io.bobbin.pickle;

import io.bobbin.frame.Frame;
import io.bobbin.frame.FrameCode;
import io.bobbin.frame.Outlet;
import io.bobbin.frame.Portable;
import io.bobbin.frame.ResumePoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names the references that an object of the runtime writes, by having it write them again. */
final class Parts implements Outlet {
  private final List<String> names = new ArrayList<>();

  private Parts() {}

  /** What a reference is called. */
  static String of(Portable object, int index) {
    Parts parts = new Parts();
    try {
      object.save(parts);
    } catch (Refused e) {
      return "[" + index + "]"; // it has changed since
    }
    return index < parts.names.size() ? parts.names.get(index) : "[" + index + "]";
  }

  @Override
  public void reference(@Nullable Object object) {
    names.add("[" + names.size() + "]");
  }

  @Override
  public void number(long number) {}

  @Override
  public void frames(@Nullable Frame top) {
    for (Frame frame = top; frame != null; frame = frame.parent()) {
      FrameCode code = frame.code;
      ResumePoint point = code == null ? null : code.point(frame.point);
      if (code == null || point == null) {
        names.add("a generator");
        continue;
      }
      String owner = code.owner().getName();
      for (ResumePoint.Variable variable : point.variables()) {
        if (variable.kind() == 'r') {
          names.add(
              owner
                  + '.'
                  + code.method()
                  + '('
                  + point.file()
                  + ':'
                  + point.line()
                  + ") "
                  + variable.name());
        }
      }
    }
  }

  @Override
  public boolean includes(Object strand) {
    return true;
  }

  @Override
  public boolean leavesBehind(Object place, Object waiter) {
    return true;
  }

  @Override
  public boolean stays(Object place) {
    return false;
  }

  @Override
  public boolean cuts(Object place) {
    return false;
  }

  @Override
  public void asOf(Object what, long state) {}

  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @Override
  public RuntimeException refusal(String why) {
    return new Refused();
  }

  @Override
  public RuntimeException interference() {
    return new Refused();
  }
}
