//! A picture: boxes with names, arrows in the color of their relation, a legend below.

use super::layout::{layout, size, wrap};
use super::palette::{fill, stroke};
use super::xml::Xml;
use crate::analytics::network::{Edge, Network};
use crate::rdf::{Ontology, vocab};
use std::collections::BTreeMap;
use std::io::{self, Write};

const MARGIN: f64 = 30.0;
const LEGEND: f64 = 22.0;
/// More names on arrows cannot be read.
const MAX_EDGE_LABELS: usize = 80;

type Point = (f64, f64);

pub(super) fn write(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    let places: Vec<Point> = layout(network)
        .into_iter()
        .map(|(x, y)| (x + MARGIN, y + MARGIN))
        .collect();
    let sizes: Vec<Point> = network.nodes.iter().map(|node| size(&node.label)).collect();
    let far = |side: fn(&Point) -> f64| {
        let ends = places
            .iter()
            .zip(&sizes)
            .map(|(p, s)| side(p) + side(s) / 2.0);
        ends.fold(360.0, f64::max) + MARGIN
    };
    let (width, height) = (far(|p| p.0), far(|p| p.1));
    let legend = Legend::new(network, width);
    let total = height + legend.height() + MARGIN;
    let mut xml = Xml::new(out)?;
    xml.open(
        "svg",
        &[
            ("xmlns", "http://www.w3.org/2000/svg"),
            ("viewBox", &format!("0 0 {width:.1} {total:.1}")),
            ("width", &format!("{width:.0}")),
            ("height", &format!("{total:.0}")),
            ("font-family", "Helvetica, Arial, 'DejaVu Sans', sans-serif"),
        ],
    )?;
    markers(&mut xml, network)?;
    let paper = [("width", "100%"), ("height", "100%"), ("fill", "white")];
    xml.empty("rect", &paper)?;
    let labels = network.edges.len() <= MAX_EDGE_LABELS;
    let mut parallel: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut curves = Vec::new();
    for edge in &network.edges {
        let pair = (edge.source.min(edge.target), edge.source.max(edge.target));
        let nth = parallel.entry(pair).or_default();
        curves.push(Curve::new(edge, *nth, &places, &sizes));
        *nth += 1;
    }
    for (edge, curve) in network.edges.iter().zip(&curves) {
        curve.draw(&mut xml, edge, network)?;
    }
    for (node, (place, size)) in network.nodes.iter().zip(places.iter().zip(&sizes)) {
        draw_node(&mut xml, node, *place, *size)?;
    }
    let mut taken: Vec<Rectangle> = places
        .iter()
        .zip(&sizes)
        .map(|(p, s)| Rectangle::new(*p, *s))
        .collect();
    for (edge, curve) in network.edges.iter().zip(&curves).filter(|_| labels) {
        // Where no place is free, the color and the legend must do.
        if let Some(place) = curve.free_place(&edge.label, &mut taken) {
            draw_label(&mut xml, edge, place)?;
        }
    }
    legend.draw(&mut xml, height)?;
    xml.finish("svg")
}

fn draw_node(
    xml: &mut Xml<'_>,
    node: &crate::analytics::network::Node,
    (x, y): Point,
    (width, height): Point,
) -> io::Result<()> {
    xml.open("g", &[])?;
    xml.text(
        "title",
        &[],
        &format!("{} ({})", node.label, class_name(&node.class)),
    )?;
    xml.empty(
        "rect",
        &[
            ("x", &number(x - width / 2.0)),
            ("y", &number(y - height / 2.0)),
            ("width", &number(width)),
            ("height", &number(height)),
            ("rx", "8"),
            ("fill", fill(&node.class)),
            ("stroke", "#555"),
            ("stroke-width", "0.8"),
        ],
    )?;
    let lines = wrap(&node.label);
    let mut line_y = y - height / 2.0 + 18.0;
    for line in &lines {
        let at = [
            ("x", number(x)),
            ("y", number(line_y)),
            ("font-size", "13".to_owned()),
            ("text-anchor", "middle".to_owned()),
            ("fill", "#111".to_owned()),
        ];
        let at: Vec<(&str, &str)> = at.iter().map(|(k, v)| (*k, v.as_str())).collect();
        xml.text("text", &at, line)?;
        line_y += 16.0;
    }
    xml.close("g")
}

/// An edge as a quadratic curve from the border of one box to that of another.
struct Curve {
    from: Point,
    bend: Point,
    to: Point,
}

