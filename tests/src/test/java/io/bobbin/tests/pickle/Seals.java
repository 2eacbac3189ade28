package io.bobbin.tests.pickle;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Seals images that a test has changed, as everybody can who was given no key. */
final class Seals {
  private static final int HEADER = 5;

  /** Where the body of an image begins. */
  static final int BODY = HEADER + 32;

  private Seals() {}

  /** Makes the seal of an image fit what it has now. */
  static byte[] renew(byte[] image) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec("bobbin".getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
      mac.update(image, 0, HEADER);
      mac.update(Arrays.copyOfRange(image, BODY, image.length));
      System.arraycopy(mac.doFinal(), 0, image, HEADER, BODY - HEADER);
      return image;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
