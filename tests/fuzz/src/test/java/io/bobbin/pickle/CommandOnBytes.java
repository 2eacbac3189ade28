package io.bobbin.pickle;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What {@link PickleCommand} does with files, done with bytes. */
public final class CommandOnBytes {
  private static final PrintStream NOWHERE =
      new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

  private CommandOnBytes() {}

  /**
   * Inspects an image, without a look at its seal.
   *
   * @param image any bytes
   * @throws DamagedPickleException if that is no image
   */
  public static void inspect(byte[] image) {
    Inspection.print(ImageScan.of(image, null), NOWHERE);
  }

  /**
   * Compares two images, without a look at their seals.
   *
   * @param left any bytes
   * @param right any bytes
   * @throws DamagedPickleException if one of them is no image
   */
  public static void diff(byte[] left, byte[] right) {
    ImageDiff.print(ImageScan.of(left, null), ImageScan.of(right, null), NOWHERE);
  }
}
