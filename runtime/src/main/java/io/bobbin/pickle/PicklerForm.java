package io.bobbin.pickle;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Objects that a {@link Pickler} writes and reads. */
final class PicklerForm extends Form {
  private final Pickler<Object> pickler;

  /** The same if it makes objects empty first, else null. */
  private final @Nullable CyclicPickler<Object> cyclic;

  @SuppressWarnings("unchecked") // handles(...) has said that it takes them
  PicklerForm(Pickler<?> pickler) {
    super(Kind.PICKLER);
    this.pickler = (Pickler<Object>) pickler;
    this.cyclic = pickler instanceof CyclicPickler<?> ? (CyclicPickler<Object>) pickler : null;
  }

  static PicklerForm read(ImageReader from) {
    return from.filter().pickler(from.text());
  }

  boolean handles(Class<?> type) {
    return pickler.handles(type);
  }

  @Override
  String name() {
    return pickler.type().getName();
  }

  @Override
  boolean isShell() {
    return cyclic != null;
  }

  @Override
  boolean isHashed() {
    return cyclic != null && cyclic.hashesParts();
  }

  @Override
  boolean isCollection() {
    return true; // for all that is known here
  }

  // Writing

  @Override
  void saveShape(Object object, ImageWriter to) {
    if (cyclic != null) {
      try {
        cyclic.writeShape(object, new PickleOutput(to, false));
      } catch (IOException | RuntimeException e) {
        throw notWritten(e, to);
      }
    }
  }

  @Override
  void save(Object object, ImageWriter to) {
    try {
      pickler.write(object, new PickleOutput(to, true));
    } catch (IOException | RuntimeException e) {
      throw notWritten(e, to);
    }
  }

  private RuntimeException notWritten(Exception e, ImageWriter to) {
    return e instanceof NotPicklableException known
        ? known
        : to.refusal("could not be written by " + pickler.getClass().getName() + ": " + e, e);
  }

  // Reading

  @Override
  Object shell(ImageReader from) {
    try {
      return made(Objects.requireNonNull(cyclic).empty(new PickleInput(from)), from);
    } catch (IOException | RuntimeException e) {
      throw notRead(e);
    }
  }

  @Override
  void fill(Object object, ImageReader from) {
    try {
      Objects.requireNonNull(cyclic).fill(object, new PickleInput(from));
      requireAllRead(from);
    } catch (IOException | RuntimeException e) {
      throw notRead(e);
    }
  }

  @Override
  Object make(ImageReader from) {
    try {
      return made(pickler.read(new PickleInput(from)), from);
    } catch (IOException | RuntimeException e) {
      throw notRead(e);
    }
  }

  private Object made(@Nullable Object object, ImageReader from) {
    requireAllRead(from);
    if (!pickler.type().isInstance(object)) {
      throw new PickleException(
          pickler.getClass().getName()
              + " has made "
              + (object == null ? "null" : "a " + object.getClass().getName())
              + " and not a "
              + name());
    }
    return object;
  }

  private void requireAllRead(ImageReader from) {
    if (from.bytes().left() != 0 || from.referencesLeft() != 0) {
      throw new PickleException(
          pickler.getClass().getName()
              + " has read less than was written: was the image written by another one of "
              + name()
              + '?');
    }
  }

  private PickleException notRead(Exception e) {
    return e instanceof PickleException known
        ? known
        : new PickleException(
            pickler.getClass().getName() + " could not read a " + name() + ": " + e, e);
  }
}
