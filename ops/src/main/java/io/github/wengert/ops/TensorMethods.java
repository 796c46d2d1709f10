package io.github.wengert.ops;

/**
 * The operations of {@link Ops} as methods of a tensor, to be chained: {@code W1.matmul(x).relu()}.
 */
sealed interface TensorMethods permits Tensor {
  private Tensor self() {
    return (Tensor) this;
  }

  /** Returns {@link Ops#add(Tensor, Tensor) add(this, b)}. */
  default Tensor add(Tensor b) {
    return Ops.add(self(), b);
  }

  /** Returns {@link Ops#add(Tensor, double) add(this, c)}. */
  default Tensor add(double c) {
    return Ops.add(self(), c);
  }

  /** Returns {@link Ops#sub(Tensor, Tensor) sub(this, b)}. */
  default Tensor sub(Tensor b) {
    return Ops.sub(self(), b);
  }

  /** Returns {@link Ops#sub(Tensor, double) sub(this, c)}. */
  default Tensor sub(double c) {
    return Ops.sub(self(), c);
  }

  /** Returns {@link Ops#mul(Tensor, Tensor) mul(this, b)}. */
  default Tensor mul(Tensor b) {
    return Ops.mul(self(), b);
  }

  /** Returns {@link Ops#mul(Tensor, double) mul(this, c)}. */
  default Tensor mul(double c) {
    return Ops.mul(self(), c);
  }

  /** Returns {@link Ops#div(Tensor, Tensor) div(this, b)}. */
  default Tensor div(Tensor b) {
    return Ops.div(self(), b);
  }

  /** Returns {@link Ops#div(Tensor, double) div(this, c)}. */
  default Tensor div(double c) {
    return Ops.div(self(), c);
  }

  /** Returns {@link Ops#neg(Tensor) neg(this)}. */
  default Tensor neg() {
    return Ops.neg(self());
  }

  /** Returns {@link Ops#maximum(Tensor, Tensor) maximum(this, b)}. */
  default Tensor maximum(Tensor b) {
    return Ops.maximum(self(), b);
  }

  /** Returns {@link Ops#minimum(Tensor, Tensor) minimum(this, b)}. */
  default Tensor minimum(Tensor b) {
    return Ops.minimum(self(), b);
  }

  /** Returns {@link Ops#pow(Tensor, Tensor) pow(this, b)}. */
  default Tensor pow(Tensor b) {
    return Ops.pow(self(), b);
  }

  /** Returns {@link Ops#pow(Tensor, double) pow(this, exponent)}. */
  default Tensor pow(double exponent) {
    return Ops.pow(self(), exponent);
  }

  /** Returns {@link Ops#square(Tensor) square(this)}. */
  default Tensor square() {
    return Ops.square(self());
  }

  /** Returns {@link Ops#sqrt(Tensor) sqrt(this)}. */
  default Tensor sqrt() {
    return Ops.sqrt(self());
  }

  /** Returns {@link Ops#abs(Tensor) abs(this)}. */
  default Tensor abs() {
    return Ops.abs(self());
  }

  /** Returns {@link Ops#exp(Tensor) exp(this)}. */
  default Tensor exp() {
    return Ops.exp(self());
  }

  /** Returns {@link Ops#expm1(Tensor) expm1(this)}. */
  default Tensor expm1() {
    return Ops.expm1(self());
  }

  /** Returns {@link Ops#log(Tensor) log(this)}. */
  default Tensor log() {
    return Ops.log(self());
  }

  /** Returns {@link Ops#log1p(Tensor) log1p(this)}. */
  default Tensor log1p() {
    return Ops.log1p(self());
  }

  /** Returns {@link Ops#erf(Tensor) erf(this)}. */
  default Tensor erf() {
    return Ops.erf(self());
  }

  /** Returns {@link Ops#normalCdf(Tensor) normalCdf(this)}. */
  default Tensor normalCdf() {
    return Ops.normalCdf(self());
  }

  /** Returns {@link Ops#clamp(Tensor, double, double) clamp(this, min, max)}. */
  default Tensor clamp(double min, double max) {
    return Ops.clamp(self(), min, max);
  }

  /** Returns {@link Ops#to(Tensor, DType) to(this, dtype)}. */
  default Tensor to(DType dtype) {
    return Ops.to(self(), dtype);
  }

  /** Returns {@link Ops#matmul(Tensor, Tensor) matmul(this, b)}. */
  default Tensor matmul(Tensor b) {
    return Ops.matmul(self(), b);
  }

  /**
   * Returns {@link Ops#matmul(Tensor, Tensor, boolean, boolean) matmul(this, b, transposeA,
   * transposeB)}.
   */
  default Tensor matmul(Tensor b, boolean transposeA, boolean transposeB) {
    return Ops.matmul(self(), b, transposeA, transposeB);
  }

