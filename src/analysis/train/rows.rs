//! Rows of row-major matrices: gathering, scattering, sums.

/// Multiplies `values` by `mask`, if there is one.
pub(crate) fn multiply(values: &mut [f32], mask: Option<&Vec<f32>>) {
    if let Some(mask) = mask {
        values.iter_mut().zip(mask).for_each(|(v, m)| *v *= m);
    }
}

/// Columns `from .. from + width` of the given rows, `stride` wide.
pub(crate) fn gather(
    rows: &[usize],
    source: &[f32],
    width: usize,
    from: usize,
    stride: usize,
) -> Vec<f32> {
    let mut out = Vec::with_capacity(rows.len() * width);
    for &row in rows {
        out.extend_from_slice(&source[row * stride + from..][..width]);
    }
    out
}

/// Adds `source` times `scale` to `target`.
pub(crate) fn add_row(target: &mut [f32], source: &[f32], scale: f32) {
    target
        .iter_mut()
        .zip(source)
        .for_each(|(t, s)| *t += s * scale);
}

/// `row` again and again.
pub(crate) fn repeat(row: &[f32], times: usize) -> Vec<f32> {
    let mut out = Vec::with_capacity(row.len() * times);
    for _ in 0..times {
        out.extend_from_slice(row);
    }
    out
}

/// Adds each row of `rows` to `sum`.
pub(crate) fn add_columns(rows: &[f32], sum: &mut [f32]) {
    for row in rows.chunks_exact(sum.len()) {
        add_row(sum, row, 1.0);
    }
}

/// Adds the rows of `source`, `width` wide, to columns `at` of rows `first` and after of `target`.
pub(crate) fn scatter(
    source: &[f32],
    target: &mut [f32],
    first: usize,
    width: usize,
    at: usize,
    stride: usize,
) {
    for (i, row) in source.chunks_exact(width).enumerate() {
        add_row(&mut target[(first + i) * stride + at..][..width], row, 1.0);
    }
}
