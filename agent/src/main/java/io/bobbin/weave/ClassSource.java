package io.bobbin.weave;

import org.jspecify.annotations.Nullable;

/** Where the weaver reads the headers of the classes that a class refers to. */
@FunctionalInterface
public interface ClassSource {
  /**
   * Finds a class file without loading the class.
   *
   * @param internalName the name with slashes
   * @return its bytes, or null if it is not to be found
   */
  byte @Nullable [] find(String internalName);

  /**
   * Whether a class of a name has been defined, as far as is known. If so, and it had anything to
   * weave, the weaver has seen it.
   *
   * @param internalName the name with slashes
   * @return false if it is not known
   */
  default boolean isDefined(String internalName) {
    return false;
  }

  /**
   * Whether a class has been defined without being shown to the weaver, so that it has no twins.
   *
   * @param internalName the name with slashes, of a class that has something to weave
   * @return false if it is not known
   */
  default boolean isMissed(String internalName) {
    return false;
  }

  /**
   * The resources that a class loader sees.
   *
   * @param loader the loader, or null for the boot loader
   * @return the source; a resource that cannot be read is as one that is not there
   */
  static ClassSource of(@Nullable ClassLoader loader) {
    return new ResourceSource(loader);
  }
}