  /** Returns {@link Ops#linear(Tensor, Tensor, Tensor) linear(this, weight, bias)}. */
  default Tensor linear(Tensor weight, Tensor bias) {
    return Ops.linear(self(), weight, bias);
  }

  /**
   * Returns {@link Ops#linear(Tensor, Tensor, Tensor, FusedActivation) linear(this, weight, bias,
   * function)}.
   */
  default Tensor linear(Tensor weight, Tensor bias, FusedActivation function) {
    return Ops.linear(self(), weight, bias, function);
  }

  /** Returns {@link Ops#conv2d(Tensor, Tensor, Conv2dOptions) conv2d(this, weight, options)}. */
  default Tensor conv2d(Tensor weight, Conv2dOptions options) {
    return Ops.conv2d(self(), weight, options);
  }

  /**
   * Returns {@link Ops#conv2d(Tensor, Tensor, Tensor, Conv2dOptions) conv2d(this, weight, bias,
   * options)}.
   */
  default Tensor conv2d(Tensor weight, Tensor bias, Conv2dOptions options) {
    return Ops.conv2d(self(), weight, bias, options);
  }

  /** Returns {@link Ops#maxPool2d(Tensor, Pool2dOptions) maxPool2d(this, options)}. */
  default Tensor maxPool2d(Pool2dOptions options) {
    return Ops.maxPool2d(self(), options);
  }

  /** Returns {@link Ops#avgPool2d(Tensor, Pool2dOptions) avgPool2d(this, options)}. */
  default Tensor avgPool2d(Pool2dOptions options) {
    return Ops.avgPool2d(self(), options);
  }

  /**
   * Returns {@link Ops#avgPool2d(Tensor, Pool2dOptions, boolean) avgPool2d(this, options,
   * countPadding)}.
   */
  default Tensor avgPool2d(Pool2dOptions options, boolean countPadding) {
    return Ops.avgPool2d(self(), options, countPadding);
  }

  /** Returns {@link Ops#sum(Tensor, int...) sum(this, axes)}. */
  default Tensor sum(int... axes) {
    return Ops.sum(self(), axes);
  }

  /** Returns {@link Ops#sumKeepingAxes(Tensor, int...) sumKeepingAxes(this, axes)}. */
  default Tensor sumKeepingAxes(int... axes) {
    return Ops.sumKeepingAxes(self(), axes);
  }

  /** Returns {@link Ops#mean(Tensor, int...) mean(this, axes)}. */
  default Tensor mean(int... axes) {
    return Ops.mean(self(), axes);
  }

  /** Returns {@link Ops#meanKeepingAxes(Tensor, int...) meanKeepingAxes(this, axes)}. */
  default Tensor meanKeepingAxes(int... axes) {
    return Ops.meanKeepingAxes(self(), axes);
  }

  /** Returns {@link Ops#max(Tensor, int...) max(this, axes)}. */
  default Tensor max(int... axes) {
    return Ops.max(self(), axes);
  }

  /** Returns {@link Ops#maxKeepingAxes(Tensor, int...) maxKeepingAxes(this, axes)}. */
  default Tensor maxKeepingAxes(int... axes) {
    return Ops.maxKeepingAxes(self(), axes);
  }

  /** Returns {@link Ops#min(Tensor, int...) min(this, axes)}. */
  default Tensor min(int... axes) {
    return Ops.min(self(), axes);
  }

  /** Returns {@link Ops#minKeepingAxes(Tensor, int...) minKeepingAxes(this, axes)}. */
  default Tensor minKeepingAxes(int... axes) {
    return Ops.minKeepingAxes(self(), axes);
  }

  /** Returns {@link Ops#prod(Tensor, int...) prod(this, axes)}. */
  default Tensor prod(int... axes) {
    return Ops.prod(self(), axes);
  }

  /** Returns {@link Ops#prodKeepingAxes(Tensor, int...) prodKeepingAxes(this, axes)}. */
  default Tensor prodKeepingAxes(int... axes) {
    return Ops.prodKeepingAxes(self(), axes);
  }

  /** Returns {@link Ops#norm(Tensor, int...) norm(this, axes)}. */
  default Tensor norm(int... axes) {
    return Ops.norm(self(), axes);
  }

  /** Returns {@link Ops#normKeepingAxes(Tensor, int...) normKeepingAxes(this, axes)}. */
  default Tensor normKeepingAxes(int... axes) {
    return Ops.normKeepingAxes(self(), axes);
  }

  /** Returns {@link Ops#logSumExp(Tensor, int...) logSumExp(this, axes)}. */
  default Tensor logSumExp(int... axes) {
    return Ops.logSumExp(self(), axes);
  }

  /** Returns {@link Ops#logSumExpKeepingAxes(Tensor, int...) logSumExpKeepingAxes(this, axes)}. */
  default Tensor logSumExpKeepingAxes(int... axes) {
    return Ops.logSumExpKeepingAxes(self(), axes);
  }

