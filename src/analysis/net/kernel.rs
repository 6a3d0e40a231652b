//! The inner loops, compiled once for each generation of processors and chosen at run time.
//!
//! Products are of 16-bit integers summed in 32 bits, thus exact in any order; functions of single
//! numbers work element by element, without fused multiply-add. So every variant gives the same bits.
//! The loops are plain Rust which the compiler turns into vector instructions, but for the integer products
//! on x86-64, in `madd`.

use super::math::{sigmoid, tanh};

/// Outputs computed side by side.
pub(crate) const LANES: usize = 16;

/// Calls a function on as many rows at once as it takes, `$most`, then on what is left.
macro_rules! by_rows {
    ($x:ident, $weights:ident, $pairs:ident, $out:ident, $tile:ident, $most:literal, $($fewer:literal)*) => {{
        let (inputs, columns) = ($pairs * 2, $weights.len() / ($pairs * 2));
        let rows = $x.len() / inputs;
        for row in (0..rows).step_by($most) {
            let count = (rows - row).min($most);
            let x = &$x[row * inputs..(row + count) * inputs];
            let out = &mut $out[row * columns..(row + count) * columns];
            #[allow(unused_unsafe, unsafe_code, reason = "some of the functions need features, which the caller has checked")]
            // SAFETY: see the caller.
            unsafe {
                match count {
                    $($fewer => $tile::<$fewer>(x, $weights, $pairs, out),)*
                    _ => $tile::<$most>(x, $weights, $pairs, out),
                }
            }
        }
    }};
}

