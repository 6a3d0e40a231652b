use crate::analysis::net::math::exp;

/// Sums of losses and counts of right answers over a batch.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Loss {
    pub(crate) tags: f64,
    pub(crate) arcs: f64,
    pub(crate) labels: f64,
}

impl Loss {
    #[cfg(test)]
    pub(crate) fn total(self) -> f64 {
        self.tags + self.arcs + self.labels
    }
}

/// Cross-entropy of each row; scores become gradients times `weight`. A gold of `usize::MAX` counts nothing.
pub(crate) fn cross_entropy(
    scores: &mut [f32],
    width: usize,
    gold: impl Iterator<Item = usize>,
    weight: f32,
) -> f64 {
    let mut loss = 0.0_f64;
    for (row, gold) in scores.chunks_exact_mut(width).zip(gold) {
        if gold == usize::MAX {
            row.fill(0.0);
            continue;
        }
        let largest = row.iter().fold(f32::NEG_INFINITY, |m, &v| m.max(v));
        let mut sum = 0.0;
        for value in row.iter_mut() {
            *value = exp(*value - largest);
            sum += *value;
        }
        loss -= f64::from(row[gold] / sum).max(1e-30).ln();
        row.iter_mut().for_each(|v| *v *= weight / sum);
        row[gold] -= weight;
    }
    loss
}
