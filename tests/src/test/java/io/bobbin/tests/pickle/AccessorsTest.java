package io.bobbin.tests.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Scheduler;
import io.bobbin.Tasklet;
import io.bobbin.pickle.Pickle;
import io.bobbin.pickle.PickleFilter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A record is what it holds, whatever its accessors say of that. */
class AccessorsTest {
  private static final PickleFilter FILTER = PickleFilter.allow("io.bobbin.tests.**");

  @AfterEach
  void closeScheduler() {
    Scheduler.here().close();
  }

  /** Gives out copies, as records with arrays should. */
  record Copied(int[] numbers) {
    @Override
    public int[] numbers() {
      return numbers.clone();
    }

    void set(int number) {
      numbers[0] = number;
    }
  }

  /** Gives out something else, or nothing. */
  record Hidden(String secret, int count, double share) {
    @Override
    public String secret() {
      throw new UnsupportedOperationException("secret");
    }

    @Override
    public int count() {
      return -1;
    }

    String told() {
      return secret + count + share;
    }
  }

  private static Object read(Object held) {
    Tasklet<Object> ended = Scheduler.here().start(() -> held);
    ended.join();
    return Pickle.read(Pickle.of(ended).bytes(), FILTER).tasklet().join();
  }

  @Test
  void whatARecordSharesWithOthersStaysShared() {
    int[] numbers = {1};
    Object[] twin = (Object[]) read(new Object[] {numbers, new Copied(numbers)});
    ((Copied) twin[1]).set(7);
    assertThat((int[]) twin[0]).containsExactly(7);
  }

  @Test
  void accessorsAreNotAsked() {
    Hidden twin = (Hidden) read(new Hidden("s", 2, 0.5));
    assertThat(twin.told()).isEqualTo("s20.5");
  }
}
