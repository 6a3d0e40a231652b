//! Where nodes stand in a picture: stress majorization (Gansner, Koren and North 2004), by component.
//!
//! Our own code, since a picture must be the same to the byte on every machine: nothing but `+ - × ÷`
//! and square roots, which IEEE 754 fixes, and sums in the order of nodes. The crates at hand draw
//! random numbers or use sines; Graphviz gives other places in each version.

use crate::analytics::network::Network;
use std::collections::VecDeque;

/// How far neighbors should stand apart, in pixels.
const STEP: f64 = 175.0;
/// Letters are this wide and lines this high, on average and with their space.
const LETTER: f64 = 7.2;
const LINE: f64 = 16.0;
/// The longest line of a name, in letters.
const LINE_LETTERS: usize = 22;
/// Larger components are set on a grid: distances between all pairs would not fit in memory.
const MAX_NODES: usize = 1500;
const ROUNDS: usize = 150;

/// The middle of each node, in pixels from the upper left corner; no two boxes overlap.
pub(super) fn layout(network: &Network) -> Vec<(f64, f64)> {
    let n = network.nodes.len();
    let mut neighbors = vec![Vec::new(); n];
    for edge in &network.edges {
        neighbors[edge.source].push(edge.target);
        neighbors[edge.target].push(edge.source);
    }
    let sizes: Vec<(f64, f64)> = network.nodes.iter().map(|node| size(&node.label)).collect();
    let mut places = vec![(0.0, 0.0); n];
    let mut blocks: Vec<Block> = components(&neighbors)
        .into_iter()
        .map(|nodes| Block::new(nodes, &neighbors, &sizes))
        .collect();
    blocks.sort_by(|a, b| {
        b.nodes
            .len()
            .cmp(&a.nodes.len())
            .then(a.nodes.cmp(&b.nodes))
    });
    shelve(&mut blocks);
    for block in blocks {
        for (node, (x, y)) in block.nodes.iter().zip(block.places) {
            // Whole tenths of a pixel are enough, and short.
            places[*node] = (tenth(x + block.x), tenth(y + block.y));
        }
    }
    places
}

