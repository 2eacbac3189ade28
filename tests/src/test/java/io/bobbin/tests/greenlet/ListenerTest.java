package io.bobbin.tests.greenlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Registration;
import io.bobbin.greenlet.Greenlet;
import io.bobbin.greenlet.GreenletListener;
import io.bobbin.greenlet.GreenletListener.Event;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is told of switches, and when. */
@Timeout(60)
class ListenerTest {
  private record Told(Event event, Greenlet<?, ?> from, Greenlet<?, ?> to) {}

  private final List<Told> told = new ArrayList<>();
  private final Greenlet<Object, Object> root = Greenlet.root();
  private Registration registration =
      Greenlet.onSwitch((event, from, to) -> told.add(new Told(event, from, to)));

  @AfterEach
  void close() {
    registration.close();
  }

  @Test
  void itIsToldOfSwitchesAndOfEnds() {
    Greenlet<Object, Object> returns = Greenlet.of(first -> first);
    returns.switchTo(1);
    Greenlet<Object, Object> fails =
        Greenlet.of(
            first -> {
              throw new IOException();
            });
    assertThatThrownBy(() -> fails.switchTo(1)).isInstanceOf(IOException.class);
    assertThat(told)
        .containsExactly(
            new Told(Event.SWITCH, root, returns),
            new Told(Event.SWITCH, returns, root),
            new Told(Event.SWITCH, root, fails),
            new Told(Event.THROW, fails, root));
  }

  @Test
  void itIsToldOfSiblingsThatSwitch() {
    Greenlet<Object, Object> second = Greenlet.of(first -> first);
    Greenlet<Object, Object> first = Greenlet.of(second::switchTo);
    second.setParent(first);
    first.switchTo(1);
    assertThat(told)
        .containsExactly(
            new Told(Event.SWITCH, root, first),
            new Told(Event.SWITCH, first, second),
            new Told(Event.SWITCH, second, first),
            new Told(Event.SWITCH, first, root));
  }

  @Test
  void itIsToldOfWhatIsRaised() {
    Greenlet<Object, Object> g = Greenlet.of(root::switchTo);
    g.switchTo(1);
    told.clear();
    assertThatThrownBy(() -> g.raise(new IOException())).isInstanceOf(IOException.class);
    assertThat(told)
        .containsExactly(new Told(Event.THROW, root, g), new Told(Event.THROW, g, root));
  }

  @Test
  void itIsCalledInTheTarget() {
    registration.close();
    List<Boolean> isTarget = new ArrayList<>();
    registration = Greenlet.onSwitch((event, from, to) -> isTarget.add(Greenlet.current() == to));
    Greenlet<Object, Object> g = Greenlet.of(first -> first);
    g.switchTo(1);
    assertThat(isTarget).containsExactly(true, true);
  }

  @Test
  void oneThatSwitchesMixesUpNothing() {
    registration.close();
    List<Object> heard = new ArrayList<>();
    Greenlet<Object, Object> other = Greenlet.of(first -> first + ", " + root.switchTo("early"));
    Greenlet<Object, Object> g = Greenlet.of(first -> first + ", " + root.switchTo("middle"));
    registration =
        Greenlet.onSwitch(
            (event, from, to) -> {
              if (to == root && heard.isEmpty()) {
                heard.add("once");
                heard.add(other.switchTo("by the listener"));
              }
            });
    assertThat(g.switchTo("one")).isEqualTo("middle");
    assertThat(heard).containsExactly("once", "early");
    assertThat(g.switchTo("two")).isEqualTo("one, two");
    assertThat(other.switchTo("three")).isEqualTo("by the listener, three");
  }

  @Test
  void oneThatThrowsIsDroppedAndTheTargetIsThrownIt() {
    registration.close();
    Greenlet<Object, Object> g =
        Greenlet.of(
            first -> {
              try {
                return root.switchTo(first);
              } catch (IllegalStateException e) {
                return "thrown " + e.getMessage();
              }
            });
    g.switchTo(1);
    registration =
        Greenlet.onSwitch(
            (event, from, to) -> {
              told.add(new Told(event, from, to));
              throw new IllegalStateException("by the listener");
            });
    assertThat(g.switchTo(1)).isEqualTo("thrown by the listener");
    assertThat(told).containsExactly(new Told(Event.SWITCH, root, g));
  }

  @Test
  void theEarlierOneIsBackWhenALaterOneIsClosed() {
    List<Event> later = new ArrayList<>();
    Greenlet<Object, Object> g = Greenlet.of(first -> first);
    try (Registration second = Greenlet.onSwitch((event, from, to) -> later.add(event))) {
      assertThat(second).isNotNull();
      g.switchTo(1);
    }
    assertThat(later).hasSize(2);
    assertThat(told).isEmpty();
    Greenlet.<Object, Object>of(first -> first).switchTo(1);
    assertThat(told).hasSize(2);
  }

  @Test
  void oneMayBeRegisteredTwice() {
    GreenletListener listener = (event, from, to) -> told.add(new Told(event, from, to));
    try (Registration first = Greenlet.onSwitch(listener);
        Registration second = Greenlet.onSwitch(listener)) {
      assertThat(first).isNotSameAs(second);
      Greenlet.<Object, Object>of(value -> value).switchTo(1);
    }
    assertThat(told).hasSize(2);
  }

  @Test
  void oneThatIsClosedWhileALaterOneListensDoesNotComeBack() {
    List<Event> later = new ArrayList<>();
    Registration second = Greenlet.onSwitch((event, from, to) -> later.add(event));
    registration.close();
    Greenlet.<Object, Object>of(first -> first).switchTo(1);
    assertThat(later).hasSize(2);
    second.close();
    Greenlet.<Object, Object>of(first -> first).switchTo(1);
    assertThat(later).hasSize(2);
    assertThat(told).isEmpty();
  }

  @Test
  void ofOneThatIsRegisteredTwiceTheLaterStaysWhenTheEarlierIsClosed() {
    List<Event> events = new ArrayList<>();
    GreenletListener listener = (event, from, to) -> events.add(event);
    Registration first = Greenlet.onSwitch(listener);
    Registration second = Greenlet.onSwitch(listener);
    first.close();
    Greenlet.<Object, Object>of(value -> value).switchTo(1);
    assertThat(events).hasSize(2);
    second.close();
    second.close(); // does nothing
    Greenlet.<Object, Object>of(value -> value).switchTo(1);
    assertThat(events).hasSize(2);
    assertThat(told).hasSize(2);
  }

  @Test
  void onceClosedItIsToldNothing() {
    Greenlet<Object, Object> g = Greenlet.of(first -> root.switchTo(first));
    g.switchTo(1);
    registration.close();
    told.clear();
    g.switchTo(1);
    assertThat(told).isEmpty();
  }
}
