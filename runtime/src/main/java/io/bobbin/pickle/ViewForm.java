package io.bobbin.pickle;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What maps give out as their keys, values and entries. */
final class ViewForm {
  private static final String NAME = "java.util.Map.view";

  static final Form INSTANCE =
      new ValueForm<>(
          NAME,
          Collection.class,
          (view, to) -> {
            View what = of(view.getClass());
            to.number((what == null ? View.KEYS : what).code);
            to.reference(owner(view));
          },
          from -> {
            View what = View.read(from);
            Map<?, ?> map = from.reference(Map.class);
            if (map == null || what == View.SELF || what == View.DESCENDING) {
              throw from.damaged("a view of no map");
            }
            return what.of(map);
          },
          true);

  private ViewForm() {}

  static boolean isFor(Class<?> type) {
    return of(type) != null;
  }

  private static Object owner(Object view) {
    for (String name : new String[] {"this$0", "m", "map"}) {
      if (Inner.has(view.getClass(), name)) {
        Object owner = Inner.get(view, name);
        if (owner != null) {
          return owner;
        }
      }
    }
    throw new RefusedClassException(view.getClass().getName() + " is a view of nothing known");
  }

  private static @Nullable View of(Class<?> type) {
    String name = type.getName();
    if (!name.startsWith("java.util.") || name.startsWith("java.util.Properties$")) {
      return null;
    }
    return switch (name.substring(name.indexOf('$') + 1)) {
      case "KeySet", "LinkedKeySet" -> View.KEYS;
      case "Values", "LinkedValues", "ValuesView", "ValueCollection" -> View.VALUES;
      case "EntrySet",
          "LinkedEntrySet",
          "EntrySetView",
          "AscendingSubMap$AscendingEntrySetView",
          "DescendingSubMap$DescendingEntrySetView" ->
          View.ENTRIES;
      default ->
          switch (name) {
            case "java.util.AbstractMap$1" -> View.KEYS;
            case "java.util.AbstractMap$2" -> View.VALUES;
            case "java.util.ImmutableCollections$MapN$1" -> View.ENTRIES;
            default -> null;
          };
    };
  }
}
