package io.bobbin.stress;

import io.bobbin.Channel;
import io.bobbin.ChannelClosedException;
import io.bobbin.Select;
import java.util.function.Supplier;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** Operations that do not wait, on two channels. */
public abstract class ChannelOperations {
  private final Channel<Integer> a;
  private final Channel<Integer> b;

  ChannelOperations(Channel<Integer> a, Channel<Integer> b) {
    this.a = a;
    this.b = b;
  }

  @Operation
  public String sendToA(@Param(gen = IntGen.class, conf = "1:3") int value) {
    return unlessClosed(() -> a.trySend(value) ? "sent" : "full");
  }

  @Operation
  public String sendToB(@Param(gen = IntGen.class, conf = "1:3") int value) {
    return unlessClosed(() -> b.trySend(value) ? "sent" : "full");
  }

  @Operation
  public String receiveFromA() {
    return unlessClosed(() -> a.tryReceive().map(String::valueOf).orElse("empty"));
  }

  @Operation
  public String receiveFromB() {
    return unlessClosed(() -> b.tryReceive().map(String::valueOf).orElse("empty"));
  }

  @Operation
  public String closeA() {
    return unlessClosed(
        () -> {
          a.close();
          return "closes";
        });
  }

  @Operation
  public int sizeOfB() {
    return b.size();
  }

  @Operation
  public String receiveFromEither() {
    return unlessClosed(
        () ->
            Select.<String>inOrder(
                a.onReceive(value -> "a " + value),
                b.onReceive(value -> "b " + value),
                Select.orElse(() -> "both empty")));
  }

  @Operation
  public String sendToAOrReceiveFromB(@Param(gen = IntGen.class, conf = "1:3") int value) {
    return unlessClosed(
        () ->
            Select.<String>inOrder(
                a.onSend(value, () -> "sent"),
                b.onReceive(received -> "b " + received),
                Select.orElse(() -> "neither")));
  }

  private static String unlessClosed(Supplier<String> operation) {
    try {
      return operation.get();
    } catch (ChannelClosedException e) {
      return "closed";
    }
  }
}
