package io.github.wengert.examples;

import static io.github.wengert.autograd.Autograd.differentiate;
import static io.github.wengert.ops.DType.F64;
import static io.github.wengert.ops.Losses.crossEntropy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wengert.nn.Accuracy;
import io.github.wengert.nn.CrossEntropyLoss;
import io.github.wengert.nn.Dense;
import io.github.wengert.nn.Dropout;
import io.github.wengert.nn.Sequential;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.Training;
import io.github.wengert.optim.Batches;
import io.github.wengert.optim.Dataset;
import io.github.wengert.optim.Sgd;
import io.github.wengert.optim.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of the page is what stands here between two marks, and its messages are real. */
final class GettingStartedPageTest {
  private static final Page PAGE = Page.of("docs/getting-started.md", GettingStartedPageTest.class);

  private static final Key key = Key.of(5);
  private static final Tensor x = Tensor.of(Shape.of(2, 4), 1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f);
  private static final Indices labels = Indices.of(0, 2);

  @TempDir private Path folder;

  private static Sequential net(int inputs, int classes) {
    return Sequential.of(Dense.of("layers.0", inputs, classes, key));
  }

  private static Sgd sgd(Sequential net, double learningRate) {
    return Sgd.on(net.parameters()).learningRate(learningRate).build();
  }

  @Test
  void an_array_becomes_a_tensor() {
    // page
    float[] measured = {5.1f, 3.5f, 1.4f, 0.2f, 6.3f, 3.3f, 6.0f, 2.5f};
    Tensor inputs = Tensor.of(Shape.of(2, 4), measured);
    Indices species = Indices.of(0, 2);
    // end
    assertThat(inputs.at(1, 0)).isEqualTo(6.3f);
    assertThat(species.get(1)).isEqualTo(2);
  }

  @Test
  void a_file_becomes_a_data_set_that_a_network_learns() throws IOException {
    List<String> written = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      written.add("%d,%d,%d".formatted(i % 8, i % 5, i % 8 < 4 ? 0 : 1));
    }
    Path file = Files.write(folder.resolve("samples.csv"), written);
    // page
    List<String> lines = Files.readAllLines(file);
    float[] cells = new float[2 * lines.size()];
    int[] classes = new int[lines.size()];
    for (int i = 0; i < classes.length; i++) {
      String[] columns = lines.get(i).split(",", -1);
      cells[2 * i] = Float.parseFloat(columns[0]);
      cells[2 * i + 1] = Float.parseFloat(columns[1]);
      classes[i] = Integer.parseInt(columns[2]);
    }
    Dataset data =
        new Dataset(Tensor.of(Shape.of(classes.length, 2), cells), Indices.of(classes), 2);
    // end
    assertThat(data.requireFinite().size()).isEqualTo(32);
    Sequential net = net(2, 2);
    Sgd sgd = sgd(net, 0.1);
    // page
    Dataset.Split split = data.stratifiedSplit(0.25, key); // a quarter of each class is held out
    for (Dataset batch : new Batches(split.train(), 8, key).epoch(0)) {
      sgd.step(() -> crossEntropy(net.apply(batch.inputs()), batch.labels()));
    }
    Accuracy accuracy = Accuracy.of(net.apply(split.test().inputs()), split.test().labels());
    // end
    assertThat(accuracy.samples()).isEqualTo(8);
  }

  @Test
  void a_scope_says_that_a_network_trains() {
    Sequential withDropout = Sequential.of(new Dropout(0.5), Dense.of("layers.0", 4, 3, key));
    Sequential without = net(4, 3);
    Sgd sgd = sgd(withDropout, 0.1);
    Sgd other = sgd(without, 0.1);
    for (int step = 0; step < 20; step++) {
      other.step(() -> crossEntropy(without.apply(x), labels));
    }
    // page
    for (int step = 0; step < 20; step++) {
      Training.in(
          key.split(step), () -> sgd.step(() -> crossEntropy(withDropout.apply(x), labels)));
    }
    Tensor evaluated = withDropout.apply(x); // no unit is dropped
    // end
    assertThat(evaluated.toDoubleArray()).isNotEqualTo(without.apply(x).toDoubleArray());
    without.parameters().getFirst().assign(withDropout.parameters().getFirst());
    without.parameters().getLast().assign(withDropout.parameters().getLast());
    assertThat(evaluated.toDoubleArray()).isEqualTo(without.apply(x).toDoubleArray());
  }

  @Test
  void the_first_errors_are_those_of_the_page() {
    Sequential net = net(4, 3);
    Sequential other = Sequential.of(Dense.of("layers.1", 4, 3, key));
    List<Parameter> both = new ArrayList<>(net.parameters());
    both.addAll(other.parameters());
    Sgd sgd = sgd(net, 0.1);
    List<ThrowingCallable> mistakes =
        List.of(
            () -> net(784, 10).apply(x),
            () -> net.apply(Tensor.zeros(F64, Shape.of(2, 4))),
            () -> crossEntropy(net.apply(x), Indices.of(1, 3)),
            () -> differentiate(both, () -> crossEntropy(net.apply(x), labels)),
            () -> sgd.step(() -> net.apply(x)),
            () ->
                differentiate(
                    net.parameters(),
                    () -> {
                      Tensor loss = crossEntropy(net.apply(x), labels);
                      Parameter weight = net.parameters().getFirst();
                      weight.assign(weight);
                      return loss;
                    }),
            () ->
                new Trainer(net, sgd(net, 1e38), CrossEntropyLoss.DEFAULT)
                    .train(new Batches(new Dataset(x, labels, 3), 2, key), 20, progress -> {}));
    for (ThrowingCallable mistake : mistakes) {
      String message = catchThrowable(mistake).getMessage();
      assertThat(PAGE.text()).contains("```\n" + message + "\n```");
    }
  }

  @Test
  void the_code_of_the_page_is_the_code_above() {
    assertThat(PAGE.shownCode()).hasSize(4).isEqualTo(PAGE.runCode());
  }
}
