//! Products of integers on x86-64, in vector instructions the compiler does not find by itself.
//!
//! Each multiplies the two or four inputs of a group with as many weights of an output and adds the
//! products to a 32-bit sum. Weights lie as in [`multiply`](super::kernel::multiply) and
//! [`multiply_bytes`](super::kernel::multiply_bytes).

#![expect(
    clippy::needless_range_loop,
    reason = "iterators are inlined only where a unit of code holds them; these loops must be without calls"
)]
#![expect(
    unsafe_code,
    reason = "vector loads take pointers; every function checks its lengths first"
)]

use super::kernel::LANES;
use std::arch::x86_64::*;

/// Bytes of weights for one pair of inputs and one block of outputs, in 16-bit numbers.
const STEP: usize = 2 * LANES;

/// `x` as pairs of inputs, one after the other, for `R` rows.
fn check_pairs<const R: usize>(x: &[i16], weights: &[i16], pairs: usize, out: &[i32]) -> usize {
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
pub(super) fn pairs_avx2<const R: usize>(
    x: &[i16],
    (weights, pairs): (&[i16], usize),
    out: &mut [i32],
) {
    let blocks = check_pairs::<R>(x, weights, pairs, out);
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
pub(super) fn pairs_vnni<const R: usize>(
    x: &[i16],
    (weights, pairs): (&[i16], usize),
    out: &mut [i32],
) {
    let blocks = check_pairs::<R>(x, weights, pairs, out);
    let mut b = 0;
    while b + 2 <= blocks {
        pair_blocks::<R, 2>(x, weights, pairs, out, blocks, b);
        b += 2;
    }
    if b < blocks {
        pair_blocks::<R, 1>(x, weights, pairs, out, blocks, b);
    }
}

/// Blocks `first .. first + B` of [`pairs_vnni`], whose lengths it has checked.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
fn pair_blocks<const R: usize, const B: usize>(
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
            let mut w = [_mm512_setzero_si512(); B];
            for b in 0..B {
                let at = ((first + b) * pairs + k) * STEP;
                w[b] = _mm512_loadu_si512(weights.as_ptr().add(at).cast());
            }
            for r in 0..R {
                let at = (r * pairs + k) * 2;
                let pair = x.as_ptr().add(at).cast::<i32>().read_unaligned();
                let pair = _mm512_set1_epi32(pair);
                for b in 0..B {
                    sums[r][b] = _mm512_dpwssd_epi32(sums[r][b], pair, w[b]);
                }
            }
        }
    }
    for r in 0..R {
        for b in 0..B {
            let at = (r * blocks + first + b) * LANES;
            // SAFETY: row r < R of `out` has LANES columns for each block.
            unsafe { _mm512_storeu_si512(out.as_mut_ptr().add(at).cast(), sums[r][b]) };
        }
    }
}

/// `R` rows of bytes, with AVX-512 VNNI.
#[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
pub(super) fn bytes_vnni<const R: usize>(
    x: &[u8],
    (weights, fours, first): (&[i8], usize, &[i32]),
    out: &mut [i32],
) {
    let blocks = first.len() / LANES;
    assert!(
        x.len() == R * fours * 4
            && first.len() == blocks * LANES
            && weights.len() == blocks * fours * 4 * LANES
            && out.len() == R * blocks * LANES
    );
    let mut b = 0;
    // Sums and weights fit in the 32 registers.
    if R <= 6 {
        while b + 4 <= blocks {
            byte_blocks::<R, 4>(x, weights, fours, first, out, b);
            b += 4;
        }
    }
    while b + 2 <= blocks {
        byte_blocks::<R, 2>(x, weights, fours, first, out, b);
        b += 2;
    }
    if b < blocks {
        byte_blocks::<R, 1>(x, weights, fours, first, out, b);
    }
}

/// Blocks `from .. from + B` of [`bytes_vnni`], which has checked the lengths.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
fn byte_blocks<const R: usize, const B: usize>(
    x: &[u8],
    weights: &[i8],
    fours: usize,
    first: &[i32],
    out: &mut [i32],
    from: usize,
) {
    let mut start = [_mm512_setzero_si512(); B];
    for b in 0..B {
        // SAFETY: from + B blocks of LANES exist in `first`.
        start[b] = unsafe { _mm512_loadu_si512(first.as_ptr().add((from + b) * LANES).cast()) };
    }
    let mut sums = [start; R];
    for k in 0..fours {
        // SAFETY: from + B blocks of weights exist and k < fours, so that 4 * LANES weights of each
        // block and, in each row r < R, the four inputs k exist.
        unsafe {
            let mut w = [_mm512_setzero_si512(); B];
            for b in 0..B {
                let at = ((from + b) * fours + k) * 4 * LANES;
                w[b] = _mm512_loadu_si512(weights.as_ptr().add(at).cast());
            }
            for r in 0..R {
                let at = (r * fours + k) * 4;
                let four = x.as_ptr().add(at).cast::<i32>().read_unaligned();
                let four = _mm512_set1_epi32(four);
                for b in 0..B {
                    sums[r][b] = _mm512_dpbusd_epi32(sums[r][b], four, w[b]);
                }
            }
        }
    }
    let columns = first.len();
    for r in 0..R {
        for b in 0..B {
            let at = r * columns + (from + b) * LANES;
            // SAFETY: row r < R of `out` has LANES columns for each block.
            unsafe { _mm512_storeu_si512(out.as_mut_ptr().add(at).cast(), sums[r][b]) };
        }
    }
}
