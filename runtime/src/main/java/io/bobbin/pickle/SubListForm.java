package io.bobbin.pickle;

import java.util.AbstractList;
import java.util.List;

/** Parts of lists that can be changed; they fail when the list is changed beside them. */
final class SubListForm extends NamedForm {
  private final Class<?> type;

  private SubListForm(String name) {
    super(name);
    type = Inner.type(name);
  }

  static List<SubListForm> all() {
    return List.of(
        new SubListForm("java.util.ArrayList$SubList"),
        new SubListForm("java.util.AbstractList$SubList"),
        new SubListForm("java.util.AbstractList$RandomAccessSubList"));
  }

  private static long changes(Object list) {
    return Inner.field(AbstractList.class, "modCount").bits(list);
  }

  @Override
  boolean isCollection() {
    return true;
  }

  @Override
  void save(Object object, ImageWriter to) {
    Object root = Inner.get(object, "root");
    to.reference(root);
    to.reference(Inner.get(object, "parent"));
    to.number(Inner.number(object, "offset"));
    to.number(Inner.number(object, "size"));
    to.number(root != null && changes(root) == changes(object) ? 0 : 1);
  }

  @Override
  Object shell(ImageReader from) {
    return Inner.empty(type);
  }

  @Override
  void fill(Object object, ImageReader from) {
    AbstractList<?> root = from.reference(AbstractList.class);
    Access parent = Inner.field(type, "parent");
    parent.setReference(object, from.reference(parent.type()));
    int offset = from.number(0, Integer.MAX_VALUE);
    int size = from.number(0, Integer.MAX_VALUE);
    int stale = from.number(0, 1);
    if (root == null || root.getClass() == type) {
      throw from.damaged("a part of no list");
    }
    Access rootField = Inner.field(type, "root");
    if (!rootField.type().isInstance(root)) {
      throw from.damaged("a part of another kind of list");
    }
    rootField.setReference(object, root);
    Inner.setNumber(object, "offset", offset);
    Inner.setNumber(object, "size", size);
    Access modCount = Inner.field(AbstractList.class, "modCount");
    modCount.setBits(object, changes(root) - stale);
    from.atEnd(
        () -> {
          if (stale == 0 && (long) offset + size > root.size()) {
            throw from.damaged("a part of a list that ends behind its end");
          }
          modCount.setBits(object, changes(root) - stale);
        });
  }

  @Override
  String part(Object object, int index) {
    return index == 0 ? "root" : "parent";
  }
}
