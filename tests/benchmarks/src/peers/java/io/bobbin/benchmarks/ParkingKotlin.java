package io.bobbin.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Coroutines that receive from a channel to which nobody sends. */
final class ParkingKotlin extends Parking {
  private final List<Coroutines.Parked> parked = new ArrayList<>();

  ParkingKotlin(int tasks) {}

  @Override
  void park(int depth, int tasks) {
    parked.add(Coroutines.park(tasks, depth));
  }

  @Override
  void check() {
    for (Coroutines.Parked some : parked) {
      Check.same("returned", 0, some.getReturned());
    }
  }
}
