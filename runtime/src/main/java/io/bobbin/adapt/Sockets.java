package io.bobbin.adapt;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;

/** Which streams are those of sockets: nothing else is as cheap to tell, and waits for so long. */
final class Sockets {
  private static final Set<Class<?>> STREAMS =
      streams(
          "java.net.Socket$SocketInputStream",
          "java.net.Socket$SocketOutputStream",
          "sun.nio.ch.SocketInputStream",
          "sun.nio.ch.SocketOutputStream",
          "sun.security.ssl.SSLSocketImpl$AppInputStream",
          "sun.security.ssl.SSLSocketImpl$AppOutputStream");

  private Sockets() {}

  private static Set<Class<?>> streams(String... names) {
    Set<Class<?>> found = new HashSet<>();
    for (String name : names) {
      try {
        found.add(Class.forName(name, false, null));
      } catch (ClassNotFoundException e) {
        // Another version of the JDK has other ones: streams of theirs block as before.
      }
    }
    return Set.copyOf(found);
  }

  /** Whether a stream is a socket's. */
  static boolean has(Object stream) {
    Class<?> type = stream.getClass();
    return type.getClassLoader() == null && STREAMS.contains(type);
  }

  /** Whether reading from a stream may wait for a socket's other side. */
  static boolean mayWait(InputStream stream) {
    if (!has(stream)) {
      return false;
    }
    try {
      return stream.available() <= 0;
    } catch (IOException e) {
      return false; // reading will tell
    }
  }
}
