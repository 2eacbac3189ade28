package io.bobbin.pickle;

import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;

/** What of a collection or map an iterator goes over; images have its code. */
enum View {
  SELF(0),
  KEYS(1),
  VALUES(2),
  ENTRIES(3),
  DESCENDING(4);

  /** What it is called in images. */
  final int code;

  View(int code) {
    this.code = code;
  }

  private static final View[] ALL = values();

  static View read(ImageReader from) {
    return of(from.number(0, ALL.length - 1));
  }

  static View of(int code) {
    for (View view : ALL) {
      if (view.code == code) {
        return view;
      }
    }
    throw new IllegalArgumentException("no view has the code " + code);
  }

  @SuppressWarnings("unchecked") // elements are only passed on
  Collection<Object> of(Map<?, ?> map) {
    return (Collection<Object>)
        switch (this) {
          case KEYS -> map.keySet();
          case VALUES -> map.values();
          case ENTRIES -> map.entrySet();
          case DESCENDING -> ((NavigableMap<?, ?>) map).descendingKeySet();
          case SELF -> throw new IllegalStateException();
        };
  }

  @SuppressWarnings("unchecked") // elements are only passed on
  Iterator<Object> iterator(Object over) {
    if (over instanceof Map<?, ?> map) {
      return of(map).iterator();
    }
    return (Iterator<Object>)
        (this == DESCENDING
            ? ((Deque<?>) over).descendingIterator()
            : ((Collection<?>) over).iterator());
  }

  int size(Object over) {
    return over instanceof Map<?, ?> map ? map.size() : ((Collection<?>) over).size();
  }
}
