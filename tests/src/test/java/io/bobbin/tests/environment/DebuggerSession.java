package io.bobbin.tests.environment;

import com.sun.jdi.AbsentInformationException;
import com.sun.jdi.Bootstrap;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.LocalVariable;
import com.sun.jdi.Location;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StackFrame;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.Value;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.connect.LaunchingConnector;
import com.sun.jdi.connect.VMStartException;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.LocatableEvent;
import com.sun.jdi.event.StepEvent;
import com.sun.jdi.event.VMDeathEvent;
import com.sun.jdi.event.VMDisconnectEvent;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.StepRequest;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A woven program under a debugger, by the interface that IDEs use. It stands at a breakpoint, at
 * the end of a step, or before its first class.
 */
final class DebuggerSession implements AutoCloseable {
  private static final int SECONDS = 60;

  private final VirtualMachine vm;
  private final ReferenceType type;
  private LocatableEvent at;

  private DebuggerSession(VirtualMachine vm, String main) {
    this.vm = vm;
    ClassPrepareRequest prepared = vm.eventRequestManager().createClassPrepareRequest();
    prepared.addClassFilter(main);
    prepared.enable();
    Event event = next();
    type = ((ClassPrepareEvent) event).referenceType();
  }

  /** Starts a program and stands where its class is prepared. */
  static DebuggerSession start(Path folder, String main, String... arguments) {
    LaunchingConnector connector = Bootstrap.virtualMachineManager().defaultConnector();
    Map<String, Connector.Argument> launch = connector.defaultArguments();
    String classPath = jar("bobbin.runtime.jar") + File.pathSeparator + folder.toAbsolutePath();
    launch.get("main").setValue(main + " " + String.join(" ", arguments));
    launch
        .get("options")
        .setValue(
            "-javaagent:\"%s\" -cp \"%s\" -Xmx256m -XX:+UseSerialGC"
                .formatted(jar("bobbin.agent.jar"), classPath));
    try {
      VirtualMachine vm = connector.launch(launch);
      return new DebuggerSession(vm, main);
    } catch (IOException | IllegalConnectorArgumentsException | VMStartException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path jar(String property) {
    return Path.of(Objects.requireNonNull(System.getProperty(property), property))
        .toAbsolutePath()
        .normalize();
  }

  /** Gives the class of the program another body, as an IDE does. */
  void redefine(byte[] classFile) {
    vm.redefineClasses(Map.of(type, classFile));
  }

  /** Sets breakpoints wherever a line is, as IDEs do. */
  void breakAt(int... lines) {
    try {
      for (int line : lines) {
        for (Location location : type.locationsOfLine(line)) {
          vm.eventRequestManager().createBreakpointRequest(location).enable();
        }
      }
    } catch (AbsentInformationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Goes on to the next breakpoint; returns its line, or -1 if the program ends first. */
  int resume() {
    vm.resume();
    Event event = next();
    if (event instanceof BreakpointEvent || event instanceof StepEvent) {
      at = (LocatableEvent) event;
      return at.location().lineNumber();
    }
    return -1;
  }

  /** The lines of all further breakpoints. */
  List<Integer> linesUntilTheEnd() {
    List<Integer> lines = new ArrayList<>();
    for (int line = resume(); line >= 0; line = resume()) {
      lines.add(line);
    }
    return lines;
  }

  int stepOver() {
    return step(StepRequest.STEP_OVER);
  }

  int stepInto() {
    return step(StepRequest.STEP_INTO);
  }

  int stepOut() {
    return step(StepRequest.STEP_OUT);
  }

  private int step(int depth) {
    StepRequest step =
        vm.eventRequestManager().createStepRequest(at.thread(), StepRequest.STEP_LINE, depth);
    step.addClassExclusionFilter("java.*");
    step.addClassExclusionFilter("jdk.*");
    step.addClassExclusionFilter("io.bobbin.*");
    step.enable();
    int line = resume();
    vm.eventRequestManager().deleteEventRequest(step);
    return line;
  }

  /** The next event that is one of the program's. */
  private Event next() {
    try {
      while (true) {
        EventSet events = vm.eventQueue().remove(SECONDS * 1000L);
        if (events == null) {
          throw new AssertionError("nothing happened for " + SECONDS + " s");
        }
        Event found = null;
        for (Event event : events) {
          if (event instanceof BreakpointEvent
              || event instanceof StepEvent
              || event instanceof ClassPrepareEvent
              || event instanceof VMDeathEvent
              || event instanceof VMDisconnectEvent) {
            found = event;
          }
        }
        if (found != null) {
          return found;
        }
        events.resume();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** The method that the program stands in. */
  String method() {
    return at.location().method().name();
  }

  /** Whether debuggers pass over the method that the program stands in. */
  boolean isSynthetic() {
    return at.location().method().isSynthetic();
  }

  /** Whether the debugger knows the receiver of the method. */
  boolean hasThis() {
    return frame().thisObject() != null;
  }

  /** The visible variables and their values, as text. */
  Map<String, String> variables() {
    try {
      Map<String, String> variables = new TreeMap<>();
      StackFrame frame = frame();
      for (LocalVariable variable : frame.visibleVariables()) {
        Value value = frame.getValue(variable);
        variables.put(variable.name(), String.valueOf(value).replaceAll("\\(id=.*", ""));
      }
      return variables;
    } catch (AbsentInformationException e) {
      throw new IllegalStateException(e);
    }
  }

  private StackFrame frame() {
    try {
      ThreadReference thread = at.thread();
      return thread.frame(0);
    } catch (IncompatibleThreadStateException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the program has written to its error stream; it must have ended. */
  String errors() {
    try {
      return new String(vm.process().getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the program. */
  @Override
  public void close() {
    vm.process().destroyForcibly();
  }
}