/// A name cut into lines at its blanks.
pub(super) fn wrap(label: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in label.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < LINE_LETTERS => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Width and height of the box around a name.
pub(super) fn size(label: &str) -> (f64, f64) {
    let lines = wrap(label);
    let longest = lines.iter().map(|line| line.chars().count()).max();
    (
        LETTER.mul_add(count(longest.unwrap_or(0)), 20.0).max(44.0),
        LINE.mul_add(count(lines.len().max(1)), 12.0),
    )
}

fn count(n: usize) -> f64 {
    u32::try_from(n).map_or(f64::MAX, f64::from)
}

fn tenth(x: f64) -> f64 {
    (x * 10.0).round() / 10.0
}

/// The nodes that hang together, each list in order.
fn components(neighbors: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut seen = vec![false; neighbors.len()];
    let mut components = Vec::new();
    for start in 0..neighbors.len() {
        if seen[start] {
            continue;
        }
        seen[start] = true;
        let mut nodes = vec![start];
        let mut next = 0;
        while let Some(&node) = nodes.get(next) {
            next += 1;
            for &other in &neighbors[node] {
                if !seen[other] {
                    seen[other] = true;
                    nodes.push(other);
                }
            }
        }
        nodes.sort_unstable();
        components.push(nodes);
    }
    components
}

/// A component and its place on the page.
struct Block {
    nodes: Vec<usize>,
    places: Vec<(f64, f64)>,
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

impl Block {
    fn new(nodes: Vec<usize>, neighbors: &[Vec<usize>], sizes: &[(f64, f64)]) -> Self {
        let sizes: Vec<(f64, f64)> = nodes.iter().map(|&node| sizes[node]).collect();
        let mut places = if nodes.len() <= MAX_NODES {
            let mut places = start(nodes.len());
            majorize(&mut places, &distances(&nodes, neighbors));
            // Boxes are wider than high, and so are screens.
            places.iter_mut().for_each(|(x, _)| *x *= 1.45);
            places
        } else {
            grid(nodes.len())
        };
        push_apart(&mut places, &sizes);
        let (left, top) = corner(&places, &sizes, -0.5, f64::min, f64::INFINITY);
        let (right, bottom) = corner(&places, &sizes, 0.5, f64::max, f64::NEG_INFINITY);
        for (x, y) in &mut places {
            *x -= left;
            *y -= top;
        }
        Self {
            nodes,
            places,
            x: 0.0,
            y: 0.0,
            width: right - left,
            height: bottom - top,
        }
    }
}

/// The outermost corner of all boxes in one direction.
fn corner(
    places: &[(f64, f64)],
    sizes: &[(f64, f64)],
    side: f64,
    outer: fn(f64, f64) -> f64,
    start: f64,
) -> (f64, f64) {
    let boxes = places.iter().zip(sizes);
    boxes.fold((start, start), |(x, y), (place, size)| {
        (
            outer(x, size.0.mul_add(side, place.0)),
            outer(y, size.1.mul_add(side, place.1)),
        )
    })
}

/// Steps between all pairs, from one breadth-first search a node.
fn distances(nodes: &[usize], neighbors: &[Vec<usize>]) -> Vec<Vec<f64>> {
    let place = |node: usize| nodes.binary_search(&node).ok();
    let search = |start: usize| {
        let mut steps = vec![f64::INFINITY; nodes.len()];
        steps[start] = 0.0;
        let mut queue = VecDeque::from([start]);
        while let Some(i) = queue.pop_front() {
            for j in neighbors[nodes[i]].iter().filter_map(|&node| place(node)) {
                if steps[j].is_infinite() {
                    steps[j] = steps[i] + 1.0;
                    queue.push_back(j);
                }
            }
        }
        steps
    };
    (0..nodes.len()).map(search).collect()
}

/// Scattered places that are the same every time (SplitMix64, Steele et al. 2014).
fn start(n: usize) -> Vec<(f64, f64)> {
    let mut state = 0_u64;
    let mut next = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let high = u32::try_from((z ^ (z >> 31)) >> 32).unwrap_or_default();
        f64::from(high) / f64::from(u32::MAX)
    };
    let side = STEP * count(n).sqrt();
    (0..n).map(|_| (side * next(), side * next())).collect()
}

/// Moves each node in turn to where it stands best towards all others; nearer ones weigh more.
fn majorize(places: &mut [(f64, f64)], distances: &[Vec<f64>]) {
    for _ in 0..ROUNDS {
        for i in 0..places.len() {
            let (mut x, mut y, mut sum) = (0.0, 0.0, 0.0);
            for j in (0..places.len()).filter(|&j| j != i) {
                let (dx, dy) = (places[i].0 - places[j].0, places[i].1 - places[j].1);
                let apart = dx.mul_add(dx, dy * dy).sqrt().max(1e-6);
                let steps = distances[i][j];
                let weight = 1.0 / (steps * steps);
                let pull = STEP * steps / apart;
                x += weight * dx.mul_add(pull, places[j].0);
                y += weight * dy.mul_add(pull, places[j].1);
                sum += weight;
            }
            if sum > 0.0 {
                places[i] = (x / sum, y / sum);
            }
        }
    }
}

fn grid(n: usize) -> Vec<(f64, f64)> {
    let side = (1..).find(|side| side * side >= n).unwrap_or(1);
    let place = |i: usize| (count(i % side) * 2.0 * STEP, count(i / side) * STEP / 2.0);
    (0..n).map(place).collect()
}

/// Moves boxes that overlap apart, along the axis where less is needed.
fn push_apart(places: &mut [(f64, f64)], sizes: &[(f64, f64)]) {
    const GAP: f64 = 18.0;
    for _ in 0..ROUNDS {
        let mut moved = false;
        for i in 0..places.len() {
            for j in i + 1..places.len() {
                let (dx, dy) = (places[j].0 - places[i].0, places[j].1 - places[i].1);
                let x = (sizes[i].0 + sizes[j].0) / 2.0 + GAP - dx.abs();
                let y = (sizes[i].1 + sizes[j].1) / 2.0 + GAP - dy.abs();
                if x <= 0.0 || y <= 0.0 {
                    continue;
                }
                moved = true;
                if x < y {
                    let push = if dx < 0.0 { -x } else { x } / 2.0;
                    places[i].0 -= push;
                    places[j].0 += push;
                } else {
                    let push = if dy < 0.0 { -y } else { y } / 2.0;
                    places[i].1 -= push;
                    places[j].1 += push;
                }
            }
        }
        if !moved {
            break;
        }
    }
}

/// Sets the components in rows, from left to right and from top to bottom.
fn shelve(blocks: &mut [Block]) {
    const GAP: f64 = 50.0;
    let area: f64 = blocks
        .iter()
        .map(|b| (b.width + GAP) * (b.height + GAP))
        .sum();
    let widest = blocks.iter().map(|b| b.width).fold(0.0, f64::max);
    let page = (area * 1.6).sqrt().max(widest);
    let (mut x, mut y, mut row) = (0.0_f64, 0.0, 0.0);
    for block in blocks {
        if x > 0.0 && x + block.width > page {
            (x, y, row) = (0.0, y + row + GAP, 0.0);
        }
        (block.x, block.y) = (x, y);
        x += block.width + GAP;
        row = block.height.max(row);
    }
}
