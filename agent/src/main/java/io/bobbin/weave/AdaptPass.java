package io.bobbin.weave;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * Pass: finds the calls of methods of the JDK that block, for which the runtime has stand-ins that
 * park ({@code adapt=true}).
 */
final class AdaptPass {
  private static final String CONCURRENT = "java/util/concurrent/";
  private static final String TIME_UNIT = "L" + CONCURRENT + "TimeUnit;";
  private static final String DURATION = "Ljava/time/Duration;";
  private static final String OBJECT = "Ljava/lang/Object;";

  /** The methods, by name and descriptor. */
  static final Map<String, List<Blocking>> METHODS = new HashMap<>();

  /** For a type the others of the JDK that are subtypes: their headers need not be read. */
  private static final Map<String, Set<String>> SUBTYPES = new HashMap<>();

  static {
    String thread = "java/lang/Thread";
    addStatic(thread, "sleep(J)V", "sleep(JI)V", "sleep(" + DURATION + ")V");
    add(thread, "join()V", "join(J)V", "join(JI)V", "join(" + DURATION + ")Z");
    add(CONCURRENT + "TimeUnit", "sleep(J)V");
    add(CONCURRENT + "CountDownLatch", "await()V", "await(J" + TIME_UNIT + ")Z");
    add(CONCURRENT + "Future", "get()" + OBJECT, "get(J" + TIME_UNIT + ")" + OBJECT);
    add(CONCURRENT + "CompletableFuture", "join()" + OBJECT);
    String process = "java/lang/Process";
    add(process, "waitFor()I", "waitFor(J" + TIME_UNIT + ")Z", "waitFor(" + DURATION + ")Z");
    String queue = CONCURRENT + "BlockingQueue";
    add(queue, "take()" + OBJECT, "poll(J" + TIME_UNIT + ")" + OBJECT);
    add(queue, "put(" + OBJECT + ")V", "offer(" + OBJECT + "J" + TIME_UNIT + ")Z");
    addInputAndOutput();
    String delayed = "L" + CONCURRENT + "Delayed;";
    add(CONCURRENT + "DelayQueue", "take()" + delayed, "poll(J" + TIME_UNIT + ")" + delayed);
    subtypes(
        "BlockingQueue",
        "BlockingDeque",
        "TransferQueue",
        "ArrayBlockingQueue",
        "LinkedBlockingQueue",
        "LinkedBlockingDeque",
        "PriorityBlockingQueue",
        "DelayQueue",
        "SynchronousQueue",
        "LinkedTransferQueue");
    subtypes(
        "Future",
        "RunnableFuture",
        "ScheduledFuture",
        "RunnableScheduledFuture",
        "FutureTask",
        "CompletableFuture",
        "ForkJoinTask",
        "RecursiveTask",
        "RecursiveAction",
        "CountedCompleter");
  }

  /** A method that blocks: the type that declares it. */
  record Blocking(String type, boolean isStatic) {
    /** The descriptor of the stand-in, which takes the receiver first. */
    String standIn(String descriptor) {
      return isStatic ? descriptor : "(L" + type + ";" + descriptor.substring(1);
    }
  }

  private final Suspendability suspendability;

  /** Makes a pass for the classes of a class loader. */
  AdaptPass(Suspendability suspendability) {
    this.suspendability = suspendability;
  }

