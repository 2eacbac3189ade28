package io.bobbin.examples;

import io.bobbin.Channel;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.pickle.Fork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Search without a search: the n queens by McCarthy's operator {@code amb}. The program places one
 * queen after the other as if it always chose right; at each choice the tasklet forks, and goes on
 * once with each. Those that have chosen wrong end, which nobody notices.
 *
 * <pre>{@code
 * ./examples/run queens 8
 * }</pre>
 */
@Command(name = "queens", description = "Places queens by forking at each choice.")
public final class Queens implements Callable<Integer> {
  /** How many ways there are to place 1, 2, 3, ... queens (OEIS A000170). */
  private static final List<Integer> WAYS = List.of(1, 0, 0, 2, 10, 4, 40, 92, 352, 724);

  private static final int SHOWN = 3;

  @Parameters(
      index = "0",
      arity = "0..1",
      converter = Example.Positive.class,
      defaultValue = "8",
      description = "queens, up to 10 (${DEFAULT-VALUE})")
  private int queens;

  /** Returns once with each number below a limit, each time in a tasklet of its own. */
  @Suspendable
  private static int choose(int limit) {
    for (int choice = 1; choice < limit; choice++) {
      Tasklet<?> twin = Fork.here();
      if (twin == null) {
        return choice;
      }
      twin.resume();
    }
    return 0;
  }

  /** Places all the queens; sends their columns, if it has chosen right each time. */
  @Suspendable
  private static void place(int queens, Channel<int[]> found) {
    int[] columns = new int[queens];
    for (int row = 0; row < queens; row++) {
      columns[row] = choose(queens);
      if (isAttacked(columns, row)) {
        return;
      }
    }
    found.send(columns);
  }

  private static boolean isAttacked(int[] columns, int row) {
    for (int above = 0; above < row; above++) {
      int distance = Math.abs(columns[above] - columns[row]);
      if (distance == 0 || distance == row - above) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Integer call() {
    if (queens > WAYS.size()) {
      throw new IllegalArgumentException("up to " + WAYS.size() + " queens");
    }
    Channel<int[]> found = Channel.buffered(1_000);
    Scheduler here = Scheduler.here();
    long start = System.nanoTime();
    here.start(() -> place(queens, found));
    here.run();
    found.close();
    List<int[]> all = new ArrayList<>();
    found.forEach(all::add);
    System.out.printf(
        "%d queens: %,d ways in %,d ms, such as%n",
        queens, all.size(), (System.nanoTime() - start) / 1_000_000);
    all.stream().limit(SHOWN).map(Arrays::toString).forEach(System.out::println);
    Check.equal("number of ways", WAYS.get(queens - 1), all.size());
    return 0;
  }

  public static void main(String[] args) {
    Example.main(new Queens(), args);
  }
}
