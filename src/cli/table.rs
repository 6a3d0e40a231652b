//! Tables for people: columns as wide as their widest cell, cut to fit the screen.

use std::io::{self, Write};

/// The widest cell that is shown whole, in code points.
const MAX_CELL: usize = 60;

/// Writes `rows` under `header`, the columns two blanks apart.
pub(super) fn write(
    out: &mut dyn Write,
    header: &[String],
    rows: &[Vec<String>],
) -> io::Result<()> {
    let rows: Vec<Vec<String>> = rows
        .iter()
        .map(|row| row.iter().map(|cell| shorten(cell)).collect())
        .collect();
    let widths: Vec<usize> = (0..header.len())
        .map(|i| {
            let cells = rows.iter().filter_map(|row| row.get(i));
            cells
                .chain([&header[i]])
                .map(|c| width(c))
                .max()
                .unwrap_or(0)
        })
        .collect();
    line(out, header, &widths)?;
    let rules: Vec<String> = widths.iter().map(|w| "─".repeat(*w)).collect();
    line(out, &rules, &widths)?;
    rows.iter().try_for_each(|row| line(out, row, &widths))
}

fn line(out: &mut dyn Write, cells: &[String], widths: &[usize]) -> io::Result<()> {
    let mut line = String::new();
    for (cell, w) in cells.iter().zip(widths) {
        line.push_str(cell);
        line.push_str(&" ".repeat(w - width(cell).min(*w) + 2));
    }
    writeln!(out, "{}", line.trim_end())
}

fn shorten(cell: &str) -> String {
    let flat: String = cell
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if width(&flat) <= MAX_CELL {
        return flat;
    }
    let kept: String = flat.chars().take(MAX_CELL - 1).collect();
    format!("{}…", kept.trim_end())
}

/// Code points: French has few combining marks, and a column off by one does no harm.
fn width(cell: &str) -> usize {
    cell.chars().count()
}
