package io.bobbin.tests.controls;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One thing that a tasklet of a random program does. */
record Step(Kind kind, int channel) {
  enum Kind {
    SEND,
    RECEIVE,
    YIELD
  }

  String begun(int tasklet) {
    return tasklet + " begins to " + kind + " " + channel;
  }

  String done(int tasklet) {
    return tasklet + " is through with " + kind + " " + channel;
  }

  /** Scripts for some tasklets. */
  static List<List<Step>> random(Random random, int tasklets, int length, int channels) {
    List<List<Step>> scripts = new ArrayList<>();
    for (int i = 0; i < tasklets; i++) {
      List<Step> script = new ArrayList<>();
      for (int k = random.nextInt(length); k >= 0; k--) {
        int kind = random.nextInt(9);
        script.add(
            new Step(
                kind == 0 ? Kind.YIELD : kind < 5 ? Kind.SEND : Kind.RECEIVE,
                random.nextInt(channels)));
      }
      scripts.add(script);
    }
    return scripts;
  }
}
