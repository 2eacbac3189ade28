package io.bobbin.adapt;

import io.bobbin.Suspendable;
import java.nio.charset.Charset;
import java.nio.file.CopyOption;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stands in for those methods of {@link Files} that read or write a whole file. */
public final class OfFiles {
  private OfFiles() {}

  /** Stands in for {@link Files#readAllBytes}. */
  @Suspendable
  public static byte @Nullable [] readAllBytes(Path path) throws Exception {
    return isOnDisk(path)
        ? (byte[]) Errand.alone(nanos -> Files.readAllBytes(path))
        : Files.readAllBytes(path);
  }

  /** Stands in for {@link Files#readString(Path)}. */
  @Suspendable
  public static @Nullable String readString(Path path) throws Exception {
    return isOnDisk(path)
        ? (String) Errand.alone(nanos -> Files.readString(path))
        : Files.readString(path);
  }

  /** Stands in for {@link Files#readString(Path, Charset)}. */
  @Suspendable
  public static @Nullable String readString(Path path, Charset charset) throws Exception {
    return isOnDisk(path)
        ? (String) Errand.alone(nanos -> Files.readString(path, charset))
        : Files.readString(path, charset);
  }

  /** Stands in for {@link Files#readAllLines(Path)}. */
  @Suspendable
  public static @Nullable List<?> readAllLines(Path path) throws Exception {
    return isOnDisk(path)
        ? (List<?>) Errand.alone(nanos -> Files.readAllLines(path))
        : Files.readAllLines(path);
  }

  /** Stands in for {@link Files#readAllLines(Path, Charset)}. */
  @Suspendable
  public static @Nullable List<?> readAllLines(Path path, Charset charset) throws Exception {
    return isOnDisk(path)
        ? (List<?>) Errand.alone(nanos -> Files.readAllLines(path, charset))
        : Files.readAllLines(path, charset);
  }

  /** Stands in for {@link Files#write(Path, byte[], OpenOption...)}. */
  @Suspendable
  public static @Nullable Path write(Path path, byte[] bytes, OpenOption[] options)
      throws Exception {
    return isOnDisk(path)
        ? (Path) Errand.alone(nanos -> Files.write(path, bytes, options))
        : Files.write(path, bytes, options);
  }

  /** Stands in for {@link Files#writeString(Path, CharSequence, OpenOption...)}. */
  @Suspendable
  public static @Nullable Path writeString(Path path, CharSequence text, OpenOption[] options)
      throws Exception {
    return isOnDisk(path) && text instanceof String
        ? (Path) Errand.alone(nanos -> Files.writeString(path, text, options))
        : Files.writeString(path, text, options);
  }

  /** Stands in for {@link Files#copy(Path, Path, CopyOption...)}. */
  @Suspendable
  public static @Nullable Path copy(Path from, Path to, CopyOption[] options) throws Exception {
    return isOnDisk(from) && isOnDisk(to)
        ? (Path) Errand.alone(nanos -> Files.copy(from, to, options))
        : Files.copy(from, to, options);
  }

  /** Others are a program's, and may be anything. */
  private static boolean isOnDisk(Path path) {
    return path.getFileSystem() == FileSystems.getDefault();
  }
}
