/**
 * The engine's interface to Wengert's own modules, to which alone it is exported.
 *
 * <p>{@link io.github.wengert.autograd.internal.EngineAccess} gives access to functions of the
 * engine that are no part of its public face. The rest are the types that these functions, and
 * operations with a fused backward pass, need.
 */
@NullMarked
package io.github.wengert.autograd.internal;

import org.jspecify.annotations.NullMarked;