macro_rules! dispatched {
    ($(#[$doc:meta])* fn $name:ident($($arg:ident: $type:ty),* $(,)?) = $body:ident) => {
        $(#[$doc])*
        pub(crate) fn $name($($arg: $type),*) {
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq")]
                fn avx512($($arg: $type),*) {
                    $body($($arg),*);
                }
                #[target_feature(enable = "avx2")]
                fn avx2($($arg: $type),*) {
                    $body($($arg),*);
                }
                if is_x86_feature_detected!("avx512bw") && is_x86_feature_detected!("avx512vl") && is_x86_feature_detected!("avx512dq") {
                    #[expect(unsafe_code, reason = "calling a function compiled for other features")]
                    // SAFETY: the processor has the features; avx512bw implies avx512f.
                    return unsafe { avx512($($arg),*) };
                }
                if is_x86_feature_detected!("avx2") {
                    #[expect(unsafe_code, reason = "calling a function compiled for other features")]
                    // SAFETY: the processor has the feature.
                    return unsafe { avx2($($arg),*) };
                }
            }
            $body($($arg),*);
        }
    };
}

/// `out[r][o] = sum over k of x[r][k] * w[o][k]` for rows of `pairs * 2` inputs.
///
/// Weights lie in blocks of [`LANES`] outputs: for each pair of inputs, the two weights of each output.
/// `out` has as many columns as there are outputs, a multiple of [`LANES`].
pub(crate) fn multiply(x: &[i16], weights: &[i16], pairs: usize, out: &mut [i32]) {
    if pairs == 0 || x.is_empty() {
        out.fill(0);
        return;
    }
    #[cfg(target_arch = "x86_64")]
    {
        use super::madd::{tile_avx2, tile_vnni};
        if is_x86_feature_detected!("avx512vnni") && is_x86_feature_detected!("avx512bw") {
            // SAFETY: the processor has the features.
            return by_rows!(x, weights, pairs, out, tile_vnni, 8, 1 2 3 4 5 6 7);
        }
        if is_x86_feature_detected!("avx2") {
            // SAFETY: the processor has the feature.
            return by_rows!(x, weights, pairs, out, tile_avx2, 4, 1 2 3);
        }
    }
    multiply_plainly(x, weights, pairs, out);
}

/// [`multiply`] in plain Rust.
pub(crate) fn multiply_plainly(x: &[i16], weights: &[i16], pairs: usize, out: &mut [i32]) {
    by_rows!(x, weights, pairs, out, tile, 4, 1 2 3);
}

dispatched! {
    /// One step of an LSTM for a row: gates (input, forget, cell, output) to new cell and output.
    ///
    /// `gates` holds the projected inputs and bias, `sums` times `scales` is added to it.
    fn lstm_step(gates: &[f32], sums: &[i32], scales: &[f32], cells: &mut [f32], out: &mut [i16]) = lstm_step_body
}

dispatched! {
    /// `out[j] += sum over a of left[a] * right[a][j]`, adding in the order of `a`.
    fn add_products(left: &[f32], right: &[f32], out: &mut [f32]) = add_products_body
}

dispatched! {
    /// `out = sums * scales + bias`, row after row.
    fn scale_and_shift(sums: &[i32], scales: &[f32], bias: &[f32], out: &mut [f32]) = scale_and_shift_body
}

dispatched! {
    /// Numbers to 16 bits: times `factor`, to the nearest integer (halves to the even one), within bounds.
    fn quantize(values: &[f32], factor: f32, out: &mut [i16]) = quantize_body
}

/// Factor by which outputs of an LSTM, which lie in (-1, 1), are multiplied to become 16-bit integers.
pub(crate) const OUTPUT_FACTOR: f32 = 4096.0;

/// `R` rows of inputs, in plain Rust.
fn tile<const R: usize>(x: &[i16], weights: &[i16], pairs: usize, out: &mut [i32]) {
    let inputs = pairs * 2;
    let columns = out.len() / R;
    let rows: [&[i16]; R] = std::array::from_fn(|r| &x[r * inputs..(r + 1) * inputs]);
    for (b, block) in weights.chunks_exact(inputs * LANES).enumerate() {
        let mut sums = [[0_i32; LANES]; R];
        for (k, w) in block.as_chunks::<{ 2 * LANES }>().0.iter().enumerate() {
            for r in 0..R {
                let (first, second) = (i32::from(rows[r][2 * k]), i32::from(rows[r][2 * k + 1]));
                for o in 0..LANES {
                    sums[r][o] += first * i32::from(w[2 * o]) + second * i32::from(w[2 * o + 1]);
                }
            }
        }
        for r in 0..R {
            out[r * columns + b * LANES..][..LANES].copy_from_slice(&sums[r]);
        }
    }
}

#[inline(always)]
fn lstm_step_body(gates: &[f32], sums: &[i32], scales: &[f32], cells: &mut [f32], out: &mut [i16]) {
    let hidden = cells.len();
    let part = |k: usize| k * hidden..(k + 1) * hidden;
    let (gates, sums, scales) = (
        &gates[..4 * hidden],
        &sums[..4 * hidden],
        &scales[..4 * hidden],
    );
    let gate = |k: usize| (&gates[part(k)], &sums[part(k)], &scales[part(k)]);
    let (input, forget, cell, output) = (gate(0), gate(1), gate(2), gate(3));
    let out = &mut out[..hidden];
    for k in 0..hidden {
        let at = |(g, s, f): (&[f32], &[i32], &[f32])| g[k] + s[k] as f32 * f[k];
        let new = sigmoid(at(forget)) * cells[k] + sigmoid(at(input)) * tanh(at(cell));
        cells[k] = new;
        let h = sigmoid(at(output)) * tanh(new) * OUTPUT_FACTOR;
        out[k] = nearest(h) as i16;
    }
}

#[inline(always)]
fn nearest(x: f32) -> i32 {
    // |x| < 2^22: adding 1.5 * 2^23 leaves the nearest integer (ties to even) in the low bits.
    const SHIFT: f32 = 12_582_912.0;
    ((x + SHIFT).to_bits() as i32).wrapping_sub(SHIFT.to_bits() as i32)
}

#[inline(always)]
fn add_products_body(left: &[f32], right: &[f32], out: &mut [f32]) {
    let width = out.len();
    if width == 0 {
        return;
    }
    for (&l, right) in left.iter().zip(right.chunks_exact(width)) {
        for (o, r) in out.iter_mut().zip(right) {
            *o += l * r;
        }
    }
}

#[inline(always)]
fn scale_and_shift_body(sums: &[i32], scales: &[f32], bias: &[f32], out: &mut [f32]) {
    let width = scales.len().max(1);
    for (out, sums) in out.chunks_exact_mut(width).zip(sums.chunks_exact(width)) {
        for (((o, s), f), b) in out.iter_mut().zip(sums).zip(scales).zip(bias) {
            *o = *s as f32 * f + b;
        }
    }
}

#[inline(always)]
fn quantize_body(values: &[f32], factor: f32, out: &mut [i16]) {
    for (o, v) in out.iter_mut().zip(values) {
        *o = nearest((v * factor).clamp(-32_767.0, 32_767.0)) as i16;
    }
}
