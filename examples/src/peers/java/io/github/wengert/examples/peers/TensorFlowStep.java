package io.github.wengert.examples.peers;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Assign;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;

/**
 * The step by TensorFlow, as a graph that is built once: parameters and samples are variables of
 * it, so that a run copies nothing.
 */
final class TensorFlowStep implements TrainingStep {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);
  private final Session session;
  private final Operand<TFloat32> loss;
  private final Op update;

  TensorFlowStep(TrainingRow row, StepData data, double weightDecay, int threads) {
    // No pool for operations: the caller's thread runs them one after the other.
    ConfigProto config =
        ConfigProto.newBuilder()
            .setInterOpParallelismThreads(-1)
            .setIntraOpParallelismThreads(threads)
            .build();
    session = new Session(graph, config);
    Operand<TFloat32> x = variable(data.inputs, row.batch(), row.inputs());
    Operand<TFloat32> target = variable(data.targets, row.batch(), row.outputs());
    List<Variable<TFloat32>> parameters = new ArrayList<>();
    for (int layer = 0; layer < row.layers(); layer++) {
      int rows = row.rows(layer);
      int fanIn = row.fanIn(layer);
      parameters.add(variable(transpose(data.weights.get(layer), rows, fanIn), fanIn, rows));
      parameters.add(variable(data.biases.get(layer), row.rows(layer)));
    }
    loss = loss(row, predict(row, x, parameters), target);
    update = update(parameters, (float) weightDecay);
  }

  /** This engine's layers have their weights as {@code [fan-in, rows]}. */
  private static float[] transpose(float[] w, int rows, int columns) {
    float[] transposed = new float[w.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        transposed[j * rows + i] = w[i * columns + j];
      }
    }
    return transposed;
  }

  private Variable<TFloat32> variable(float[] content, long... sizes) {
    Shape shape = Shape.of(sizes);
    Variable<TFloat32> variable = tf.variable(shape, TFloat32.class);
    Placeholder<TFloat32> initial = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
    Assign<TFloat32> assign = tf.assign(variable, initial);
    try (TFloat32 tensor = TFloat32.tensorOf(shape, DataBuffers.of(content))) {
      session.runner().feed(initial, tensor).addTarget(assign).run().close();
    }
    return variable;
  }

  private Operand<TFloat32> predict(
      TrainingRow row, Operand<TFloat32> x, List<Variable<TFloat32>> parameters) {
    Operand<TFloat32> y = x;
    for (int layer = 0; layer < row.layers(); layer++) {
      y = tf.linalg.matMul(y, parameters.get(2 * layer));
      y = tf.nn.biasAdd(y, parameters.get(2 * layer + 1));
      if (!row.isLast(layer)) {
        y =
            switch (row.units()) {
              case RELU -> tf.nn.relu(y);
              case TANH -> tf.math.tanh(y);
              case MAXOUT -> {
                int units = row.rows(layer) / TrainingRow.PIECES;
                int[] pieces = {row.batch(), units, TrainingRow.PIECES};
                yield tf.max(tf.reshape(y, tf.constant(pieces)), tf.constant(2));
              }
            };
      }
    }
    return y;
  }

  private Operand<TFloat32> loss(
      TrainingRow row, Operand<TFloat32> prediction, Operand<TFloat32> target) {
    return row.classifies()
        ? tf.math.mean(
            tf.nn.softmaxCrossEntropyWithLogits(prediction, target).loss(), tf.constant(0))
        : tf.math.mean(
            tf.math.squaredDifference(prediction, target), tf.constant(new int[] {0, 1}));
  }

  /** Updates in place, but not before every gradient is computed: some read what it changes. */
  private Op update(List<Variable<TFloat32>> parameters, float weightDecay) {
    Gradients gradients = tf.gradients(loss, parameters);
    List<Op> computed = new ArrayList<>();
    for (Output<?> gradient : gradients.dy()) {
      computed.add(gradient);
    }
    computed.add(loss);
    Ops then = tf.withControlDependencies(computed);
    List<Op> updates = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      Variable<TFloat32> w = parameters.get(i);
      Operand<TFloat32> gradient = gradients.dy(i);
      Operand<TFloat32> decayed =
          then.math.add(gradient, then.math.mul(w, tf.constant(weightDecay)));
      updates.add(then.train.applyGradientDescent(w, tf.constant((float) LEARNING_RATE), decayed));
    }
    return tf.withControlDependencies(updates).noOp();
  }

  @Override
  public void run() {
    session.runner().addTarget(update).run().close();
  }

  @Override
  public double runForLoss() {
    try (var result = session.runner().addTarget(update).fetch(loss).run()) {
      return ((TFloat32) result.get(0)).getFloat();
    }
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