  /** Returns {@link Ops#variance(Tensor, int...) variance(this, axes)}. */
  default Tensor variance(int... axes) {
    return Ops.variance(self(), axes);
  }

  /** Returns {@link Ops#varianceKeepingAxes(Tensor, int...) varianceKeepingAxes(this, axes)}. */
  default Tensor varianceKeepingAxes(int... axes) {
    return Ops.varianceKeepingAxes(self(), axes);
  }

  /** Returns {@link Ops#sampleVariance(Tensor, int...) sampleVariance(this, axes)}. */
  default Tensor sampleVariance(int... axes) {
    return Ops.sampleVariance(self(), axes);
  }

  /**
   * Returns {@link Ops#sampleVarianceKeepingAxes(Tensor, int...) sampleVarianceKeepingAxes(this,
   * axes)}.
   */
  default Tensor sampleVarianceKeepingAxes(int... axes) {
    return Ops.sampleVarianceKeepingAxes(self(), axes);
  }

  /** Returns {@link Ops#std(Tensor, int...) std(this, axes)}. */
  default Tensor std(int... axes) {
    return Ops.std(self(), axes);
  }

  /** Returns {@link Ops#stdKeepingAxes(Tensor, int...) stdKeepingAxes(this, axes)}. */
  default Tensor stdKeepingAxes(int... axes) {
    return Ops.stdKeepingAxes(self(), axes);
  }

  /** Returns {@link Ops#sampleStd(Tensor, int...) sampleStd(this, axes)}. */
  default Tensor sampleStd(int... axes) {
    return Ops.sampleStd(self(), axes);
  }

  /** Returns {@link Ops#sampleStdKeepingAxes(Tensor, int...) sampleStdKeepingAxes(this, axes)}. */
  default Tensor sampleStdKeepingAxes(int... axes) {
    return Ops.sampleStdKeepingAxes(self(), axes);
  }

  /** Returns {@link Ops#argmax(Tensor, int) argmax(this, axis)}. */
  default Indices argmax(int axis) {
    return Ops.argmax(self(), axis);
  }

  /** Returns {@link Ops#argmin(Tensor, int) argmin(this, axis)}. */
  default Indices argmin(int axis) {
    return Ops.argmin(self(), axis);
  }

  /** Returns {@link Ops#maxAt(Tensor, int) maxAt(this, axis)}. */
  default ValuesAndIndices maxAt(int axis) {
    return Ops.maxAt(self(), axis);
  }

  /** Returns {@link Ops#minAt(Tensor, int) minAt(this, axis)}. */
  default ValuesAndIndices minAt(int axis) {
    return Ops.minAt(self(), axis);
  }

  /** Returns {@link Ops#sigmoid(Tensor) sigmoid(this)}. */
  default Tensor sigmoid() {
    return Ops.sigmoid(self());
  }

  /** Returns {@link Ops#tanh(Tensor) tanh(this)}. */
  default Tensor tanh() {
    return Ops.tanh(self());
  }

  /** Returns {@link Ops#relu(Tensor) relu(this)}. */
  default Tensor relu() {
    return Ops.relu(self());
  }

  /** Returns {@link Ops#leakyRelu(Tensor, double) leakyRelu(this, slope)}. */
  default Tensor leakyRelu(double slope) {
    return Ops.leakyRelu(self(), slope);
  }

  /** Returns {@link Ops#prelu(Tensor, Tensor) prelu(this, slope)}. */
  default Tensor prelu(Tensor slope) {
    return Ops.prelu(self(), slope);
  }

  /** Returns {@link Ops#elu(Tensor, double) elu(this, alpha)}. */
  default Tensor elu(double alpha) {
    return Ops.elu(self(), alpha);
  }

  /** Returns {@link Ops#gelu(Tensor) gelu(this)}. */
  default Tensor gelu() {
    return Ops.gelu(self());
  }

  /** Returns {@link Ops#geluTanh(Tensor) geluTanh(this)}. */
  default Tensor geluTanh() {
    return Ops.geluTanh(self());
  }

  /** Returns {@link Ops#softplus(Tensor) softplus(this)}. */
  default Tensor softplus() {
    return Ops.softplus(self());
  }

  /** Returns {@link Ops#softplus(Tensor, double, double) softplus(this, beta, threshold)}. */
  default Tensor softplus(double beta, double threshold) {
    return Ops.softplus(self(), beta, threshold);
  }

  /** Returns {@link Ops#silu(Tensor) silu(this)}. */
  default Tensor silu() {
    return Ops.silu(self());
  }

  /** Returns {@link Ops#logSigmoid(Tensor) logSigmoid(this)}. */
  default Tensor logSigmoid() {
    return Ops.logSigmoid(self());
  }

