package io.bobbin.tests.pickle;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Seals images that a test has made or changed, as everybody can who has the key or needs none. */
public final class Seals {
  private static final byte[] HEADER = {'B', 'o', 'b', 'P', 1};
  private static final byte[] NO_KEY = "bobbin".getBytes(StandardCharsets.US_ASCII);

  /** Where the body of an image begins. */
  private static final int BODY = HEADER.length + 32;

  private Seals() {}

  /** The body of an image. */
  public static byte[] body(byte[] image) {
    return Arrays.copyOfRange(image, BODY, image.length);
  }

  /** The image that has a body, sealed without a key. */
  public static byte[] sealed(byte[] body) {
    return sealed(body, NO_KEY);
  }

  /** The image that has a body, sealed with a key. */
  static byte[] sealed(byte[] body, byte[] key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update(HEADER);
      byte[] image = Arrays.copyOf(HEADER, BODY + body.length);
      System.arraycopy(mac.doFinal(body), 0, image, HEADER.length, BODY - HEADER.length);
      System.arraycopy(body, 0, image, BODY, body.length);
      return image;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("each JDK has HmacSHA256", e);
    }
  }
}
