package io.bobbin.pickle;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.Charset;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The forms of values that do not change. */
final class ValueForms {
  /** How many combining marks a pattern may have in a row, if it is to find them in any order. */
  private static final int MOST_MARKS = 4;

  private static final String ORDERS =
      "a Pattern with CANON_EQ and more than "
          + MOST_MARKS
          + " combining marks in a row, all of whose orders it would be made of";

  private ValueForms() {}

  static void all(Consumer<Form> add) {
    text(add, URI.class, URI::toString, URI::create);
    text(add, URL.class, URL::toExternalForm, ValueForms::url);
    text(add, Currency.class, Currency::getCurrencyCode, Currency::getInstance);
    text(add, Charset.class, Charset::name, Charset::forName);
    text(add, Locale.class, ValueForms::tag, Locale::forLanguageTag);
    text(add, LocalDate.class, LocalDate::toString, LocalDate::parse);
    text(add, LocalTime.class, LocalTime::toString, LocalTime::parse);
    text(add, LocalDateTime.class, LocalDateTime::toString, LocalDateTime::parse);
    text(add, OffsetDateTime.class, OffsetDateTime::toString, OffsetDateTime::parse);
    text(add, OffsetTime.class, OffsetTime::toString, OffsetTime::parse);
    value(
        add,
        YearMonth.class,
        (m, to) -> {
          to.number(m.getYear());
          to.number(m.getMonthValue());
        },
        from -> YearMonth.of(from.number(Year.MIN_VALUE, Year.MAX_VALUE), from.number(1, 12)));
    text(add, MonthDay.class, MonthDay::toString, MonthDay::parse);
    text(add, Period.class, Period::toString, Period::parse);
    text(add, ZoneId.class, ZoneId::getId, ZoneId::of);
    text(add, ZoneOffset.class, ZoneOffset::getId, ZoneOffset::of);
    value(
        add,
        Duration.class,
        (d, to) -> {
          to.number(d.getSeconds());
          to.number(d.getNano());
        },
        from -> Duration.ofSeconds(from.number(), from.number(0, 999_999_999)));
    value(
        add,
        Instant.class,
        (i, to) -> {
          to.number(i.getEpochSecond());
          to.number(i.getNano());
        },
        from -> Instant.ofEpochSecond(from.number(), from.number(0, 999_999_999)));
    value(
        add,
        Year.class,
        (y, to) -> to.number(y.getValue()),
        from -> Year.of(from.number(Year.MIN_VALUE, Year.MAX_VALUE)));
    value(
        add,
        ZonedDateTime.class,
        (t, to) -> {
          to.numbers().text(t.toLocalDateTime().toString());
          to.numbers().text(t.getOffset().getId());
          to.numbers().text(t.getZone().getId());
        },
        from ->
            ZonedDateTime.ofInstant(
                LocalDateTime.parse(from.bytes().text()),
                ZoneOffset.of(from.bytes().text()),
                ZoneId.of(from.bytes().text())));
    value(
        add,
        UUID.class,
        (id, to) -> {
          to.numbers().fixed(id.getMostSignificantBits(), 8);
          to.numbers().fixed(id.getLeastSignificantBits(), 8);
        },
        from -> new UUID(from.bytes().fixed(8), from.bytes().fixed(8)));
    value(add, BigInteger.class, ValueForms::save, ValueForms::integer);
    value(
        add,
        BigDecimal.class,
        (decimal, to) -> {
          to.number(decimal.scale());
          save(decimal.unscaledValue(), to);
        },
        from -> {
          int scale = from.number(Integer.MIN_VALUE, Integer.MAX_VALUE);
          return new BigDecimal(integer(from), scale);
        });
    value(
        add,
        Pattern.class,
        ValueForms::save,
        from -> pattern(from.number(Integer.MIN_VALUE, Integer.MAX_VALUE), from));
    value(
        add,
        Optional.class,
        (optional, to) -> to.reference(optional.isPresent() ? optional.get() : null),
        from -> Optional.ofNullable(from.reference()));
    value(
        add,
        OptionalInt.class,
        (optional, to) -> {
          to.number(optional.isPresent() ? 1 : 0);
          to.number(optional.orElse(0));
        },
        from -> {
          boolean isPresent = from.number(0, 1) != 0;
          int number = from.number(Integer.MIN_VALUE, Integer.MAX_VALUE);
          return isPresent ? OptionalInt.of(number) : OptionalInt.empty();
        });
    value(
        add,
        OptionalLong.class,
        (optional, to) -> {
          to.number(optional.isPresent() ? 1 : 0);
          to.number(optional.orElse(0));
        },
        from -> {
          boolean isPresent = from.number(0, 1) != 0;
          long number = from.number();
          return isPresent ? OptionalLong.of(number) : OptionalLong.empty();
        });
    value(
        add,
        OptionalDouble.class,
        (optional, to) -> {
          to.number(optional.isPresent() ? 1 : 0);
          to.numbers().fixed(Double.doubleToRawLongBits(optional.orElse(0)), 8);
        },
        from -> {
          boolean isPresent = from.number(0, 1) != 0;
          double number = Double.longBitsToDouble(from.bytes().fixed(8));
          return isPresent ? OptionalDouble.of(number) : OptionalDouble.empty();
        });
  }

