//! Products of 16-bit integers on x86-64, in vector instructions the compiler does not find by itself.
//!
//! Each multiplies the two inputs of a pair with the two weights of an output and adds both products
//! to a 32-bit sum. Weights lie as in [`multiply`](super::kernel::multiply).

#![expect(
    unsafe_code,
    reason = "vector loads take pointers; every function checks its lengths first"
)]

use super::kernel::LANES;
use std::arch::x86_64::*;

/// Bytes of weights for one pair of inputs and one block of outputs, in 16-bit numbers.
const STEP: usize = 2 * LANES;

/// `x` as pairs of inputs, one after the other, for `R` rows.
fn check<const R: usize>(x: &[i16], weights: &[i16], pairs: usize, out: &[i32]) -> usize {
    let blocks = weights.len() / (pairs * STEP).max(1);
    assert!(
        x.len() == R * pairs * 2
            && weights.len() == blocks * pairs * STEP
            && out.len() == R * blocks * LANES
    );
    blocks
}

/// `R` rows of inputs, with AVX2.
#[target_feature(enable = "avx2")]
pub(super) fn tile_avx2<const R: usize>(x: &[i16], weights: &[i16], pairs: usize, out: &mut [i32]) {
    let blocks = check::<R>(x, weights, pairs, out);
    for b in 0..blocks {
        let mut sums = [[_mm256_setzero_si256(); 2]; R];
        for k in 0..pairs {
            // SAFETY: b < blocks and k < pairs, so STEP weights and, in each row r < R, the pair k exist.
            unsafe {
                let w = weights
                    .as_ptr()
                    .add((b * pairs + k) * STEP)
                    .cast::<__m256i>();
                let (low, high) = (_mm256_loadu_si256(w), _mm256_loadu_si256(w.add(1)));
                for (r, sums) in sums.iter_mut().enumerate() {
                    let pair = x
                        .as_ptr()
                        .add((r * pairs + k) * 2)
                        .cast::<i32>()
                        .read_unaligned();
                    let pair = _mm256_set1_epi32(pair);
                    sums[0] = _mm256_add_epi32(sums[0], _mm256_madd_epi16(pair, low));
                    sums[1] = _mm256_add_epi32(sums[1], _mm256_madd_epi16(pair, high));
                }
            }
        }
        for (r, sums) in sums.iter().enumerate() {
            // SAFETY: row r < R of `out` has LANES columns for each block.
            unsafe {
                let out = out
                    .as_mut_ptr()
                    .add((r * blocks + b) * LANES)
                    .cast::<__m256i>();
                _mm256_storeu_si256(out, sums[0]);
                _mm256_storeu_si256(out.add(1), sums[1]);
            }
        }
    }
}

/// `R` rows of inputs, with AVX-512 VNNI.
#[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
pub(super) fn tile_vnni<const R: usize>(x: &[i16], weights: &[i16], pairs: usize, out: &mut [i32]) {
    let blocks = check::<R>(x, weights, pairs, out);
    let mut b = 0;
    while b + 2 <= blocks {
        vnni_blocks::<R, 2>(x, weights, pairs, out, blocks, b);
        b += 2;
    }
    if b < blocks {
        vnni_blocks::<R, 1>(x, weights, pairs, out, blocks, b);
    }
}

/// Blocks `first .. first + B` of [`tile_vnni`], whose lengths it has checked.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
fn vnni_blocks<const R: usize, const B: usize>(
    x: &[i16],
    weights: &[i16],
    pairs: usize,
    out: &mut [i32],
    blocks: usize,
    first: usize,
) {
    let mut sums = [[_mm512_setzero_si512(); B]; R];
    for k in 0..pairs {
        // SAFETY: first + B <= blocks and k < pairs, so STEP weights of each block and, in each row
        // r < R, the pair k exist.
        unsafe {
            let w: [__m512i; B] = std::array::from_fn(|b| {
                _mm512_loadu_si512(
                    weights
                        .as_ptr()
                        .add(((first + b) * pairs + k) * STEP)
                        .cast(),
                )
            });
            for (r, sums) in sums.iter_mut().enumerate() {
                let pair = x
                    .as_ptr()
                    .add((r * pairs + k) * 2)
                    .cast::<i32>()
                    .read_unaligned();
                let pair = _mm512_set1_epi32(pair);
                for (sum, w) in sums.iter_mut().zip(w) {
                    *sum = _mm512_dpwssd_epi32(*sum, pair, w);
                }
            }
        }
    }
    for (r, sums) in sums.iter().enumerate() {
        for (b, sum) in sums.iter().enumerate() {
            // SAFETY: row r < R of `out` has LANES columns for each block.
            unsafe {
                _mm512_storeu_si512(
                    out.as_mut_ptr()
                        .add((r * blocks + first + b) * LANES)
                        .cast(),
                    *sum,
                )
            };
        }
    }
}
