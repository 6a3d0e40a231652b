//! The inner loops, compiled once for each generation of processors and chosen at run time.
//!
//! Products are of 16-bit integers summed in 32 bits, thus exact in any order; functions of single
//! numbers work element by element, without fused multiply-add. So every variant gives the same bits.
//! The loops are plain Rust which the compiler turns into vector instructions, but for the integer products
//! on x86-64, in `madd`.

use super::aligned::Aligned;
use super::layer::Inputs;
use super::math::{sigmoid_parts, tanh_parts};

/// Outputs computed side by side.
pub(crate) const LANES: usize = 16;

/// Calls `$tile::<R>` on panels of `$most` rows of inputs and outputs at once, then on the `R` rows that are left.
macro_rules! by_rows {
    ($x:ident by $inputs:expr, $out:ident by $columns:expr, $tile:ident $layout:expr, $most:literal, $($fewer:literal)*) => {{
        let (inputs, columns) = ($inputs, $columns);
        let rows = $x.len() / inputs;
        for row in (0..rows).step_by($most) {
            let count = (rows - row).min($most);
            let x = &$x[row * inputs..(row + count) * inputs];
            let out = &mut $out[row * columns..(row + count) * columns];
            #[allow(unused_unsafe, unsafe_code, reason = "some of the functions need features, which the caller has checked")]
            // SAFETY: see the caller.
            unsafe {
                match count {
                    $($fewer => $tile::<$fewer>(x, $layout, out),)*
                    _ => $tile::<$most>(x, $layout, out),
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
        use super::madd::{pairs_avx2, pairs_vnni};
        let columns = weights.len() / (pairs * 2);
        if has_vnni() {
            // SAFETY: the processor has the features.
            return by_rows!(x by pairs * 2, out by columns, pairs_vnni (weights, pairs), 8, 1 2 3 4 5 6 7);
        }
        if is_x86_feature_detected!("avx2") {
            // SAFETY: the processor has the feature.
            return by_rows!(x by pairs * 2, out by columns, pairs_avx2 (weights, pairs), 4, 1 2 3);
        }
    }
    multiply_plainly(x, weights, pairs, out);
}

/// [`multiply`] in plain Rust.
pub(crate) fn multiply_plainly(x: &[i16], weights: &[i16], pairs: usize, out: &mut [i32]) {
    let columns = weights.len() / (pairs * 2);
    by_rows!(x by pairs * 2, out by columns, tile (weights, pairs), 4, 1 2 3);
}

/// Whether [`multiply_bytes`] can be called.
pub(crate) fn has_vnni() -> bool {
    #[cfg(target_arch = "x86_64")]
    {
        is_x86_feature_detected!("avx512vnni") && is_x86_feature_detected!("avx512bw")
    }
    #[cfg(not(target_arch = "x86_64"))]
    {
        false
    }
}

/// Whether [`multiply_tiles`] can be called.
pub(crate) fn has_tiles() -> bool {
    #[cfg(all(target_arch = "x86_64", target_os = "linux"))]
    {
        has_vnni() && super::tiles::available()
    }
    #[cfg(not(all(target_arch = "x86_64", target_os = "linux")))]
    {
        false
    }
}

/// Matrix units take inputs and outputs by multiples of this.
pub(crate) const TILE: usize = 64;

/// Rows that the products take at once, at best.
pub(crate) fn panel() -> usize {
    if has_tiles() { 32 } else { 12 }
}

/// `out[r][o] = sum over k of x[r][k] * w[o][k]` for rows of `inputs` inputs.
///
/// Weights lie as for [`multiply_bytes`], with zeros up to multiples of [`TILE`] inputs and outputs; `room` is for the
/// inputs as the units take them.
///
/// # Panics
/// When the processor lacks matrix units; see [`has_tiles`].
pub(crate) fn multiply_tiles(
    x: Inputs<'_>,
    (weights, inputs): (&[i8], usize),
    room: &mut Aligned<u8>,
    out: &mut [i32],
) {
    assert!(
        has_tiles(),
        "weights are laid out for the processor at hand"
    );
    #[cfg(all(target_arch = "x86_64", target_os = "linux"))]
    {
        use super::tiles::{Mode, multiply};
        let padded = inputs.next_multiple_of(TILE);
        let weights = (weights, padded);
        let size = x.len() / inputs * padded;
        match x {
            Inputs::Bytes(x) => {
                let signed = room.sized(size);
                for (x, signed) in x.chunks_exact(inputs).zip(signed.chunks_exact_mut(padded)) {
                    center(x, signed);
                }
                multiply(Mode::Signed, signed, weights, out);
            }
            Inputs::Numbers(x) => {
                let (low, high) = room.sized(2 * size).split_at_mut(size);
                let halves = (low.chunks_exact_mut(padded)).zip(high.chunks_exact_mut(padded));
                for (x, (low, high)) in x.chunks_exact(inputs).zip(halves) {
                    split(x, low, high);
                }
                multiply(Mode::Signed, high, weights, out);
                shift(out);
                multiply(Mode::Unsigned, low, weights, out);
            }
        }
    }
}

/// `out[r][o] = first[o] + sum over k of x[r][k] * w[o][k]` for rows of `fours * 4` inputs.
///
/// Weights lie in blocks of [`LANES`] outputs: for each four inputs, the four weights of each output.
///
/// # Panics
/// When the processor lacks AVX-512 VNNI; see [`has_vnni`].
pub(crate) fn multiply_bytes(
    x: &[u8],
    weights: &[i8],
    fours: usize,
    first: &[i32],
    out: &mut [i32],
) {
    assert!(has_vnni(), "weights are laid out for the processor at hand");
    #[cfg(target_arch = "x86_64")]
    {
        use super::madd::bytes_vnni;
        // SAFETY: the processor has the features.
        by_rows!(x by fours * 4, out by first.len(), bytes_vnni (weights, fours, first), 12, 1 2 3 4 5 6 7 8 9 10 11);
    }
}

dispatched! {
    /// Bytes counted from [`ZERO`] as signed bytes, then zeros.
    fn center(bytes: &[u8], signed: &mut [u8]) = center_body
}

dispatched! {
    /// The lower and the upper byte of each number, then zeros.
    fn split(numbers: &[i16], low: &mut [u8], high: &mut [u8]) = split_body
}

dispatched! {
    /// Sums of upper bytes become what they are worth.
    fn shift(sums: &mut [i32]) = shift_body
}

dispatched! {
    /// One step of an LSTM for a row: gates (input, forget, cell, output) to new cell and output.
    ///
    /// `input` and `state` are the sums of the input and of the state before. The width of a state is a multiple of [`LANES`].
    fn lstm_step(input: &[i32], state: &[i32], worth: GateWorth<'_>, cells: &mut [f32], out: &mut [u8]) = lstm_step_body
}

/// What one unit of the sums of the input and of the state is worth for each gate, and its bias.
#[derive(Clone, Copy)]
pub(crate) struct GateWorth<'a> {
    pub(crate) input: &'a [f32],
    pub(crate) state: &'a [f32],
    pub(crate) bias: &'a [f32],
}

dispatched! {
    /// `out[r][j] = base[j] + sum over a of left[r][a] * right[a][j]`, adding in the order of `a`, for rows of
    /// `base.len()`, a multiple of [`LANES`]; the rows of `left` begin `stride` apart.
    fn bilinear(left: &[f32], stride: usize, right: &[f32], base: &[f32], out: &mut [f32]) = bilinear_body
}

dispatched! {
    /// The leaky rectifier.
    fn leak(values: &mut [f32]) = leak_body
}

dispatched! {
    /// `out = sums * scales + bias`, row after row of the length of `scales`, a multiple of [`LANES`].
    fn scale_and_shift(sums: &[i32], scales: &[f32], bias: &[f32], out: &mut [f32]) = scale_and_shift_body
}

dispatched! {
    /// Numbers to 16 bits: times `factor`, to the nearest integer (halves to the even one), within bounds.
    fn quantize(values: &[f32], factor: f32, out: &mut [i16]) = quantize_body
}

dispatched! {
    /// For each block of [`LANES`] of `values`, which of them are greater than `floor`, the first as the lowest bit.
    fn greater(values: &[f32], floor: f32, masks: &mut [u16]) = greater_body
}

dispatched! {
    /// The largest of `values`, at least `largest`, in its one item.
    fn largest(values: &[f32], largest: &mut [f32; 1]) = largest_body
}

/// Factor by which outputs of an LSTM, which lie in (-1, 1), are multiplied to become bytes, counted from [`ZERO`].
pub(crate) const OUTPUT_FACTOR: f32 = 127.0;

/// The byte of 0.
pub(crate) const ZERO: u8 = 128;

/// `R` rows of inputs, in plain Rust.
fn tile<const R: usize>(x: &[i16], (weights, pairs): (&[i16], usize), out: &mut [i32]) {
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

/// [`LANES`] units of one gate of a row; the lengths of its slices are known when it is compiled.
struct Gate<'a> {
    input: &'a [i32; LANES],
    state: &'a [i32; LANES],
    input_worth: &'a [f32; LANES],
    state_worth: &'a [f32; LANES],
    bias: &'a [f32; LANES],
}

impl<'a> Gate<'a> {
    #[inline(always)]
    fn new(input: &'a [i32], state: &'a [i32], worth: GateWorth<'a>, block: usize) -> Self {
        Self {
            input: &input.as_chunks().0[block],
            state: &state.as_chunks().0[block],
            input_worth: &worth.input.as_chunks().0[block],
            state_worth: &worth.state.as_chunks().0[block],
            bias: &worth.bias.as_chunks().0[block],
        }
    }

    #[inline(always)]
    fn at(&self, k: usize) -> f32 {
        let input = self.input[k] as f32 * self.input_worth[k] + self.bias[k];
        input + self.state[k] as f32 * self.state_worth[k]
    }
}

#[inline(always)]
fn lstm_step_body(
    input: &[i32],
    state: &[i32],
    worth: GateWorth<'_>,
    cells: &mut [f32],
    out: &mut [u8],
) {
    let cells = cells.as_chunks_mut::<LANES>().0;
    let out = out.as_chunks_mut::<LANES>().0;
    let blocks = cells.len();
    for block in 0..blocks {
        let (cells, out) = (&mut cells[block], &mut out[block]);
        let taking = Gate::new(input, state, worth, block);
        let keeping = Gate::new(input, state, worth, blocks + block);
        let renewing = Gate::new(input, state, worth, 2 * blocks + block);
        let showing = Gate::new(input, state, worth, 3 * blocks + block);
        for k in 0..LANES {
            // Every function as a fraction, so that the whole takes two divisions.
            let (take, take_over) = sigmoid_parts(taking.at(k));
            let (keep, keep_over) = sigmoid_parts(keeping.at(k));
            let (new, new_over) = tanh_parts(renewing.at(k));
            let (show, show_over) = sigmoid_parts(showing.at(k));
            let over = take_over * new_over;
            let cell = (keep * cells[k] * over + take * new * keep_over) / (keep_over * over);
            cells[k] = cell;
            let (seen, seen_over) = tanh_parts(cell);
            let h = show * seen / (show_over * seen_over) * OUTPUT_FACTOR;
            out[k] = (nearest(h) + i32::from(ZERO)) as u8;
        }
    }
}

#[inline(always)]
fn nearest(x: f32) -> i32 {
    // |x| < 2^22: adding 1.5 * 2^23 leaves the nearest integer (ties to even) in the low bits.
    const SHIFT: f32 = 12_582_912.0;
    ((x + SHIFT).to_bits() as i32).wrapping_sub(SHIFT.to_bits() as i32)
}

#[inline(always)]
fn bilinear_body(left: &[f32], stride: usize, right: &[f32], base: &[f32], out: &mut [f32]) {
    let width = base.len();
    if width == 0 || stride == 0 {
        return;
    }
    let inner = right.len() / width;
    for (left, out) in left.chunks(4 * stride).zip(out.chunks_mut(4 * width)) {
        let rows = out.len() / width;
        // The last rows again where there are fewer than four.
        let row = |r: usize| &left[r.min(rows - 1) * stride..][..inner];
        let at: [&[f32]; 4] = [row(0), row(1), row(2), row(3)];
        for (block, base) in base.as_chunks::<LANES>().0.iter().enumerate() {
            let mut sums = [*base; 4];
            for a in 0..inner {
                let right: &[f32; LANES] = &right[a * width..][..width].as_chunks().0[block];
                for r in 0..4 {
                    for lane in 0..LANES {
                        sums[r][lane] += at[r][a] * right[lane];
                    }
                }
            }
            for (out, sums) in out.chunks_exact_mut(width).zip(sums) {
                out.as_chunks_mut().0[block] = sums;
            }
        }
    }
}

#[inline(always)]
fn center_body(bytes: &[u8], signed: &mut [u8]) {
    let (signed, rest) = signed.split_at_mut(bytes.len());
    for (&byte, signed) in bytes.iter().zip(signed) {
        *signed = byte.wrapping_sub(ZERO);
    }
    rest.fill(0);
}

#[inline(always)]
fn split_body(numbers: &[i16], low: &mut [u8], high: &mut [u8]) {
    let (low, low_rest) = low.split_at_mut(numbers.len());
    let (high, high_rest) = high.split_at_mut(numbers.len());
    for ((&number, low), high) in numbers.iter().zip(low).zip(high) {
        *low = number as u8;
        *high = (number >> 8) as u8;
    }
    low_rest.fill(0);
    high_rest.fill(0);
}

#[inline(always)]
fn shift_body(sums: &mut [i32]) {
    for sum in sums {
        *sum <<= 8;
    }
}

#[inline(always)]
fn leak_body(values: &mut [f32]) {
    for value in values {
        *value = value.max(0.1 * *value);
    }
}

#[inline(always)]
fn scale_and_shift_body(sums: &[i32], scales: &[f32], bias: &[f32], out: &mut [f32]) {
    let (scales, bias) = (scales.as_chunks().0, bias.as_chunks().0);
    let (sums, out) = (sums.as_chunks::<LANES>().0, out.as_chunks_mut::<LANES>().0);
    let columns = scales.len();
    let mut column = 0;
    for block in 0..out.len() {
        let (out, sums) = (&mut out[block], &sums[block]);
        let (scales, bias): (&[f32; LANES], &[f32; LANES]) = (&scales[column], &bias[column]);
        for k in 0..LANES {
            out[k] = sums[k] as f32 * scales[k] + bias[k];
        }
        column += 1;
        if column == columns {
            column = 0;
        }
    }
}

#[inline(always)]
fn quantize_body(values: &[f32], factor: f32, out: &mut [i16]) {
    for (o, v) in out.iter_mut().zip(values) {
        *o = nearest((v * factor).clamp(-32_767.0, 32_767.0)) as i16;
    }
}

#[inline(always)]
fn largest_body(values: &[f32], largest: &mut [f32; 1]) {
    let mut lanes = [largest[0]; LANES];
    let (chunks, rest) = values.as_chunks::<LANES>();
    for chunk in chunks {
        for (lane, &value) in lanes.iter_mut().zip(chunk) {
            *lane = if value > *lane { value } else { *lane };
        }
    }
    largest[0] = lanes.iter().chain(rest).fold(largest[0], |a, &b| a.max(b));
}

/// The bit of each lane.
const BITS: [u16; LANES] = {
    let mut bits = [0; LANES];
    let mut k = 0;
    while k < LANES {
        bits[k] = 1 << k;
        k += 1;
    }
    bits
};

#[inline(always)]
fn greater_body(values: &[f32], floor: f32, masks: &mut [u16]) {
    let (blocks, rest) = values.as_chunks::<LANES>();
    for block in 0..blocks.len() {
        let values = &blocks[block];
        let mut mask = 0;
        for k in 0..LANES {
            mask |= if values[k] > floor { BITS[k] } else { 0 };
        }
        masks[block] = mask;
    }
    if !rest.is_empty() {
        let mut mask = 0;
        for (k, &value) in rest.iter().enumerate() {
            mask |= u16::from(value > floor) << k;
        }
        masks[blocks.len()] = mask;
    }
}
