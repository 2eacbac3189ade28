package io.bobbin.weave;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The class files among the resources of a class loader. */
final class ResourceSource implements ClassSource {
  private final @Nullable ClassLoader loader;

  /** Makes the source of a loader; null stands for the boot loader. */
  ResourceSource(@Nullable ClassLoader loader) {
    this.loader = loader;
  }

  @Override
  public byte @Nullable [] find(String internalName) {
    String resource = internalName + ".class";
    try (InputStream in =
        loader == null
            ? ClassLoader.getSystemResourceAsStream(resource)
            : loader.getResourceAsStream(resource)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException | UncheckedIOException e) {
      return null;
    }
  }
}
