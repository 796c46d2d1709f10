package io.github.wengert.ops;

/**
 * A call that must be refused.
 *
 * @param method what is misused, such as {@code add(Tensor, Tensor)}
 * @param call the misuse
 * @param type the exception
 * @param message its whole text
 */
record ErrorCase(String method, Runnable call, Class<? extends OpException> type, String message) {
  static final Tensor SCALAR = Tensor.scalar(DType.F64, 2);
  static final Tensor VECTOR = Tensor.of(DType.F64, 1.0, 2, 3);
  static final Tensor MATRIX = Tensor.of(DType.F64, Shape.of(2, 3), 1.0, 2, 3, 4, 5, 6);
  static final Tensor EMPTY = Tensor.zeros(DType.F64, Shape.of(0, 3));
  static final Tensor F32_VECTOR = Tensor.of(1f, 2, 3);
  static final Tensor F32_MATRIX = Tensor.of(Shape.of(2, 3), 1f, 2, 3, 4, 5, 6);

  static ErrorCase shape(String method, String message, Runnable call) {
    return new ErrorCase(method, call, ShapeException.class, message);
  }

  static ErrorCase dtype(String method, String message, Runnable call) {
    return new ErrorCase(method, call, DTypeException.class, message);
  }

  static ErrorCase attribute(String method, String message, Runnable call) {
    return new ErrorCase(method, call, AttributeException.class, message);
  }

  static ErrorCase index(String method, String message, Runnable call) {
    return new ErrorCase(method, call, IndexException.class, message);
  }
}