  /** Returns {@link Ops#maxout(Tensor, int) maxout(this, pieces)}. */
  default Tensor maxout(int pieces) {
    return Ops.maxout(self(), pieces);
  }

  /** Returns {@link Ops#softmax(Tensor, int) softmax(this, axis)}. */
  default Tensor softmax(int axis) {
    return Ops.softmax(self(), axis);
  }

  /** Returns {@link Ops#logSoftmax(Tensor, int) logSoftmax(this, axis)}. */
  default Tensor logSoftmax(int axis) {
    return Ops.logSoftmax(self(), axis);
  }

  /** Returns {@link Ops#layerNorm(Tensor, int, double) layerNorm(this, axes, eps)}. */
  default Tensor layerNorm(int axes, double eps) {
    return Ops.layerNorm(self(), axes, eps);
  }

  /**
   * Returns {@link Ops#layerNorm(Tensor, Tensor, Tensor, double) layerNorm(this, weight, bias,
   * eps)}.
   */
  default Tensor layerNorm(Tensor weight, Tensor bias, double eps) {
    return Ops.layerNorm(self(), weight, bias, eps);
  }

  /** Returns {@link Ops#batchNorm(Tensor, double) batchNorm(this, eps)}. */
  default BatchNormalized batchNorm(double eps) {
    return Ops.batchNorm(self(), eps);
  }

  /**
   * Returns {@link Ops#batchNorm(Tensor, Tensor, Tensor, double) batchNorm(this, mean, variance,
   * eps)}.
   */
  default Tensor batchNorm(Tensor mean, Tensor variance, double eps) {
    return Ops.batchNorm(self(), mean, variance, eps);
  }

  /**
   * Returns {@link Ops#scaleShift(Tensor, Tensor, Tensor, int) scaleShift(this, weight, bias,
   * axis)}.
   */
  default Tensor scaleShift(Tensor weight, Tensor bias, int axis) {
    return Ops.scaleShift(self(), weight, bias, axis);
  }

  /** Returns {@link Ops#reshape(Tensor, Shape) reshape(this, shape)}. */
  default Tensor reshape(Shape shape) {
    return Ops.reshape(self(), shape);
  }

  /** Returns {@link Ops#reshape(Tensor, int...) reshape(this, extents)}. */
  default Tensor reshape(int... extents) {
    return Ops.reshape(self(), extents);
  }

  /** Returns {@link Ops#flatten(Tensor, int) flatten(this, fromAxis)}. */
  default Tensor flatten(int fromAxis) {
    return Ops.flatten(self(), fromAxis);
  }

  /** Returns {@link Ops#expandDims(Tensor, int) expandDims(this, axis)}. */
  default Tensor expandDims(int axis) {
    return Ops.expandDims(self(), axis);
  }

  /** Returns {@link Ops#squeeze(Tensor, int) squeeze(this, axis)}. */
  default Tensor squeeze(int axis) {
    return Ops.squeeze(self(), axis);
  }

  /** Returns {@link Ops#transpose(Tensor) transpose(this)}. */
  default Tensor transpose() {
    return Ops.transpose(self());
  }

  /** Returns {@link Ops#transpose(Tensor, int, int) transpose(this, axisA, axisB)}. */
  default Tensor transpose(int axisA, int axisB) {
    return Ops.transpose(self(), axisA, axisB);
  }

  /** Returns {@link Ops#permute(Tensor, int...) permute(this, order)}. */
  default Tensor permute(int... order) {
    return Ops.permute(self(), order);
  }

  /** Returns {@link Ops#broadcastTo(Tensor, Shape) broadcastTo(this, shape)}. */
  default Tensor broadcastTo(Shape shape) {
    return Ops.broadcastTo(self(), shape);
  }

  /** Returns {@link Ops#slice(Tensor, int, int, int) slice(this, axis, start, end)}. */
  default Tensor slice(int axis, int start, int end) {
    return Ops.slice(self(), axis, start, end);
  }

  /** Returns {@link Ops#slice(Tensor, int, int, int, int) slice(this, axis, start, end, step)}. */
  default Tensor slice(int axis, int start, int end, int step) {
    return Ops.slice(self(), axis, start, end, step);
  }

  /** Returns {@link Ops#gather(Tensor, int, Indices) gather(this, axis, indices)}. */
  default Tensor gather(int axis, Indices indices) {
    return Ops.gather(self(), axis, indices);
  }

  /** Returns {@link Ops#indexSelect(Tensor, int, Indices) indexSelect(this, axis, indices)}. */
  default Tensor indexSelect(int axis, Indices indices) {
    return Ops.indexSelect(self(), axis, indices);
  }

  /** Returns {@link Ops#stopGradient(Tensor) stopGradient(this)}. */
  default Tensor stopGradient() {
    return Ops.stopGradient(self());
  }
}
