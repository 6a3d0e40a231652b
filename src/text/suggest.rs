//! “Did you mean”: the known word nearest to an unknown one.

/// The candidate nearest to `word`, if it is near: at most one edit for each three letters begun,
/// and fewer edits than letters. Of equally near ones the first. A swap of neighbors is one edit.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let letters = word.chars().count();
    nearest_within(
        word,
        letters.div_ceil(3).min(letters.saturating_sub(1)),
        candidates,
    )
}

/// The candidate nearest to `word`, other than itself, at most `limit` edits away.
#[must_use]
pub fn nearest_within<'a>(
    word: &str,
    limit: usize,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let letters: Vec<char> = word.chars().collect();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let distance = distance(&letters, &candidate.chars().collect::<Vec<_>>());
        if distance > 0 && distance <= limit && best.is_none_or(|(d, _)| distance < d) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The same as a sentence for a diagnostic.
#[must_use]
pub fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    nearest(word, candidates).map(|candidate| format!("did you mean `{candidate}`?"))
}

/// Optimal string alignment distance: insertions, deletions, substitutions, swaps of neighbors.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let change = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = change.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                let swap = before.get(j - 2).copied().unwrap_or(usize::MAX - 1);
                row[j] = row[j].min(swap + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swaps_and_slips_are_near() {
        let labels = ["nsubj", "obj", "obl", "obl:agent"];
        assert_eq!(nearest("nsuj", labels), Some("nsubj"));
        assert_eq!(nearest("obl:aegnt", labels), Some("obl:agent"));
        assert_eq!(nearest("amod", labels), None);
        assert_eq!(nearest("A", ["V"]), None);
    }
}
