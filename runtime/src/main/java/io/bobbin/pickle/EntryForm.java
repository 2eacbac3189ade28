package io.bobbin.pickle;

import java.util.Map;
import java.util.Set;

/** Entries of the JDK's maps that a program has in its hands. */
final class EntryForm extends NamedForm {
  static final EntryForm INSTANCE = new EntryForm();

  private static final Set<String> CLASSES =
      Set.of(
          "java.util.HashMap$Node",
          "java.util.HashMap$TreeNode",
          "java.util.LinkedHashMap$Entry",
          "java.util.TreeMap$Entry",
          "java.util.Hashtable$Entry",
          "java.util.WeakHashMap$Entry",
          "java.util.IdentityHashMap$EntryIterator$Entry",
          "java.util.EnumMap$EntryIterator$Entry",
          "java.util.concurrent.ConcurrentHashMap$MapEntry",
          "java.util.concurrent.ConcurrentHashMap$Node");

  private EntryForm() {
    super("java.util.Map.Entry");
  }

  static boolean isFor(Class<?> type) {
    return type == RestoredEntry.class || CLASSES.contains(type.getName());
  }

  @Override
  boolean isCollection() {
    return true;
  }

  @Override
  void save(Object object, ImageWriter to) {
    Map.Entry<?, ?> entry = (Map.Entry<?, ?>) object;
    to.reference(entry.getKey());
    to.reference(entry.getValue());
    to.reference(
        entry instanceof RestoredEntry restored
            ? restored.map
            : Inner.has(entry.getClass(), "map") ? Inner.get(entry, "map") : null);
  }

  @Override
  Object shell(ImageReader from) {
    return new RestoredEntry(null, null, null);
  }

  @Override
  @SuppressWarnings("unchecked") // what is put is what a program puts
  void fill(Object object, ImageReader from) {
    RestoredEntry entry = (RestoredEntry) object;
    entry.set(from.reference(), from.reference());
    Map<Object, Object> map = (Map<Object, Object>) from.reference(Map.class);
    if (map != null) {
      entry.map = map;
    }
  }
}
