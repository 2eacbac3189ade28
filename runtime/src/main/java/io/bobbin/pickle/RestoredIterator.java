package io.bobbin.pickle;

import java.util.Collections;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.ListIterator;

/** An iterator that came out of an image: it asks one over the restored collection. */
@SuppressWarnings("JdkObsolete") // programs have enumerations
class RestoredIterator implements Iterator<Object>, Enumeration<Object> {
  /** Set at the end of reading, when the collection has its elements. */
  Iterator<Object> of = Collections.emptyIterator();

  /** Whether nothing can be removed before the next element. */
  boolean hasRemoved;

  @Override
  public boolean hasNext() {
    return of.hasNext();
  }

  @Override
  public Object next() {
    Object next = of.next();
    hasRemoved = false;
    return next;
  }

  @Override
  public void remove() {
    if (hasRemoved) {
      throw new IllegalStateException();
    }
    of.remove();
  }

  @Override
  public boolean hasMoreElements() {
    return of.hasNext();
  }

  @Override
  public Object nextElement() {
    return next();
  }

  @Override
  public Iterator<Object> asIterator() {
    return this;
  }

  /** One over a list. */
  static final class OfList extends RestoredIterator implements ListIterator<Object> {
    private ListIterator<Object> list() {
      return (ListIterator<Object>) of;
    }

    @Override
    public boolean hasPrevious() {
      return list().hasPrevious();
    }

    @Override
    public Object previous() {
      return list().previous();
    }

    @Override
    public int nextIndex() {
      return list().nextIndex();
    }

    @Override
    public int previousIndex() {
      return list().previousIndex();
    }

    @Override
    public void set(Object element) {
      list().set(element);
    }

    @Override
    public void add(Object element) {
      list().add(element);
    }
  }
}
