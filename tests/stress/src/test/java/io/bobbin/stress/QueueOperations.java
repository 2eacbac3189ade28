package io.bobbin.stress;

import java.util.ArrayDeque;
import java.util.Queue;

/** What {@link ChannelOperations} do if one is done after the other. */
public abstract class QueueOperations {
  private final Queue<Integer> a = new ArrayDeque<>();
  private final Queue<Integer> b = new ArrayDeque<>();
  private final int capacityOfA;
  private final int capacityOfB;
  private boolean closedA;

  QueueOperations(int capacityOfA, int capacityOfB) {
    this.capacityOfA = capacityOfA;
    this.capacityOfB = capacityOfB;
  }

  public String sendToA(int value) {
    if (closedA) {
      return "closed";
    }
    return a.size() < capacityOfA && a.add(value) ? "sent" : "full";
  }

  public String sendToB(int value) {
    return b.size() < capacityOfB && b.add(value) ? "sent" : "full";
  }

  public String receiveFromA() {
    return a.isEmpty() ? closedA ? "closed" : "empty" : String.valueOf(a.remove());
  }

  public String receiveFromB() {
    return b.isEmpty() ? "empty" : String.valueOf(b.remove());
  }

  public String closeA() {
    String done = closedA ? "closed" : "closes";
    closedA = true;
    return done;
  }

  public int sizeOfB() {
    return b.size();
  }

  public String receiveFromEither() {
    if (!a.isEmpty()) {
      return "a " + a.remove();
    }
    if (closedA) {
      return "closed";
    }
    return b.isEmpty() ? "both empty" : "b " + b.remove();
  }

  public String sendToAOrReceiveFromB(int value) {
    if (closedA) {
      return "closed";
    }
    if (a.size() < capacityOfA) {
      a.add(value);
      return "sent";
    }
    return b.isEmpty() ? "neither" : "b " + b.remove();
  }
}
