package io.bobbin.pickle;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The forms of what is a text or a number that changes. */
final class TextForms {
  private TextForms() {}

  @SuppressWarnings("JdkObsolete") // programs have them
  static void all(Consumer<Form> add) {
    add.accept(
        new OfNumbers<>(
            StringBuilder.class,
            StringBuilder::new,
            (text, to) -> to.text(text.toString()),
            (text, from) -> text.append(from.text())));
    add.accept(
        new OfNumbers<>(
            StringBuffer.class,
            StringBuffer::new,
            (text, to) -> to.text(text.toString()),
            (text, from) -> text.append(from.text())));
    add.accept(
        new OfNumbers<>(
            AtomicInteger.class,
            AtomicInteger::new,
            (number, to) -> to.number(number.get()),
            (number, from) -> number.set((int) from.number())));
    add.accept(
        new OfNumbers<>(
            AtomicLong.class,
            AtomicLong::new,
            (number, to) -> to.number(number.get()),
            (number, from) -> number.set(from.number())));
    add.accept(
        new OfNumbers<>(
            AtomicBoolean.class,
            AtomicBoolean::new,
            (number, to) -> to.octet(number.get() ? 1 : 0),
            (number, from) -> number.set(from.octet() != 0)));
  }

  /** An object without references whose state is a text, or numbers. */
  static final class OfNumbers<T> extends NamedForm {
    private final Class<T> type;
    private final java.util.function.Supplier<T> maker;
    private final java.util.function.BiConsumer<T, ByteOut> saver;
    private final java.util.function.BiConsumer<T, ByteIn> filler;

    OfNumbers(
        Class<T> type,
        java.util.function.Supplier<T> maker,
        java.util.function.BiConsumer<T, ByteOut> saver,
        java.util.function.BiConsumer<T, ByteIn> filler) {
      super(type.getName());
      this.type = type;
      this.maker = maker;
      this.saver = saver;
      this.filler = filler;
    }

    @Override
    void save(Object object, ImageWriter to) {
      saver.accept(type.cast(object), to.numbers());
    }

    @Override
    Object shell(ImageReader from) {
      return maker.get();
    }

    @Override
    void fill(Object object, ImageReader from) {
      filler.accept(type.cast(object), from.bytes());
    }
  }
}
