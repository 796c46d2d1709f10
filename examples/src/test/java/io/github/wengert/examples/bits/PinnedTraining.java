package io.github.wengert.examples.bits;

import static java.util.Objects.requireNonNull;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import io.github.wengert.examples.Checksum;
import io.github.wengert.examples.DigitsMain;
import io.github.wengert.examples.LeNet;
import io.github.wengert.nn.Activation;
import io.github.wengert.nn.AvgPool2d;
import io.github.wengert.nn.BatchNorm;
import io.github.wengert.nn.Conv2d;
import io.github.wengert.nn.CrossEntropyLoss;
import io.github.wengert.nn.Dense;
import io.github.wengert.nn.Dropout;
import io.github.wengert.nn.Embedding;
import io.github.wengert.nn.Flatten;
import io.github.wengert.nn.Initializer;
import io.github.wengert.nn.Layer;
import io.github.wengert.nn.LayerNorm;
import io.github.wengert.nn.MaxPool2d;
import io.github.wengert.nn.Mlp;
import io.github.wengert.nn.MultiMarginLoss;
import io.github.wengert.nn.Prelu;
import io.github.wengert.nn.Residual;
import io.github.wengert.nn.Sequential;
import io.github.wengert.ops.BatchLoss;
import io.github.wengert.ops.Conv2dOptions;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Losses;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.ParameterRole;
import io.github.wengert.ops.Pool2dOptions;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Reduction;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.optim.Adagrad;
import io.github.wengert.optim.Adam;
import io.github.wengert.optim.AdamW;
import io.github.wengert.optim.Batches;
import io.github.wengert.optim.Dataset;
import io.github.wengert.optim.Lbfgs;
import io.github.wengert.optim.Optimizer;
import io.github.wengert.optim.RmsProp;
import io.github.wengert.optim.Sgd;
import io.github.wengert.optim.Trainer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A short training, and the checksums of the parameters that it ends with, for elements of either
 * type: the same on every machine. Samples are random, a function of a key, but for the digits.
 *
 * <p>Together they use each family of kernels: large, thin and transposed products, convolution and
 * pooling, functions of elements, sums and norms along rows and columns, softmax, losses, and the
 * updates of the optimizers.
 */
