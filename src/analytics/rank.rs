use super::ActorGraph;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use std::collections::VecDeque;
use std::str::FromStr;

/// How to measure who is central.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Measure {
    /// PageRank (Page et al. 1999): central is who is tied to the central.
    PageRank,
    /// The number of ties, each counted as often as articles tell it.
    Degree,
    /// Betweenness (Brandes 2001): central is who lies on the shortest ways between others.
    Betweenness,
}

/// A word that names no measure.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown measure `{0}`; expected pagerank, degree or betweenness")]
pub struct UnknownMeasure(String);

impl FromStr for Measure {
    type Err = UnknownMeasure;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "pagerank" => Ok(Self::PageRank),
            "degree" => Ok(Self::Degree),
            "betweenness" => Ok(Self::Betweenness),
            _ => Err(UnknownMeasure(name.to_owned())),
        }
    }
}

/// An actor and how central it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Rank {
    /// Its node.
    pub node: NodeIndex,
    /// The measure; comparable within one graph only.
    pub score: f64,
    /// Ties that start at it.
    pub outgoing: usize,
    /// Ties that end at it.
    pub incoming: usize,
}

/// Everyone who acts, the most central first; equals in the order of IRIs.
///
/// Ties count both ways, since to be attacked by the central makes one as central as to attack
/// them; `locatedIn` does not count, since a place is not an actor. Sums run in the order of nodes
/// and ties, so that the last digit is the same on every machine.
#[must_use]
pub fn rank(actors: &ActorGraph, measure: Measure) -> Vec<Rank> {
    let web = Web::new(actors);
    let scores = match measure {
        Measure::PageRank => web.page_rank(),
        Measure::Degree => web.degree(),
        Measure::Betweenness => web.betweenness(),
    };
    let graph = &actors.graph;
    let mut ranks: Vec<Rank> = graph
        .node_indices()
        .filter(|&node| graph[node].acts())
        .map(|node| Rank {
            node,
            score: scores[node.index()],
            outgoing: graph.edges(node).count(),
            incoming: graph.edges_directed(node, petgraph::Incoming).count(),
        })
        .collect();
    ranks.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.node.cmp(&b.node)));
    ranks
}

/// Ties both ways, with their weight, by node.
struct Web {
    ties: Vec<Vec<(usize, f64)>>,
}

impl Web {
    fn new(actors: &ActorGraph) -> Self {
        let graph = &actors.graph;
        let mut ties = vec![Vec::new(); graph.node_count()];
        for edge in graph.edge_references() {
            let (a, b) = (edge.source().index(), edge.target().index());
            if edge.weight().relation != "locatedIn" && a != b {
                let weight = u32::try_from(edge.weight().articles).map_or(f64::MAX, f64::from);
                ties[a].push((b, weight));
                ties[b].push((a, weight));
            }
        }
        Self { ties }
    }

    fn degree(&self) -> Vec<f64> {
        let sum = |ties: &Vec<(usize, f64)>| ties.iter().map(|(_, weight)| weight).sum();
        self.ties.iter().map(sum).collect()
    }

    /// Damping 0.85 as in the paper; stops when a step moves less than 1e-12 in all, or after 200.
    fn page_rank(&self) -> Vec<f64> {
        const DAMPING: f64 = 0.85;
        const STEPS: usize = 200;
        let n = self.ties.len();
        let even = 1.0 / u32::try_from(n.max(1)).map_or(f64::MAX, f64::from);
        let degree = self.degree();
        let mut scores = vec![even; n];
        for _ in 0..STEPS {
            // The score of nodes without ties is spread over all.
            let idle = (0..n).filter(|&i| self.ties[i].is_empty());
            let lost: f64 = idle.map(|i| scores[i]).sum();
            let mut next = vec![even.mul_add(1.0 - DAMPING, DAMPING * lost * even); n];
            for (i, ties) in self.ties.iter().enumerate() {
                for &(j, weight) in ties {
                    next[j] += DAMPING * scores[i] * weight / degree[i];
                }
            }
            let moved: f64 = scores.iter().zip(&next).map(|(a, b)| (a - b).abs()).sum();
            scores = next;
            if moved < 1e-12 {
                break;
            }
        }
        scores
    }

    /// Brandes' algorithm on the graph without weights and parallel ties; O(nodes · ties).
    fn betweenness(&self) -> Vec<f64> {
        let mut scores = vec![0.0; self.ties.len()];
        let neighbors: Vec<Vec<usize>> = self
            .ties
            .iter()
            .map(|ties| {
                let mut nodes: Vec<usize> = ties.iter().map(|&(j, _)| j).collect();
                nodes.sort_unstable();
                nodes.dedup();
                nodes
            })
            .collect();
        for source in 0..self.ties.len() {
            accumulate(source, &neighbors, &mut scores);
        }
        // Each pair was counted from both its ends.
        scores.iter().map(|score| score / 2.0).collect()
    }
}

fn accumulate(source: usize, neighbors: &[Vec<usize>], scores: &mut [f64]) {
    let n = neighbors.len();
    let mut order = Vec::with_capacity(n);
    let mut before: Vec<Vec<usize>> = vec![Vec::new(); n];
    let mut paths = vec![0.0_f64; n];
    let mut distance = vec![usize::MAX; n];
    paths[source] = 1.0;
    distance[source] = 0;
    let mut queue = VecDeque::from([source]);
    while let Some(v) = queue.pop_front() {
        order.push(v);
        for &w in &neighbors[v] {
            if distance[w] == usize::MAX {
                distance[w] = distance[v] + 1;
                queue.push_back(w);
            }
            if distance[w] == distance[v] + 1 {
                paths[w] += paths[v];
                before[w].push(v);
            }
        }
    }
    let mut depends = vec![0.0_f64; n];
    for &w in order.iter().rev() {
        for &v in &before[w] {
            depends[v] += paths[v] / paths[w] * (1.0 + depends[w]);
        }
        if w != source {
            scores[w] += depends[w];
        }
    }
}
