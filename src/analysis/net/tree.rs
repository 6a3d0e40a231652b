//! The best tree under scores of single arcs.
//!
//! When the best heads, each chosen alone, already form a tree, that is the answer. If not, short sentences
//! get the best projective tree (Eisner 1996; in the written treebanks 99.8 % of the arcs are
//! projective), long ones the best tree whatever (Chu and Liu 1965, Edmonds 1967), in time quadratic
//! in the sentence for each cycle. All have exactly one root.

/// Longest sentence, in words, decoded by the cubic algorithm.
const MAX_PROJECTIVE_WORDS: usize = 96;

/// Chooses a head for each word: 0 for the root, `h + 1` for word `h`.
///
/// `scores[d * (n + 1) + h]` is the score of head `h` (0 for the root) of word `d`, of `n` words.
pub(crate) fn best_tree(scores: &[f32], n: usize) -> Vec<usize> {
    let greedy: Vec<usize> = (0..n).map(|d| argmax_head(scores, n, d)).collect();
    if is_tree(&greedy) {
        greedy
    } else if n <= MAX_PROJECTIVE_WORDS {
        eisner(scores, n)
    } else {
        chu_liu_edmonds(scores, n)
    }
}

fn argmax_head(scores: &[f32], n: usize, d: usize) -> usize {
    let row = &scores[d * (n + 1)..(d + 1) * (n + 1)];
    let mut best = 0;
    for (h, &score) in row.iter().enumerate() {
        if h != d + 1 && score > row[best] {
            best = h;
        }
    }
    best
}

/// Whether heads, coded as in [`best_tree`], form a tree with one root.
pub(crate) fn is_tree(heads: &[usize]) -> bool {
    if heads.iter().filter(|&&h| h == 0).count() != 1 {
        return false;
    }
    // 0 unseen, 1 on the present path, 2 known to reach the root.
    let mut state = vec![0_u8; heads.len()];
    let mut path = Vec::new();
    for start in 0..heads.len() {
        let mut word = start;
        loop {
            match state[word] {
                0 => {
                    state[word] = 1;
                    path.push(word);
                    match heads[word] {
                        0 => break,
                        h => word = h - 1,
                    }
                }
                1 => return false,
                _ => break,
            }
        }
        for word in path.drain(..) {
            state[word] = 2;
        }
    }
    true
}

/// For each word its first dependent, if that lies before it: the preposition of a noun, the
/// conjunction of a clause. `heads` are coded as in [`best_tree`].
pub(crate) fn markers(heads: &[usize]) -> Vec<Option<usize>> {
    let mut markers = vec![None; heads.len()];
    for (word, &head) in heads.iter().enumerate().rev() {
        if head > word + 1 {
            markers[head - 1] = Some(word);
        }
    }
    markers
}

/// Added to every arc from the root, so that the best tree has only one of them.
const ROOT_PENALTY: f32 = -1.0e4;

fn eisner(scores: &[f32], n: usize) -> Vec<usize> {
    let m = n + 1;
    let arc = |h: usize, d: usize| {
        let score = scores[(d - 1) * m + h];
        if h == 0 { score + ROOT_PENALTY } else { score }
    };
    // Spans [i, j]: complete or not, with the head on the left or on the right.
    let mut right = vec![0.0_f32; m * m]; // complete, head i
    let mut left = vec![0.0_f32; m * m]; // complete, head j
    let mut open_right = vec![f32::NEG_INFINITY; m * m]; // arc i -> j
    let mut open_left = vec![f32::NEG_INFINITY; m * m]; // arc j -> i
    let mut split_right = vec![0_u16; m * m];
    let mut split_left = vec![0_u16; m * m];
    let mut split_open = vec![0_u16; m * m];
    for length in 1..m {
        for i in 0..m - length {
            let j = i + length;
            let (mut best, mut at) = (f32::NEG_INFINITY, i);
            for k in i..j {
                let score = right[i * m + k] + left[(k + 1) * m + j];
                if score > best {
                    (best, at) = (score, k);
                }
            }
            split_open[i * m + j] = at as u16;
            open_right[i * m + j] = best + arc(i, j);
            open_left[i * m + j] = if i == 0 {
                f32::NEG_INFINITY
            } else {
                best + arc(j, i)
            };

            let (mut best, mut at) = (f32::NEG_INFINITY, j);
            for k in i + 1..=j {
                let score = open_right[i * m + k] + right[k * m + j];
                if score > best {
                    (best, at) = (score, k);
                }
            }
            right[i * m + j] = best;
            split_right[i * m + j] = at as u16;

            let (mut best, mut at) = (f32::NEG_INFINITY, i);
            for k in i..j {
                let score = left[i * m + k] + open_left[k * m + j];
                if score > best {
                    (best, at) = (score, k);
                }
            }
            left[i * m + j] = best;
            split_left[i * m + j] = at as u16;
        }
    }
    let mut heads = vec![0; n];
    let mut stack = vec![(0, n, true, true)];
    while let Some((i, j, complete, head_left)) = stack.pop() {
        if i == j {
            continue;
        }
        match (complete, head_left) {
            (true, true) => {
                let k = usize::from(split_right[i * m + j]);
                stack.push((i, k, false, true));
                stack.push((k, j, true, true));
            }
            (true, false) => {
                let k = usize::from(split_left[i * m + j]);
                stack.push((i, k, true, false));
                stack.push((k, j, false, false));
            }
            (false, _) => {
                if head_left {
                    heads[j - 1] = i;
                } else {
                    heads[i - 1] = j;
                }
                let k = usize::from(split_open[i * m + j]);
                stack.push((i, k, true, true));
                stack.push((k + 1, j, true, false));
            }
        }
    }
    heads
}

