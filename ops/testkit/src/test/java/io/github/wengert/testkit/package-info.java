/** Tests of the test kit. */
@NullMarked
package io.github.wengert.testkit;

import org.jspecify.annotations.NullMarked;
