package io.bobbin.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/** What is in the packaged agent. */
class JarTest {
  private static final long LARGEST = 1 << 20;
  private static final String SHADED = "io/bobbin/agent/shaded/";

  @Test
  void holdsTheAgentTheWeaverAndRelocatedLibrariesOnly() throws IOException {
    assertThat(entries())
        .filteredOn(name -> name.endsWith(".class"))
        .isNotEmpty()
        .allMatch(
            name -> name.startsWith("io/bobbin/agent/") || name.startsWith("io/bobbin/weave/"))
        .filteredOn(name -> name.startsWith(SHADED))
        .allMatch(
            name -> name.startsWith(SHADED + "asm/") || name.startsWith(SHADED + "nanojson/"));
  }

  @Test
  void holdsItsLicencesAndNothingElseBesideClasses() throws IOException {
    assertThat(entries())
        .filteredOn(name -> !name.endsWith(".class") && !name.endsWith("/"))
        .containsExactlyInAnyOrder(
            "META-INF/MANIFEST.MF", "META-INF/LICENSE", "META-INF/licences/ASM.txt");
  }

  @Test
  void namesNothingButItselfAndTheJdk() throws IOException {
    TreeSet<String> strangers = new TreeSet<>();
    Remapper collector =
        new Remapper(Opcodes.ASM9) {
          @Override
          public String map(String internalName) {
            boolean known =
                internalName.startsWith("java/")
                    || internalName.startsWith("io/bobbin/agent/")
                    || internalName.startsWith("io/bobbin/weave/")
                    || internalName.startsWith("org/jspecify/annotations/"); // needed by compilers
            if (!known) {
              strangers.add(internalName);
            }
            return internalName;
          }
        };
    try (JarFile jar = jar()) {
      for (JarEntry entry : jar.stream().filter(e -> e.getName().endsWith(".class")).toList()) {
        try (InputStream in = jar.getInputStream(entry)) {
          new ClassReader(in)
              .accept(new ClassRemapper(new ClassVisitor(Opcodes.ASM9) {}, collector), 0);
        }
      }
    }
    assertThat(strangers).isEmpty();
  }

  @Test
  void isForJava17() throws IOException {
    try (JarFile jar = jar()) {
      for (JarEntry entry : jar.stream().filter(e -> e.getName().endsWith(".class")).toList()) {
        try (InputStream in = jar.getInputStream(entry)) {
          byte[] start = in.readNBytes(8);
          assertThat((int) start[7]).as(entry.getName()).isLessThanOrEqualTo(61);
        }
      }
    }
  }

  @Test
  void itsManifestNamesTheEntriesOfAnAgent() throws IOException {
    try (JarFile jar = jar()) {
      Attributes manifest = jar.getManifest().getMainAttributes();
      assertThat(manifest.getValue("Premain-Class")).isEqualTo("io.bobbin.agent.BobbinAgent");
      assertThat(manifest.getValue("Agent-Class")).isEqualTo("io.bobbin.agent.BobbinAgent");
      assertThat(manifest.getValue("Launcher-Agent-Class")).isEqualTo("io.bobbin.agent.LastAgent");
      assertThat(manifest.getValue("Can-Redefine-Classes")).isEqualTo("true");
      assertThat(manifest.getValue("Can-Retransform-Classes")).isEqualTo("true");
      assertThat(manifest.getValue("Automatic-Module-Name")).isEqualTo("io.bobbin.agent");
      assertThat(manifest.getValue("Implementation-Version")).matches("\\d+\\.\\d+\\.\\d+.*");
      assertThat(manifest.getValue("Boot-Class-Path")).isNull();
      assertThat(manifest.getValue("Class-Path")).isNull();
    }
  }

  @Test
  void isSmall() {
    assertThat(ChildJvm.agentJar().toFile().length()).isBetween(100_000L, LARGEST);
  }

  private static List<String> entries() throws IOException {
    try (JarFile jar = jar()) {
      List<String> names = jar.stream().map(JarEntry::getName).toList();
      assertThat(names).doesNotHaveDuplicates();
      return names;
    }
  }

  private static JarFile jar() throws IOException {
    return new JarFile(ChildJvm.agentJar().toFile());
  }
}