fn chu_liu_edmonds(scores: &[f32], n: usize) -> Vec<usize> {
    let m = n + 1;
    // weight[d * m + h] over nodes 0..m, node 0 the root; cycles are contracted into one of their nodes.
    let mut weight = vec![f32::NEG_INFINITY; m * m];
    for d in 1..m {
        for h in (0..m).filter(|&h| h != d) {
            let score = scores[(d - 1) * m + h];
            weight[d * m + h] = if h == 0 { score + ROOT_PENALTY } else { score };
        }
    }
    let mut alive = vec![true; m];
    // For the arc now at weight[d * m + h]: the dependent and head it stands for.
    let mut arc: Vec<(u32, u32)> = (0..m * m)
        .map(|i| ((i / m) as u32, (i % m) as u32))
        .collect();
    let mut contractions: Vec<Vec<(usize, u32, u32)>> = Vec::new();
    let best_head = |weight: &[f32], alive: &[bool], d: usize| {
        let mut best = 0;
        for h in 0..m {
            if alive[h] && h != d && weight[d * m + h] > weight[d * m + best] {
                best = h;
            }
        }
        best
    };
    let mut head: Vec<usize> = (0..m)
        .map(|d| {
            if d == 0 {
                0
            } else {
                best_head(&weight, &alive, d)
            }
        })
        .collect();
    while let Some(cycle) = find_cycle(&head, &alive) {
        let node = cycle[0];
        let inside: Vec<bool> = (0..m).map(|i| cycle.contains(&i)).collect();
        let entering: Vec<(usize, u32, u32)> = cycle
            .iter()
            .map(|&d| (d, arc[d * m + head[d]].0, arc[d * m + head[d]].1))
            .collect();
        let inner: Vec<f32> = cycle.iter().map(|&d| weight[d * m + head[d]]).collect();
        for other in (0..m).filter(|&i| alive[i] && !inside[i]) {
            let (mut best_in, mut from_in) = (f32::NEG_INFINITY, (0, 0));
            let (mut best_out, mut from_out) = (f32::NEG_INFINITY, (0, 0));
            for (&d, &kept) in cycle.iter().zip(&inner) {
                let score = weight[d * m + other] - kept;
                if score > best_in {
                    (best_in, from_in) = (score, arc[d * m + other]);
                }
                if weight[other * m + d] > best_out {
                    (best_out, from_out) = (weight[other * m + d], arc[other * m + d]);
                }
            }
            weight[node * m + other] = best_in;
            arc[node * m + other] = from_in;
            if other != 0 {
                weight[other * m + node] = best_out;
                arc[other * m + node] = from_out;
            }
        }
        for &d in &cycle[1..] {
            alive[d] = false;
        }
        contractions.push(entering);
        for d in (1..m).filter(|&d| alive[d]) {
            if d == node || inside[head[d]] {
                head[d] = best_head(&weight, &alive, d);
            }
        }
    }
    let mut result = vec![usize::MAX; m];
    let mut owner: Vec<usize> = (0..m).collect();
    let mut members: Vec<Vec<usize>> = (0..m).map(|i| vec![i]).collect();
    for d in (1..m).filter(|&d| alive[d]) {
        let (dependent, governor) = arc[d * m + head[d]];
        result[dependent as usize] = governor as usize;
    }
    expand(&contractions, &mut result, &mut owner, &mut members);
    result.drain(..1);
    result
}

