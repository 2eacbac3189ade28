package io.bobbin.adapt;

import io.bobbin.Suspendable;
import java.io.OutputStream;

/** Stands in for methods of {@link OutputStream}, if it is a socket's. */
public final class OfOutputStream {
  private OfOutputStream() {}

  /** Stands in for {@link OutputStream#write(int)}. */
  @Suspendable
  public static void write(OutputStream stream, int value) throws Exception {
    if (Sockets.has(stream)) {
      Errand.alone(
          nanos -> {
            stream.write(value);
            return null;
          });
    } else {
      stream.write(value);
    }
  }

  /** Stands in for {@link OutputStream#write(byte[])}. */
  @Suspendable
  public static void write(OutputStream stream, byte[] from) throws Exception {
    if (Sockets.has(stream)) {
      Errand.alone(
          nanos -> {
            stream.write(from);
            return null;
          });
    } else {
      stream.write(from);
    }
  }

  /** Stands in for {@link OutputStream#write(byte[], int, int)}. */
  @Suspendable
  public static void write(OutputStream stream, byte[] from, int offset, int length)
      throws Exception {
    if (Sockets.has(stream)) {
      Errand.alone(
          nanos -> {
            stream.write(from, offset, length);
            return null;
          });
    } else {
      stream.write(from, offset, length);
    }
  }
}