impl Curve {
    /// The `nth` edge between two nodes bends more than the one before, to the other side.
    fn new(edge: &Edge, nth: usize, places: &[Point], sizes: &[Point]) -> Self {
        let (a, b) = (places[edge.source], places[edge.target]);
        if edge.source == edge.target {
            let (width, height) = sizes[edge.source];
            let top = a.1 - height / 2.0;
            return Self {
                from: (a.0 - width / 4.0, top),
                bend: (a.0, top - 40.0),
                to: (a.0 + width / 4.0, top),
            };
        }
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let length = dx.mul_add(dx, dy * dy).sqrt().max(1.0);
        let step = u32::try_from(nth.div_ceil(2)).map_or(0.0, f64::from);
        let mut bend = 26.0f64.mul_add(step, 8.0);
        // The perpendicular turns over with the edge: measure from the lower node to the higher.
        if (nth % 2 == 1) != (edge.source > edge.target) {
            bend = -bend;
        }
        let middle = ((a.0 + b.0) / 2.0, (a.1 + b.1) / 2.0);
        let bend = (
            (-dy / length).mul_add(bend * 1.6, middle.0),
            (dx / length).mul_add(bend * 1.6, middle.1),
        );
        Self {
            from: border(a, sizes[edge.source], bend),
            bend,
            to: border(b, sizes[edge.target], bend),
        }
    }

    fn draw(&self, xml: &mut Xml<'_>, edge: &Edge, network: &Network) -> io::Result<()> {
        let path = format!(
            "M{} {}Q{} {} {} {}",
            number(self.from.0),
            number(self.from.1),
            number(self.bend.0),
            number(self.bend.1),
            number(self.to.0),
            number(self.to.1)
        );
        let color = stroke(&edge.relation);
        let thick = u32::try_from(edge.weight.min(6)).map_or(1.0, f64::from);
        xml.open(
            "path",
            &[
                ("d", &path),
                ("fill", "none"),
                ("stroke", color),
                ("stroke-width", &number(thick.mul_add(0.5, 0.9))),
                ("stroke-opacity", "0.85"),
                ("marker-end", &format!("url(#{})", marker(color))),
            ],
        )?;
        let (source, target) = (&network.nodes[edge.source], &network.nodes[edge.target]);
        let title = format!("{} — {} → {}", source.label, edge.label, target.label);
        xml.text("title", &[], &title)?;
        xml.close("path")
    }

    /// A place for a name on the curve that lies on nothing else; it is taken from then on.
    fn free_place(&self, label: &str, taken: &mut Vec<Rectangle>) -> Option<Point> {
        let letters = u32::try_from(label.chars().count()).map_or(0.0, f64::from);
        let size = (5.2 * letters, 11.0);
        [0.5, 0.4, 0.6, 0.3, 0.7].into_iter().find_map(|share| {
            let place = self.at(share);
            let label = Rectangle::new(place, size);
            let free = !taken.iter().any(|other| other.overlaps(&label));
            free.then(|| taken.push(label)).map(|()| place)
        })
    }

    /// The point at a share of the way (a quadratic Bézier curve).
    fn at(&self, share: f64) -> Point {
        let rest = 1.0 - share;
        let (a, b, c) = (rest * rest, 2.0 * rest * share, share * share);
        (
            a * self.from.0 + b * self.bend.0 + c * self.to.0,
            a * self.from.1 + b * self.bend.1 + c * self.to.1,
        )
    }
}

fn draw_label(xml: &mut Xml<'_>, edge: &Edge, (x, y): Point) -> io::Result<()> {
    xml.text(
        "text",
        &[
            ("x", &number(x)),
            ("y", &number(y + 3.0)),
            ("font-size", "9.5"),
            ("text-anchor", "middle"),
            ("fill", stroke(&edge.relation)),
            ("stroke", "white"),
            ("stroke-width", "3"),
            ("paint-order", "stroke"),
        ],
        &edge.label,
    )
}

/// A box by its middle and half its sides.
struct Rectangle {
    middle: Point,
    half: Point,
}

impl Rectangle {
    fn new(middle: Point, (width, height): Point) -> Self {
        let half = (width / 2.0, height / 2.0);
        Self { middle, half }
    }

    fn overlaps(&self, other: &Self) -> bool {
        (self.middle.0 - other.middle.0).abs() < self.half.0 + other.half.0
            && (self.middle.1 - other.middle.1).abs() < self.half.1 + other.half.1
    }
}

