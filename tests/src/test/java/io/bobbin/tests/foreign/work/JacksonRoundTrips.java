package io.bobbin.tests.foreign.work;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Objects, maps, lists, dates, trees and types chosen at run time, to JSON and back. */
final class JacksonRoundTrips {
  private static final int ROUNDS = 10;

  private JacksonRoundTrips() {}

  /** Something in a drawing; which class it is stands in the JSON. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Circle.class, name = "circle"),
    @JsonSubTypes.Type(value = Group.class, name = "group")
  })
  public interface Shape {}

  /** A shape without parts. */
  public record Circle(double radius, String colour) implements Shape {}

  /** A shape with parts. */
  public record Group(String name, List<Shape> parts) implements Shape {}

  /** An object with getters and setters. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public static final class Drawing {
    private int number;
    private @Nullable Date made;
    private Map<String, List<BigDecimal>> prices = new TreeMap<>();
    private @Nullable Shape root;
    private @Nullable Drawing earlier;

    public int getNumber() {
      return number;
    }

    public void setNumber(int number) {
      this.number = number;
    }

    @JsonFormat(shape = JsonFormat.Shape.STRING, pattern = "yyyy-MM-dd'T'HH:mm:ss.SSSX")
    public @Nullable Date getMade() {
      return made;
    }

    public void setMade(@Nullable Date made) {
      this.made = made;
    }

    public Map<String, List<BigDecimal>> getPrices() {
      return prices;
    }

    public void setPrices(Map<String, List<BigDecimal>> prices) {
      this.prices = prices;
    }

    public @Nullable Shape getRoot() {
      return root;
    }

    public void setRoot(@Nullable Shape root) {
      this.root = root;
    }

    public @Nullable Drawing getEarlier() {
      return earlier;
    }

    public void setEarlier(@Nullable Drawing earlier) {
      this.earlier = earlier;
    }
  }

  static void run(List<String> results) throws Exception {
    ObjectMapper mapper =
        JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .defaultTimeZone(TimeZone.getTimeZone("UTC"))
            .build();
    for (int i = 0; i < ROUNDS; i++) {
      String text = mapper.writeValueAsString(drawing(i, 4));
      results.add(text);
      Drawing back = mapper.readValue(text, Drawing.class);
      results.add(String.valueOf(back.getRoot()));
      results.add(mapper.writeValueAsString(back));
      JsonNode tree = mapper.readTree(text);
      results.add(String.valueOf(tree.findValues("radius")));
      results.add(String.valueOf(mapper.treeToValue(tree.get("root"), Shape.class)));
      Map<String, Object> untyped =
          mapper.readValue(text, new TypeReference<LinkedHashMap<String, Object>>() {});
      results.add(mapper.convertValue(untyped, JsonNode.class).toString());
      results.add(refusal(mapper, text.replace("circle", "ellipse")));
      results.add(refusal(mapper, text.substring(0, text.length() * 2 / 3)));
    }
  }

  private static String refusal(ObjectMapper mapper, String text) {
    try {
      return "taken " + mapper.readValue(text, Drawing.class);
    } catch (JsonProcessingException e) {
      return "refused " + e.getMessage();
    }
  }

  private static Drawing drawing(int number, int versions) {
    Drawing drawing = new Drawing();
    drawing.setNumber(number);
    drawing.setMade(new Date(1_700_000_000_000L + number * 86_461_001L));
    for (int i = 0; i < number % 7; i++) {
      drawing
          .getPrices()
          .put(
              "shop \"" + i + "\" \u00e4\u20ac\n",
              List.of(BigDecimal.valueOf(number * 31L + i, 2), new BigDecimal("1e-7")));
    }
    drawing.setRoot(shape(number, 4));
    if (versions > 0) {
      drawing.setEarlier(drawing(number * 3 + 1, versions - 1));
    }
    return drawing;
  }

  private static Shape shape(int seed, int depth) {
    if (depth == 0 || seed % 5 == 4) {
      return new Circle(seed / 8.0, seed % 2 == 0 ? "red" : "blue");
    }
    List<Shape> parts = new ArrayList<>();
    for (int i = 0; i < 1 + seed % 3; i++) {
      parts.add(shape(seed * 7 + i, depth - 1));
    }
    return new Group("group " + seed, parts);
  }
}
