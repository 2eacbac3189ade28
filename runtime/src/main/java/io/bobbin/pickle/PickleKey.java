package io.bobbin.pickle;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Seals images: HMAC with SHA-256, after RFC 2104. */
final class PickleKey {
  static final int SIZE = 32;

  /** For who gives no key: it finds accidents, and stops nobody who means harm. */
  static final PickleKey NONE = new PickleKey("bobbin".getBytes(US_ASCII));

  private final Mac prototype;

  PickleKey(byte[] secret) {
    if (secret.length == 0) {
      throw new IllegalArgumentException("an empty key");
    }
    try {
      prototype = Mac.getInstance("HmacSHA256");
      prototype.init(new SecretKeySpec(secret, "HmacSHA256"));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("each JDK has HmacSHA256", e);
    }
  }

  /** The seal of the bytes up to a place, and of those behind another. */
  byte[] seal(byte[] image, int headerEnd, int bodyStart) {
    Mac mac;
    try {
      mac = (Mac) prototype.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's HmacSHA256 can be cloned", e);
    }
    mac.update(image, 0, headerEnd);
    mac.update(image, bodyStart, image.length - bodyStart);
    return mac.doFinal();
  }
}
