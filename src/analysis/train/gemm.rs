//! Products of row-major matrices in single precision, for training only.

/// Whether a factor is read as it lies or transposed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// As it lies.
    Plain,
    /// Transposed.
    Turned,
}

/// `c = beta * c + a b`, where `c` has `m` rows of `n`, and the product runs over `k`.
///
/// `a` lies as `m` rows of `k` (turned: `k` rows of `m`), `b` as `k` rows of `n` (turned: `n` rows of `k`).
pub(crate) fn gemm(
    (m, k, n): (usize, usize, usize),
    (a, side_a): (&[f32], Side),
    (b, side_b): (&[f32], Side),
    beta: f32,
    c: &mut [f32],
) {
    assert!(a.len() == m * k && b.len() == k * n && c.len() == m * n);
    let strides = |side, rows: usize, columns: usize| match side {
        Side::Plain => (columns as isize, 1),
        Side::Turned => (1, rows as isize),
    };
    let (row_a, column_a) = strides(side_a, m, k);
    let (row_b, column_b) = strides(side_b, k, n);
    #[expect(
        unsafe_code,
        reason = "the crate takes pointers; the lengths are checked above"
    )]
    // SAFETY: the strides reach each of the m*k, k*n and m*n elements once, and no other.
    unsafe {
        matrixmultiply::sgemm(
            m,
            k,
            n,
            1.0,
            a.as_ptr(),
            row_a,
            column_a,
            b.as_ptr(),
            row_b,
            column_b,
            beta,
            c.as_mut_ptr(),
            n as isize,
            1,
        );
    }
}

/// `c += a b^T`: inputs as rows times weights as rows.
pub(crate) fn add_nt(dims: (usize, usize, usize), a: &[f32], b: &[f32], c: &mut [f32]) {
    gemm(dims, (a, Side::Plain), (b, Side::Turned), 1.0, c);
}

/// `c += a b`.
pub(crate) fn add_nn(dims: (usize, usize, usize), a: &[f32], b: &[f32], c: &mut [f32]) {
    gemm(dims, (a, Side::Plain), (b, Side::Plain), 1.0, c);
}

/// `c += a^T b`: the gradient of weights from that of outputs and from inputs.
pub(crate) fn add_tn(dims: (usize, usize, usize), a: &[f32], b: &[f32], c: &mut [f32]) {
    gemm(dims, (a, Side::Turned), (b, Side::Plain), 1.0, c);
}
