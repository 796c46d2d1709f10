/** Tests of the JUnit Jupiter part. */
@NullMarked
package io.github.wengert.ops.check.junit;

import org.jspecify.annotations.NullMarked;