  private static void addInputAndOutput() {
    add("java/net/ServerSocket", "accept()Ljava/net/Socket;");
    String address = "Ljava/net/SocketAddress;";
    add("java/net/Socket", "connect(" + address + ")V", "connect(" + address + "I)V");
    String input = "java/io/InputStream";
    add(input, "read()I", "read([B)I", "read([BII)I");
    add(input, "readNBytes([BII)I", "readNBytes(I)[B", "readAllBytes()[B");
    add("java/io/OutputStream", "write(I)V", "write([B)V", "write([BII)V");
    String channels = "java/nio/channels/";
    String buffer = "Ljava/nio/ByteBuffer;";
    add(channels + "ReadableByteChannel", "read(" + buffer + ")I");
    add(channels + "WritableByteChannel", "write(" + buffer + ")I");
    add(channels + "SocketChannel", "connect(" + address + ")Z");
    add(channels + "ServerSocketChannel", "accept()L" + channels + "SocketChannel;");
    for (String type : List.of("ReadableByteChannel", "WritableByteChannel")) {
      SUBTYPES.put(
          channels + type,
          Set.of(
              channels + "ByteChannel",
              channels + "SocketChannel",
              channels + "Pipe$SourceChannel",
              channels + "Pipe$SinkChannel"));
    }
    String path = "Ljava/nio/file/Path;";
    String charset = "Ljava/nio/charset/Charset;";
    String options = "[Ljava/nio/file/OpenOption;)" + path;
    addStatic(
        "java/nio/file/Files",
        "readAllBytes(" + path + ")[B",
        "readString(" + path + ")Ljava/lang/String;",
        "readString(" + path + charset + ")Ljava/lang/String;",
        "readAllLines(" + path + ")Ljava/util/List;",
        "readAllLines(" + path + charset + ")Ljava/util/List;",
        "write(" + path + "[B" + options,
        "writeString(" + path + "Ljava/lang/CharSequence;" + options,
        "copy(" + path + path + "[Ljava/nio/file/CopyOption;)" + path);
  }

  private static void add(String type, String... keys) {
    for (String key : keys) {
      METHODS.computeIfAbsent(key, k -> new ArrayList<>()).add(new Blocking(type, false));
    }
  }

  private static void addStatic(String type, String... keys) {
    for (String key : keys) {
      METHODS.computeIfAbsent(key, k -> new ArrayList<>()).add(new Blocking(type, true));
    }
  }

  private static void subtypes(String type, String... names) {
    Set<String> all = new HashSet<>();
    for (String name : names) {
      all.add(CONCURRENT + name);
    }
    SUBTYPES.put(CONCURRENT + type, all);
  }

  /**
   * The method of the runtime that stands in for a call, or null. Calls of {@code super}'s methods
   * have none: what a program overrides is its own.
   */
  @Nullable MethodInsnNode standIn(MethodInsnNode call) {
    List<Blocking> candidates = METHODS.get(call.name + call.desc);
    if (candidates == null || call.getOpcode() == Opcodes.INVOKESPECIAL) {
      return null;
    }
    for (Blocking each : candidates) {
      if (each.isStatic() == (call.getOpcode() == Opcodes.INVOKESTATIC) && isOn(call, each)) {
        String owner = Abi.standIn(each.type());
        String descriptor = each.standIn(call.desc);
        // A runtime that was loaded before the agent has no twins.
        return suspendability.isSuspendable(owner, call.name + descriptor)
            ? new MethodInsnNode(Opcodes.INVOKESTATIC, owner, call.name, descriptor, false)
            : null;
      }
    }
    return null;
  }

  /**
   * Whether a call names a type, or a subtype that may inherit the method. Only what is often
   * extended is worth looking for: for a class that a program has made of a stream or a channel
   * there is nothing to be gained.
   */
  private boolean isOn(MethodInsnNode call, Blocking method) {
    String owner = call.owner;
    String type = method.type();
    Set<String> subtypes = SUBTYPES.getOrDefault(type, Set.of());
    if (owner.equals(type) || subtypes.contains(owner)) {
      return true;
    }
    if (type.startsWith("java/io/")
        || type.startsWith("java/nio/")
        || owner.startsWith("java/")
        || owner.startsWith("[")) {
      return false;
    }
    if (method.isStatic()) {
      ClassHeader declaring = suspendability.declaringClass(owner, call.name + call.desc);
      return declaring != null && declaring.name().equals(type);
    }
    for (ClassHeader each : suspendability.supertypes(owner)) {
      if (each.name().equals(type)) {
        return true;
      }
    }
    return false;
  }
}
