package io.bobbin.adapt;

import io.bobbin.Suspendable;
import java.io.InputStream;
import java.util.Objects;

/** Stands in for methods of {@link InputStream}, if it is a socket's. */
public final class OfInputStream {
  private OfInputStream() {}

  /** Stands in for {@link InputStream#read()}. */
  @Suspendable
  public static int read(InputStream stream) throws Exception {
    return Sockets.mayWait(stream) ? number(nanos -> stream.read()) : stream.read();
  }

  /** Stands in for {@link InputStream#read(byte[])}. */
  @Suspendable
  public static int read(InputStream stream, byte[] to) throws Exception {
    return Sockets.mayWait(stream) ? number(nanos -> stream.read(to)) : stream.read(to);
  }

  /** Stands in for {@link InputStream#read(byte[], int, int)}. */
  @Suspendable
  public static int read(InputStream stream, byte[] to, int offset, int length) throws Exception {
    return Sockets.mayWait(stream)
        ? number(nanos -> stream.read(to, offset, length))
        : stream.read(to, offset, length);
  }

  /** Stands in for {@link InputStream#readNBytes(byte[], int, int)}. */
  @Suspendable
  public static int readNBytes(InputStream stream, byte[] to, int offset, int length)
      throws Exception {
    return Sockets.has(stream)
        ? number(nanos -> stream.readNBytes(to, offset, length))
        : stream.readNBytes(to, offset, length);
  }

  /** Stands in for {@link InputStream#readNBytes(int)}. */
  @Suspendable
  public static byte[] readNBytes(InputStream stream, int length) throws Exception {
    return Sockets.has(stream)
        ? bytes(nanos -> stream.readNBytes(length))
        : stream.readNBytes(length);
  }

  /** Stands in for {@link InputStream#readAllBytes()}. */
  @Suspendable
  public static byte[] readAllBytes(InputStream stream) throws Exception {
    return Sockets.has(stream) ? bytes(nanos -> stream.readAllBytes()) : stream.readAllBytes();
  }

  @Suspendable
  private static int number(Errand.Call call) throws Exception {
    return (Integer) Objects.requireNonNull(Errand.alone(call));
  }

  @Suspendable
  private static byte[] bytes(Errand.Call call) throws Exception {
    return (byte[]) Objects.requireNonNull(Errand.alone(call));
  }
}
