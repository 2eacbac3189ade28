package io.bobbin.tests.pickle;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Scheduler;
import io.bobbin.pickle.PickleFilter;
import java.util.ArrayList;
import java.util.List;

/** An image of the first version of a program, and later versions that read it. */
final class Upgrade {
  /** Allows the classes of such programs. */
  static final PickleFilter FILTER = PickleFilter.allow("app.**");

  private final String first;
  private final byte[] image;

  /**
   * Runs the first version up to its checkpoint.
   *
   * @param first the source, as {@link Version#of} takes it
   */
  Upgrade(String first) {
    Scheduler.here().close();
    this.first = first;
    this.image = Version.of(first).image();
  }

  byte[] image() {
    return image;
  }

  /** A later version, or the same. */
  Version version(String... replacements) {
    return Version.of(first, replacements);
  }

  /** What a later version returns when it has read the image, and gone on. */
  String resumed(String... replacements) {
    return resumed(FILTER, replacements);
  }

  String resumed(PickleFilter filter, String... replacements) {
    return version(replacements).resume(image, filter);
  }

  /** The message with which a later version refuses the image. */
  String refused(Class<? extends RuntimeException> type, String... replacements) {
    return refused(type, FILTER, replacements);
  }

  String refused(
      Class<? extends RuntimeException> type, PickleFilter filter, String... replacements) {
    return refused(type, version(replacements), image, filter);
  }

  static String refused(
      Class<? extends RuntimeException> type, Version version, byte[] image, PickleFilter filter) {
    List<String> message = new ArrayList<>();
    assertThatThrownBy(() -> version.read(image, filter))
        .isInstanceOf(type)
        .satisfies(thrown -> message.add(thrown.getMessage()));
    return message.get(0);
  }
}
