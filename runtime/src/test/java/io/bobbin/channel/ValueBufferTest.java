package io.bobbin.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How long the ring of a buffer is. */
class ValueBufferTest {
  @Test
  void aRingNeverGetsShorterAsItGrows() {
    assertThat(ValueBuffer.lengthFor(Integer.MAX_VALUE, 0)).isPositive();
    assertThat(ValueBuffer.lengthFor(Integer.MAX_VALUE, 2L << 29)).isEqualTo(1 << 30);
    assertThat(ValueBuffer.lengthFor(Integer.MAX_VALUE, 2L << 30)).isEqualTo(Integer.MAX_VALUE);
    assertThat(ValueBuffer.lengthFor(100, 2L << 30)).isEqualTo(100);
  }
}