/// Undoes the contractions, last first: within each cycle, every node but the one entered keeps its arc.
fn expand(
    contractions: &[Vec<(usize, u32, u32)>],
    result: &mut [usize],
    owner: &mut [usize],
    members: &mut [Vec<usize>],
) {
    // The words each cycle node stood for at the time of its contraction.
    let mut parts: Vec<Vec<Vec<usize>>> = Vec::with_capacity(contractions.len());
    for cycle in contractions {
        parts.push(
            cycle
                .iter()
                .map(|&(node, ..)| members[node].clone())
                .collect(),
        );
        let all: Vec<usize> = cycle
            .iter()
            .flat_map(|&(node, ..)| members[node].clone())
            .collect();
        for &word in &all {
            owner[word] = cycle[0].0;
        }
        members[cycle[0].0] = all;
    }
    for (cycle, parts) in contractions.iter().zip(&parts).rev() {
        for (&(_, dependent, governor), words) in cycle.iter().zip(parts) {
            if words.iter().all(|&word| result[word] == usize::MAX) {
                result[dependent as usize] = governor as usize;
            }
        }
    }
}

fn find_cycle(head: &[usize], alive: &[bool]) -> Option<Vec<usize>> {
    let mut seen = vec![0; head.len()];
    for start in (1..head.len()).filter(|&i| alive[i]) {
        let mut node = start;
        while node != 0 && seen[node] == 0 {
            seen[node] = start;
            node = head[node];
        }
        if node != 0 && seen[node] == start {
            let mut cycle = vec![node];
            let mut next = head[node];
            while next != node {
                cycle.push(next);
                next = head[next];
            }
            return Some(cycle);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scores from a fixed congruential generator.
    fn random_scores(n: usize, seed: u64) -> Vec<f32> {
        let mut state = seed;
        let mut next = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f32 / (1 << 20) as f32
        };
        (0..n * (n + 1)).map(|_| next()).collect()
    }

    fn total(scores: &[f32], heads: &[usize]) -> f32 {
        heads
            .iter()
            .enumerate()
            .map(|(d, &h)| scores[d * (heads.len() + 1) + h])
            .sum()
    }

    fn is_projective(heads: &[usize]) -> bool {
        let crosses = |a: (usize, usize), b: (usize, usize)| a.0 < b.0 && b.0 < a.1 && a.1 < b.1;
        let arcs: Vec<(usize, usize)> = heads
            .iter()
            .enumerate()
            .map(|(d, &h)| (h.min(d + 1), h.max(d + 1)))
            .collect();
        arcs.iter().all(|&a| arcs.iter().all(|&b| !crosses(a, b)))
    }

    /// The best total over every assignment of heads that passes `accept`.
    fn brute_force(scores: &[f32], n: usize, accept: impl Fn(&[usize]) -> bool) -> f32 {
        let mut best = f32::NEG_INFINITY;
        for code in 0..(n + 1).pow(n as u32) {
            let heads: Vec<usize> = (0..n)
                .map(|d| code / (n + 1).pow(d as u32) % (n + 1))
                .collect();
            if is_tree(&heads) && accept(&heads) {
                best = best.max(total(scores, &heads));
            }
        }
        best
    }

    #[test]
    fn both_algorithms_find_the_optimum() {
        for seed in 0..60 {
            let n = 1 + seed as usize % 5;
            let scores = random_scores(n, seed);
            let projective = eisner(&scores, n);
            assert!(
                is_tree(&projective) && is_projective(&projective),
                "{projective:?}"
            );
            assert!(
                (total(&scores, &projective) - brute_force(&scores, n, is_projective)).abs() < 1e-3
            );
            let any = chu_liu_edmonds(&scores, n);
            assert!(is_tree(&any), "{any:?}");
            assert!(
                (total(&scores, &any) - brute_force(&scores, n, |_| true)).abs() < 1e-3,
                "{seed}"
            );
        }
    }

    #[test]
    fn a_marker_is_the_first_dependent_on_the_left() {
        assert_eq!(
            markers(&[3, 3, 4, 0, 4]),
            [None, None, Some(0), Some(2), None]
        );
    }

    #[test]
    fn any_scores_give_a_tree() {
        for (seed, n) in [(1, 1), (2, 2), (3, 40), (4, 96), (5, 97), (6, 300)] {
            assert!(is_tree(&best_tree(&random_scores(n, seed), n)));
            assert!(is_tree(&best_tree(&vec![0.0; n * (n + 1)], n)));
        }
        assert!(best_tree(&[], 0).is_empty());
    }
}
