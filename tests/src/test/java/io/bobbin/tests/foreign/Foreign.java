package io.bobbin.tests.foreign;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** What child JVMs are to see. */
final class Foreign {
  private Foreign() {}

  /** The jar or folder that a class comes from. */
  static Path whereIs(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("where " + type + " is", e);
    }
  }
}