  private static <T> void value(
      Consumer<Form> add, Class<T> type, ValueForm.Saver<T> saver, ValueForm.Maker<T> maker) {
    add.accept(
        new ValueForm<>(
            type.getName(),
            type,
            saver,
            from -> {
              try {
                return maker.make(from);
              } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
                throw from.damaged("what is no " + type.getName() + ": " + e);
              }
            },
            type == Optional.class));
  }

  private static <T> void text(
      Consumer<Form> add, Class<T> type, Function<T, String> saver, Function<String, T> maker) {
    value(
        add,
        type,
        (value, to) -> to.numbers().text(saver.apply(value)),
        from -> maker.apply(from.bytes().text()));
  }

  private static URL url(String text) {
    try {
      return new URL(text);
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String tag(Locale locale) {
    String tag = locale.toLanguageTag();
    if (!Locale.forLanguageTag(tag).equals(locale)) {
      throw new RefusedClassException("the locale " + locale + " has no language tag");
    }
    return tag;
  }

  private static void save(BigInteger integer, ImageWriter to) {
    byte[] bytes = integer.toByteArray();
    to.numbers().count(bytes.length);
    to.numbers().raw(bytes, 0, bytes.length);
  }

  private static BigInteger integer(ImageReader from) {
    byte[] bytes = new byte[from.bytes().size()];
    from.bytes().raw(bytes);
    return new BigInteger(bytes);
  }

  private static void save(Pattern pattern, ImageWriter to) {
    if (takesTooLong(pattern.pattern(), pattern.flags())) {
      throw new RefusedClassException(ORDERS);
    }
    to.number(pattern.flags());
    to.numbers().text(pattern.pattern());
  }

  private static Pattern pattern(int flags, ImageReader from) {
    String text = from.bytes().text();
    if (takesTooLong(text, flags)) {
      throw from.damaged(ORDERS);
    }
    try {
      return Pattern.compile(text, flags);
    } catch (StackOverflowError e) {
      throw from.damaged("a pattern that is too deep");
    }
  }

  /** Whether {@link Pattern#CANON_EQ} would have more orders of marks put into a pattern. */
  private static boolean takesTooLong(String pattern, int flags) {
    if ((flags & Pattern.CANON_EQ) == 0) {
      return false;
    }
    int most = 0;
    int marks = 0;
    for (int each : Normalizer.normalize(pattern, Normalizer.Form.NFD).codePoints().toArray()) {
      int type = Character.getType(each);
      boolean isMark =
          type == Character.NON_SPACING_MARK
              || type == Character.COMBINING_SPACING_MARK
              || type == Character.ENCLOSING_MARK;
      marks = isMark ? marks + 1 : 0;
      most = Math.max(most, marks);
    }
    return most > MOST_MARKS;
  }
}
