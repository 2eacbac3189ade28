package io.bobbin.pickle;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An entry of a map that came out of an image. */
final class RestoredEntry implements Map.Entry<Object, Object> {
  /** The map that {@link #setValue} changes too, if it is known. */
  @Nullable Map<Object, Object> map;

  @Nullable Object key;
  private @Nullable Object value;
  private Map.@Nullable Entry<Object, Object> own;

  RestoredEntry(@Nullable Map<Object, Object> map, @Nullable Object key, @Nullable Object value) {
    this.map = map;
    this.key = key;
    this.value = value;
  }

  void set(@Nullable Object newKey, @Nullable Object newValue) {
    key = newKey;
    value = newValue;
  }

  @Override
  public @Nullable Object getKey() {
    return key;
  }

  /** The map's own entry, if asking the map for the key might change the order of its entries. */
  private Map.@Nullable Entry<Object, Object> own() {
    if (own == null && map instanceof LinkedHashMap<Object, Object> ordered) {
      for (Map.Entry<Object, Object> each : ordered.entrySet()) {
        if (each.getKey() == key) {
          own = each;
        }
      }
    }
    return own;
  }

  @Override
  public @Nullable Object getValue() {
    Map<Object, Object> of = map;
    Map.Entry<Object, Object> found = own();
    if (found != null) {
      value = found.getValue();
    } else if (of != null && of.containsKey(key)) {
      value = of.get(key);
    }
    return value;
  }

  @Override
  public @Nullable Object setValue(Object newValue) {
    Object before = getValue();
    value = newValue;
    Map<Object, Object> of = map;
    Map.Entry<Object, Object> found = own();
    if (found != null) {
      found.setValue(newValue);
    } else if (of != null && of.containsKey(key)) {
      of.put(key, newValue);
    }
    return before;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Map.Entry<?, ?> entry
        && Objects.equals(key, entry.getKey())
        && Objects.equals(getValue(), entry.getValue());
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(key) ^ Objects.hashCode(getValue());
  }

  @Override
  public String toString() {
    return key + "=" + getValue();
  }
}
