package io.bobbin.pickle;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Numbers objects, from 1 on, in the order in which they are added. A few are looked for one after
 * the other, as the first identity hash code of an object costs as much as comparing with many.
 */
final class IdentityTable {
  private static final int FEW = 24;

  /** By number. */
  private @Nullable Object[] objects = new Object[16];

  /** By hash code: numbers, 0 for none; null while there are few. */
  private int @Nullable [] table;

  private int count;

  int get(Object object) {
    int[] slots = table;
    if (slots == null) {
      for (int i = count; i > 0; i--) {
        if (objects[i] == object) {
          return i;
        }
      }
      return 0;
    }
    int at = System.identityHashCode(object) & (slots.length - 1);
    while (slots[at] != 0 && objects[slots[at]] != object) {
      at = (at + 1) & (slots.length - 1);
    }
    return slots[at];
  }

  int add(Object object) {
    count++;
    if (count == objects.length) {
      objects = Arrays.copyOf(objects, 2 * count);
    }
    objects[count] = object;
    if (table == null ? count > FEW : 2 * count > table.length) {
      hashAll();
    } else if (table != null) {
      put(table, count);
    }
    return count;
  }

  private void hashAll() {
    int[] larger = new int[Integer.highestOneBit(4 * count)];
    table = larger;
    for (int i = 1; i <= count; i++) {
      put(larger, i);
    }
  }

  private void put(int[] slots, int number) {
    int at = System.identityHashCode(objects[number]) & (slots.length - 1);
    while (slots[at] != 0) {
      at = (at + 1) & (slots.length - 1);
    }
    slots[at] = number;
  }
}
