package io.bobbin.examples.classfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClassFileTest {
  /** Writes the first part of a class file: all that is read of it. */
  private static final class Image {
    private final ByteArrayOutputStream constants = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(constants);
    private int count = 1;

    Image classNamed(String name) throws IOException {
      out.writeByte(1);
      out.writeUTF(name);
      out.writeByte(7);
      out.writeShort(count);
      count += 2;
      return this;
    }

    Image number(long value) throws IOException {
      out.writeByte(5);
      out.writeLong(value);
      count += 2;
      return this;
    }

    Image tag(int tag) throws IOException {
      out.writeByte(tag);
      count++;
      return this;
    }

    byte[] bytes(int self) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream image = new DataOutputStream(bytes);
      image.writeInt(0xCAFEBABE);
      image.writeInt(61);
      image.writeShort(count);
      image.write(constants.toByteArray());
      image.writeShort(0x0021);
      image.writeShort(self);
      return bytes.toByteArray();
    }
  }

  private static byte[] thisClass() throws IOException {
    try (InputStream in = ClassFileTest.class.getResourceAsStream("ClassFileTest.class")) {
      return in.readAllBytes();
    }
  }

  @Test
  void aClassOfThisProjectRefersToWhatItsSourceNames() throws IOException {
    byte[] bytes = thisClass();

    ClassFile file = ClassFile.parse(bytes);

    assertThat(file.name()).isEqualTo(ClassFileTest.class.getName());
    assertThat(file.size()).isEqualTo(bytes.length);
    assertThat(file.references())
        .contains("java.lang.Object", ClassFile.class.getName(), Image.class.getName())
        .doesNotContain(ClassFileTest.class.getName());
  }

  @Test
  void anArrayTypeRefersToItsElements() throws IOException {
    byte[] bytes =
        new Image().classNamed("p/C").classNamed("[[Lp/Element;").classNamed("[J").bytes(2);

    assertThat(ClassFile.parse(bytes)).isEqualTo(file("p.C", bytes, "p.Element"));
  }

  @Test
  void anEightByteConstantTakesTwoIndexes() throws IOException {
    byte[] bytes = new Image().number(7).classNamed("p/C").classNamed("p/D").bytes(4);

    assertThat(ClassFile.parse(bytes)).isEqualTo(file("p.C", bytes, "p.D"));
  }

  @Test
  void aNameNeedNotBeAscii() throws IOException {
    byte[] bytes = new Image().classNamed("p/C").classNamed("p/Größe\0\uD83E\uDDF5").bytes(2);

    assertThat(ClassFile.parse(bytes)).isEqualTo(file("p.C", bytes, "p.Größe\0\uD83E\uDDF5"));
  }

  @Test
  void whatDoesNotBeginAsAClassFileIsRefused() {
    assertThatThrownBy(() -> ClassFile.parse("PK\3\4 and so on".getBytes()))
        .isInstanceOf(MalformedClassException.class)
        .hasMessage("does not begin with CAFEBABE");
  }

  @Test
  void anUnknownTagIsRefused() throws IOException {
    byte[] bytes = new Image().classNamed("p/C").tag(2).bytes(2);

    assertThatThrownBy(() -> ClassFile.parse(bytes))
        .isInstanceOf(MalformedClassException.class)
        .hasMessage("unknown constant tag 2 at 19");
  }

  @Test
  void anIndexToAnotherKindOfConstantIsRefused() throws IOException {
    byte[] bytes = new Image().classNamed("p/C").bytes(1);

    assertThatThrownBy(() -> ClassFile.parse(bytes))
        .isInstanceOf(MalformedClassException.class)
        .hasMessage("constant 1 has not the tag 7");
  }

  @Test
  void aTruncatedFileIsRefusedWhereverItEnds() throws IOException {
    byte[] bytes = new Image().number(7).classNamed("p/C").classNamed("p/Größe").bytes(4);

    for (int length = 0; length < bytes.length; length++) {
      byte[] truncated = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> ClassFile.parse(truncated))
          .as("after %d bytes", length)
          .isInstanceOf(MalformedClassException.class);
    }
  }

  private static ClassFile file(String name, byte[] bytes, String... references) {
    return new ClassFile(name, bytes.length, Set.of(references));
  }
}
