package io.bobbin.pickle;

import java.util.ConcurrentModificationException;
import java.util.ListIterator;

/** An iterator whose collection had been changed under it when it was pickled. */
final class StaleIterator implements ListIterator<Object> {
  private final boolean hasNext;

  StaleIterator(boolean hasNext) {
    this.hasNext = hasNext;
  }

  boolean isBeforeEnd() {
    return hasNext;
  }

  @Override
  public boolean hasNext() {
    return hasNext;
  }

  @Override
  public Object next() {
    throw new ConcurrentModificationException();
  }

  @Override
  public void remove() {
    throw new ConcurrentModificationException();
  }

  @Override
  public boolean hasPrevious() {
    return true;
  }

  @Override
  public Object previous() {
    throw new ConcurrentModificationException();
  }

  @Override
  public int nextIndex() {
    return 0;
  }

  @Override
  public int previousIndex() {
    return -1;
  }

  @Override
  public void set(Object element) {
    throw new ConcurrentModificationException();
  }

  @Override
  public void add(Object element) {
    throw new ConcurrentModificationException();
  }
}
