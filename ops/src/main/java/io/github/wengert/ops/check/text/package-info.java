/** Numbers, tensors and places in the code as text, the same in every message of the checker. */
@NullMarked
package io.github.wengert.ops.check.text;

import org.jspecify.annotations.NullMarked;
