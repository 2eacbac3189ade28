package io.bobbin.examples.classfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static final ClassFile ONE = new ClassFile("p.One", 100, Set.of("p.Two", "q.A", "q.B"));
  private static final ClassFile TWO = new ClassFile("p.Two", 50, Set.of("q.A", "NoPackage"));

  @Test
  void aPackageCountsOncePerFileAndNotInItself() {
    Tally tally = new Tally();
    tally.add(ONE);
    tally.add(TWO);

    assertThat(tally.files()).isEqualTo(2);
    assertThat(tally.bytes()).isEqualTo(150);
    assertThat(tally.classes())
        .containsOnly(entry("p.Two", 1), entry("q.A", 2), entry("q.B", 1), entry("NoPackage", 1));
    assertThat(tally.packages()).containsOnly(entry("q", 2), entry("", 1));
  }

  @Test
  void talliesAddUpHoweverTheFilesAreSharedOut() {
    Tally one = new Tally();
    one.add(ONE);
    Tally two = new Tally();
    two.add(TWO);
    two.add(one);
    Tally both = new Tally();
    both.add(ONE);
    both.add(TWO);

    assertThat(two.files()).isEqualTo(both.files());
    assertThat(two.bytes()).isEqualTo(both.bytes());
    assertThat(two.classes()).isEqualTo(both.classes());
    assertThat(two.packages()).isEqualTo(both.packages());
  }

  @Test
  void theLargestCountsComeFirstAndThoseOfOneSizeByName() {
    assertThat(Tally.top(Map.of("c", 1, "b", 1, "a", 1, "z", 9), 3))
        .containsExactly(entry("z", 9), entry("a", 1), entry("b", 1));
  }
}