/// Where the line from the middle of a box towards a point leaves the box.
fn border(middle: Point, (width, height): Point, toward: Point) -> Point {
    let (dx, dy) = (toward.0 - middle.0, toward.1 - middle.1);
    let across = if dx == 0.0 {
        f64::INFINITY
    } else {
        (width / 2.0 + 2.0) / dx.abs()
    };
    let along = if dy == 0.0 {
        f64::INFINITY
    } else {
        (height / 2.0 + 2.0) / dy.abs()
    };
    let share = across.min(along).min(1.0);
    (dx.mul_add(share, middle.0), dy.mul_add(share, middle.1))
}

/// The arrow heads, one for each color.
fn markers(xml: &mut Xml<'_>, network: &Network) -> io::Result<()> {
    let mut colors: Vec<&str> = network.edges.iter().map(|e| stroke(&e.relation)).collect();
    colors.sort_unstable();
    colors.dedup();
    xml.open("defs", &[])?;
    for color in colors {
        xml.open(
            "marker",
            &[
                ("id", &marker(color)),
                ("viewBox", "0 0 10 10"),
                ("refX", "9"),
                ("refY", "5"),
                ("markerWidth", "9"),
                ("markerHeight", "9"),
                ("markerUnits", "userSpaceOnUse"),
                ("orient", "auto"),
            ],
        )?;
        xml.empty("path", &[("d", "M0 0L10 5L0 10z"), ("fill", color)])?;
        xml.close("marker")?;
    }
    xml.close("defs")
}

fn marker(color: &str) -> String {
    format!("arrow-{}", color.trim_start_matches('#'))
}

fn number(x: f64) -> String {
    format!("{x:.1}")
}

/// What colors mean: the relations and the classes that the picture shows.
struct Legend {
    /// A color, whether it is that of an arrow, words, and the place from the left and the top.
    entries: Vec<(&'static str, bool, String, Point)>,
    rows: f64,
}

impl Legend {
    fn new(network: &Network, width: f64) -> Self {
        let arrows: BTreeMap<&str, &str> = network
            .edges
            .iter()
            .map(|e| (e.relation.as_str(), e.label.as_str()))
            .collect();
        let boxes: BTreeMap<&str, ()> = network
            .nodes
            .iter()
            .map(|n| (n.class.as_str(), ()))
            .collect();
        let arrows = arrows
            .iter()
            .map(|(r, label)| (stroke(r), true, (*label).to_owned()));
        let boxes = boxes
            .keys()
            .map(|class| (fill(class), false, class_name(class)));
        let (mut x, mut row) = (0.0, 0.0);
        let mut entries = Vec::new();
        for (color, arrow, words) in arrows.chain(boxes) {
            let letters = u32::try_from(words.chars().count()).map_or(0.0, f64::from);
            let wide = 6.3f64.mul_add(letters, 46.0);
            if x > 0.0 && x + wide > 2.0f64.mul_add(-MARGIN, width) {
                (x, row) = (0.0, row + 1.0);
            }
            entries.push((color, arrow, words, (x, row)));
            x += wide;
        }
        let rows = if entries.is_empty() { 0.0 } else { row + 1.0 };
        Self { entries, rows }
    }

    fn height(&self) -> f64 {
        self.rows * LEGEND
    }

    fn draw(&self, xml: &mut Xml<'_>, top: f64) -> io::Result<()> {
        for (color, arrow, words, (x, row)) in &self.entries {
            let (x, y) = (x + MARGIN, LEGEND.mul_add(*row, top + 6.0));
            if *arrow {
                let line = format!("M{} {}h22", number(x), number(y));
                let head = format!("url(#{})", marker(color));
                let look = [
                    ("d", line.as_str()),
                    ("stroke", color),
                    ("stroke-width", "2"),
                    ("marker-end", &head),
                ];
                xml.empty("path", &look)?;
            } else {
                let (left, upper) = (number(x), number(y - 7.0));
                let look = [
                    ("x", left.as_str()),
                    ("y", &upper),
                    ("width", "22"),
                    ("height", "14"),
                    ("rx", "4"),
                    ("fill", color),
                    ("stroke", "#555"),
                    ("stroke-width", "0.8"),
                ];
                xml.empty("rect", &look)?;
            }
            let (left, base) = (number(x + 28.0), number(y + 4.0));
            let look = [
                ("x", left.as_str()),
                ("y", &base),
                ("font-size", "11"),
                ("fill", "#333"),
            ];
            xml.text("text", &look, words)?;
        }
        Ok(())
    }
}

/// The French name of a class.
fn class_name(class: &str) -> String {
    let term = vocab::term(class);
    term.map_or_else(
        || class.to_owned(),
        |t| Ontology::embedded().label(t, "fr").to_owned(),
    )
}