enum PinnedTraining {
  /** The main job, with fewer passes over the data. */
  DIGITS("da2b206d", "6df4e38e") {
    @Override
    String checksum(DType dtype) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
      int exitCode =
          DigitsMain.run(stream, stream, false, "--epochs", "2", "--dtype", dtype.name());
      String output = out.toString(StandardCharsets.UTF_8).strip();
      if (exitCode != 0) {
        throw new IllegalStateException(output);
      }
      return requireNonNull(Iterables.getLast(Splitter.on(' ').split(output)));
    }
  },

  PIXELS("940b6a7b", "793268a4") {
    @Override
    String checksum(DType dtype) {
      Mlp net = Mlp.builder(KEY, 3072, 100, CLASSES).dtype(dtype).build();
      Sgd sgd = Sgd.on(net.parameters()).learningRate(0.01).weightDecay(1e-4).build();
      return train(net, sgd, Losses::crossEntropy, Shape.of(64, 3072), dtype);
    }
  },

  LENET("796de502", "b7ac5f1a") {
    @Override
    String checksum(DType dtype) {
      Layer net = LeNet.of(CLASSES, dtype, KEY);
      Sgd sgd = Sgd.on(net.parameters()).learningRate(0.02).momentum(0.9).build();
      return train(net, sgd, Losses::crossEntropy, Shape.of(20, 1, 28, 28), dtype);
    }
  },

  TANH("ab2d300f", "667f4f5b") {
    @Override
    String checksum(DType dtype) {
      Mlp net = perceptron(Activation.TANH, dtype);
      Sgd sgd = Sgd.on(net.parameters()).learningRate(0.05).momentum(0.9).nesterov(true).build();
      return train(net, sgd, Losses::crossEntropy, ROWS, dtype);
    }
  },

  SIGMOID("227b923f", "c8990910") {
    @Override
    String checksum(DType dtype) {
      Mlp net = perceptron(Activation.SIGMOID, dtype);
      RmsProp rmsProp = RmsProp.on(net.parameters()).learningRate(0.003).build();
      return train(net, rmsProp, Losses::crossEntropy, ROWS, dtype);
    }
  },

  MAXOUT("ed2ae510", "bf566d1b") {
    @Override
    String checksum(DType dtype) {
      Mlp net = Mlp.builder(KEY, inputs(), 40, CLASSES).maxout(5).dtype(dtype).build();
      Adagrad adagrad = Adagrad.on(net.parameters()).learningRate(0.02).build();
      return train(net, adagrad, MultiMarginLoss.DEFAULT, ROWS, dtype);
    }
  },

  /** Layer normalisation, exact GELU, dropout. */
  GELU("ba32c99a", "6a4a8025") {
    @Override
    String checksum(DType dtype) {
      Layer net =
          Sequential.of(
              Dense.of("lower", inputs(), 60, Initializer.HE, dtype, KEY),
              LayerNorm.of("norm", Shape.of(60), dtype),
              Activation.GELU,
              new Dropout(0.3),
              Dense.of("upper", 60, CLASSES, Initializer.GLOROT, dtype, KEY));
      Adam adam = Adam.on(net.parameters()).learningRate(0.003).build();
      CrossEntropyLoss smoothed = CrossEntropyLoss.DEFAULT.withLabelSmoothing(0.1);
      return train(net, adam, smoothed, ROWS, dtype);
    }
  },

  /** Batch normalisation, SiLU, and a shortcut past a layer. */
  BATCH_NORM("4e1f3950", "ff7b0e5d") {
    @Override
    String checksum(DType dtype) {
      Layer net =
          Sequential.of(
              Dense.of("lower", inputs(), 48, Initializer.HE, dtype, KEY),
              BatchNorm.builder("norm", 48).dtype(dtype).build(),
              Activation.SILU,
              new Residual(
                  Sequential.of(
                      Dense.of("middle", 48, 48, Initializer.HE, dtype, KEY),
                      Activation.GELU_TANH)),
              Dense.of("upper", 48, CLASSES, Initializer.GLOROT, dtype, KEY));
      AdamW adamW = AdamW.on(net.parameters()).learningRate(0.003).weightDecay(0.01).build();
      return train(net, adamW, Losses::crossEntropy, ROWS, dtype);
    }
  },

  /** Convolution with strides, gaps and groups; windows that overlap, their means and maxima. */
  CONVOLUTION("535fb9af", "936542e0") {
    @Override
    String checksum(DType dtype) {
      Conv2dOptions grouped = Conv2dOptions.DEFAULT.withGroups(2).withDilation(2).withPadding(2);
      Layer net =
          Sequential.of(
              Conv2d.builder(3, 8, 3, KEY)
                  .options(Conv2dOptions.DEFAULT.withStride(2))
                  .dtype(dtype)
                  .name("first")
                  .build(),
              BatchNorm.builder("norm", 8).dtype(dtype).build(),
              Activation.elu(1),
              AvgPool2d.of(Pool2dOptions.of(3).withStride(2).withPadding(1)),
              Conv2d.builder(8, 12, 3, KEY).options(grouped).dtype(dtype).name("second").build(),
              Activation.leakyRelu(0.01),
              new MaxPool2d(Pool2dOptions.of(3).withStride(1)),
              new Flatten(),
              Dense.of("scores", 12 * 16, CLASSES, Initializer.GLOROT, dtype, KEY));
      Sgd sgd = Sgd.on(net.parameters()).learningRate(0.05).momentum(0.9).build();
      return train(net, sgd, Losses::crossEntropy, Shape.of(17, 3, 25, 25), dtype);
    }
  },

  /** Queries, keys and values of an embedded text: products of many small matrices, and softmax. */
  ATTENTION("4f256b6c", "128ad012") {
    private static final int WORDS = 24;
    private static final int WIDTH = 32;

    @Override
    String checksum(DType dtype) {
      Embedding embedding = Embedding.of("words", 50, WIDTH, dtype, KEY);
      Prelu prelu = Prelu.of("prelu", WIDTH, dtype);
      List<Parameter> parameters = new ArrayList<>(embedding.parameters());
      parameters.addAll(prelu.parameters());
      Function<String, Parameter> matrix =
          name -> {
            Shape shape = Shape.of(WIDTH, WIDTH);
            Parameter created =
                Parameter.of(
                    name,
                    ParameterRole.WEIGHT,
                    RandomTensors.glorotNormal(KEY.split(name), dtype, shape));
            parameters.add(created);
            return created;
          };
      Parameter query = matrix.apply("query");
      Parameter key = matrix.apply("key");
      Parameter value = matrix.apply("value");
      Indices text = classes(WORDS, 50);
      Indices next = classes(WORDS, WIDTH);
      Adam adam = Adam.on(parameters).learningRate(0.01).build();
      for (int step = 0; step < STEPS; step++) {
        adam.step(() -> {
          Tensor x = embedding.apply(text);
          Tensor scores = Ops.matmul(Ops.matmul(x, query), Ops.matmul(x, key), false, true); // Q Kᵀ
          Tensor weights = Ops.softmax(Ops.mul(scores, 1 / Math.sqrt(WIDTH)), 1);
          Tensor y = prelu.apply(Ops.matmul(weights, Ops.matmul(x, value)));
          return Losses.nll(Ops.logSoftmax(y, 1), next, Reduction.MEAN);
        });
      }
      return Checksum.of(parameters);
    }
  },

  /** A curve of all kinds of functions, fitted with curvature: L-BFGS. */
  CURVE("b45823f0", "41f8875c") {
    @Override
    String checksum(DType dtype) {
      Tensor x = RandomTensors.normal(KEY, dtype, Shape.of(900), 0, 2);
      Tensor y = Ops.div(x, Ops.add(Ops.abs(x), 1));
      Parameter w =
          Parameter.of(
              "w", ParameterRole.WEIGHT, RandomTensors.uniform(KEY, dtype, Shape.of(9), 0.1, 0.5));
      Lbfgs.on(List.of(w))
          .iterations(6)
          .build()
          .minimize(() -> {
            Tensor positive = Ops.add(Ops.square(x), 0.5);
            Tensor curve =
                Ops.matmul(
                    Ops.stack(
                        List.of(
                            Ops.erf(x),
                            Ops.normalCdf(x),
                            Ops.log(positive),
                            Ops.log1p(positive),
                            Ops.expm1(Ops.mul(Ops.abs(x), -1)),
                            Ops.pow(positive, Ops.tanh(x)),
                            Ops.logSigmoid(x),
                            Ops.sqrt(positive),
                            Ops.softplus(Ops.mul(x, Ops.exp(Ops.neg(positive))))),
                        1),
                    Ops.expandDims(w, 1));
            Tensor scale = Ops.add(Ops.norm(w), Ops.std(Ops.softplus(w)));
            return Ops.add(
                Losses.huber(Ops.reshape(curve, x.shape()), y, 0.3, Reduction.MEAN),
                Ops.mul(Ops.pow(scale, 1.5), 1e-3));
          });
      return Checksum.of(List.of(w));
    }
  },

  /**
   * Functions of elements at many points, each of which descends by the function's slope. What sums
   * of them hide shows here: the last bit of a value.
   */
  FUNCTIONS("37f46cb6", "fcdcc5de") {
    private static final int POINTS = 20_000;

    @Override
    String checksum(DType dtype) {
      List<Parameter> results = new ArrayList<>();
      for (int i = 0; i < FUNCTIONS_OF_ELEMENTS.size(); i++) {
        UnaryOperator<Tensor> function = FUNCTIONS_OF_ELEMENTS.get(i);
        Tensor first = RandomTensors.normal(KEY.split(i), dtype, Shape.of(POINTS), 0, 2);
        Parameter points = Parameter.of("points " + i, first);
        Sgd sgd = Sgd.on(List.of(points)).learningRate(0.5).build();
        sgd.step(() -> Ops.sum(function.apply(points)));
        results.add(points);
        results.add(Parameter.of("values " + i, function.apply(points)));
      }
      return Checksum.of(results);
    }
  };

  private static final ImmutableList<UnaryOperator<Tensor>> FUNCTIONS_OF_ELEMENTS =
      ImmutableList.of(
          Ops::exp,
          Ops::expm1,
          x -> Ops.log(Ops.abs(x)),
          x -> Ops.log1p(Ops.abs(x)),
          x -> Ops.pow(Ops.abs(x), 1.7),
          x -> Ops.pow(Ops.add(Ops.square(x), 0.1), x),
          Ops::tanh,
          Ops::sigmoid,
          Ops::logSigmoid,
          Ops::softplus,
          Ops::silu,
          Ops::gelu,
          Ops::geluTanh,
          Ops::erf,
          Ops::normalCdf,
          x -> Ops.elu(x, 1.3),
          x -> Ops.sqrt(Ops.abs(x)));

  private static final int STEPS = 6;
  private static final int CLASSES = 10;

  /** Of the samples of the small nets: an odd number of them, so that no vector fits. */
  private static final Shape ROWS = Shape.of(51, 203);

  private static final Key KEY = Key.of(20_260_101);

  private final String narrow;
  private final String wide;

  PinnedTraining(String narrow, String wide) {
    this.narrow = narrow;
    this.wide = wide;
  }

  /** Returns the checksum that the training must end with. */
  String pinned(DType dtype) {
    return dtype == DType.F32 ? narrow : wide;
  }

  /** Trains and returns the checksum of what came out. */
  abstract String checksum(DType dtype);

  private static int inputs() {
    return ROWS.size(1);
  }

  private static Mlp perceptron(Activation activation, DType dtype) {
    return Mlp.builder(KEY, inputs(), 60, 37, CLASSES).activation(activation).dtype(dtype).build();
  }

  /** Trains by random samples, in batches of two thirds of them. */
  private static String train(
      Layer net, Optimizer optimizer, BatchLoss<Indices> loss, Shape samples, DType dtype) {
    int n = samples.size(0);
    Tensor inputs = RandomTensors.normal(KEY.split("samples"), dtype, samples, 0, 1);
    Dataset data = new Dataset(inputs, classes(n, CLASSES), CLASSES);
    Batches batches = new Batches(data, 2 * n / 3, KEY.split("batches"));
    new Trainer(net, optimizer, loss, KEY).train(batches, STEPS / 2, progress -> {});
    List<Parameter> all = new ArrayList<>(net.parameters());
    all.addAll(net.buffers());
    return Checksum.of(all);
  }

  private static Indices classes(int n, int classes) {
    Key key = KEY.split("labels");
    int[] drawn = new int[n];
    for (int i = 0; i < n; i++) {
      drawn[i] = (int) (classes * key.uniform(i));
    }
    return Indices.of(drawn);
  }
}
