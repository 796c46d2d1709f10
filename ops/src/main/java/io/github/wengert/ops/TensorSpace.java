package io.github.wengert.ops;

import io.github.wengert.autograd.VectorSpace;

/** The arithmetic that the engine needs: tensors of one shape and type form a vector space. */
enum TensorSpace implements VectorSpace<Tensor> {
  INSTANCE;

  @Override
  public Tensor zero(Tensor like) {
    return Tensor.zeros(like.dtype(), like.shape());
  }

  @Override
  public int dimension(Tensor value) {
    return value.elements();
  }

  @Override
  public Tensor basis(Tensor like, int index) {
    Tensor unit = zero(like);
    unit.set(index, 1);
    return unit;
  }

  @Override
  public Tensor add(Tensor a, Tensor b) {
    return Ops.add(a, b);
  }

  @Override
  public void addInto(Tensor accumulator, Tensor addend) {
    Traced.addedInto(accumulator, addend);
    accumulator
        .dtype()
        .kernels()
        .add(accumulator.array(), addend.array(), accumulator.array(), accumulator.elements());
  }

  @Override
  public Tensor alias(Tensor value) {
    return value.alias();
  }

  @Override
  public boolean sameSpace(Tensor primal, Tensor cotangent) {
    return primal.dtype() == cotangent.dtype() && primal.shape().equals(cotangent.shape());
  }

  @Override
  public String describe(Tensor value) {
    return value.describe();
  }
}
