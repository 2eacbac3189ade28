package io.bobbin.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Objects;
import org.apache.commons.javaflow.api.Continuation;
import org.apache.commons.javaflow.api.continuable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The recursion of {@link Pickles} as a continuation, written by the JDK's serialization. */
@State(Scope.Thread)
public class PicklesJavaflow implements Images {
  /** The recursion; its result is handed out last. */
  static final class Body implements Runnable, Serializable {
    private static final long serialVersionUID = 1;

    @Override
    @continuable
    public void run() {
      Continuation.suspend(recursion(Pickles.FRAMES, Pickles.NAME));
    }

    @continuable
    private static long recursion(int level, String name) {
      int step = Pickles.step(level);
      long sum = Pickles.sum(level);
      double share = Pickles.share(level);
      String label = Pickles.label(level, name);
      long below = level == 1 ? receive() : recursion(level - 1, name);
      return below + Pickles.part(level, step, sum, share, name, label);
    }

    @continuable
    private static int receive() {
      Continuation.suspend();
      return Pickles.RECEIVED;
    }
  }

  @Param({Pickles.ONE_METHOD})
  String methods = "";

  private @Nullable Continuation parked;
  private byte[] image = {};

  @Setup
  public void setup() {
    parked = Continuation.startWith(new Body());
    image = pickle();
    Check.same("result", Pickles.result(Pickles.FRAMES), (Long) read().resume().value());
    Check.same("again", Pickles.result(Pickles.FRAMES), (Long) readAgain().resume().value());
  }

  @Override
  public int size(String ofMethods) {
    return write(Continuation.startWith(new Body())).length;
  }

  byte[] pickle() {
    return write(Objects.requireNonNull(parked));
  }

  Continuation read() {
    return read(image);
  }

  Continuation readAgain() {
    return read(pickle());
  }

  private static byte[] write(Continuation continuation) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(continuation);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  private static Continuation read(byte[] image) {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(image))) {
      return (Continuation) in.readObject();
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
