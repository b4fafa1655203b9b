//! From the lines of a page to paragraphs in the order in which they are read: lines to blocks, blocks in reading order (Breuel 2003,
//! "High performance document layout analysis"), paragraphs by indents, gaps and lines that end early.
use super::lines::Line;

/// Lines that stand under each other in one column.
#[derive(Clone, Debug)]
pub(super) struct Block {
    lines: Vec<Line>,
    left: f64,
    right: f64,
    /// Where its column begins and ends, which a short block does not fill.
    column: (f64, f64),
    size: f64,
    bold: bool,
}

/// A paragraph of a page.
#[derive(Clone, Debug, Default)]
pub(super) struct Paragraph {
    /// Its words; lines that were ended on purpose are still lines.
    pub text: String,
    pub size: f64,
    /// Whether its last line is as long as its column allows: what follows may belong to it.
    pub full: bool,
    /// Whether its first line begins further in than the column.
    pub indented: bool,
}

/// More blocks on one page than this are a table or a map, and are read line by line.
const MOST: usize = 220;

/// The paragraphs of a page, in reading order.
/// `usual` is the size in which most of the document is set; `join` adds a line to the words before it. `steps` are those
/// that may still be taken to order blocks, for the whole document.
pub(super) fn paragraphs(
    lines: Vec<Line>,
    usual: f64,
    join: &dyn Fn(&mut String, &str),
    steps: &mut usize,
) -> Vec<Paragraph> {
    let mut blocks = blocks(lines);
    let need = blocks.len().saturating_pow(3);
    if blocks.len() <= MOST && need <= *steps {
        *steps -= need;
        let columns: Vec<(f64, f64)> = (0..blocks.len()).map(|at| column(&blocks, at)).collect();
        for (block, column) in blocks.iter_mut().zip(columns) {
            block.column = column;
        }
        blocks = in_order(blocks);
    }
    let mut out = Vec::new();
    for block in &blocks {
        split(block, usual, join, &mut out);
    }
    out
}

/// The size in which most is set.
pub(super) fn usual_size<'l>(lines: impl Iterator<Item = &'l Line>) -> f64 {
    let mut sizes: Vec<(i64, usize)> = Vec::new();
    for line in lines {
        let size = (line.size * 4.0).round() as i64;
        match sizes.iter_mut().find(|(known, _)| *known == size) {
            Some((_, count)) => *count += line.text.len(),
            None => sizes.push((size, line.text.len())),
        }
    }
    sizes.iter().max_by_key(|(size, count)| (*count, -*size)).map_or(10.0, |(size, _)| *size as f64 / 4.0)
}

fn blocks(lines: Vec<Line>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    // Blocks that may still grow: their last line is not far above.
    let mut open: Vec<usize> = Vec::new();
    for line in lines {
        open.retain(|at| {
            let last = out.get(*at).and_then(|block| block.lines.last());
            last.is_some_and(|last| last.y - line.y < 3.0 * last.size.max(line.size))
        });
        let above =
            open.iter().copied().filter(|at| out.get(*at).is_some_and(|block| continues(block, &line)));
        // The nearest above, the most of it under each other.
        let best = above.max_by(|a, b| {
            let overlap = |at: &usize| {
                out.get(*at).map_or(0.0, |block| block.right.min(line.right) - block.left.max(line.left))
            };
            overlap(a).total_cmp(&overlap(b))
        });
        match best.and_then(|at| out.get_mut(at)) {
            Some(block) => {
                block.left = block.left.min(line.left);
                block.right = block.right.max(line.right);
                block.lines.push(line);
            }
            None => {
                if open.len() >= MOST {
                    open.remove(0);
                }
                open.push(out.len());
                let (left, right, size, bold) = (line.left, line.right, line.size, line.bold);
                out.push(Block { lines: vec![line], left, right, column: (left, right), size, bold });
            }
        }
    }
    out
}

fn continues(block: &Block, line: &Line) -> bool {
    let Some(last) = block.lines.last() else { return false };
    let down = last.y - line.y;
    let alike = (block.size / line.size).max(line.size / block.size) < 1.12 && block.bold == line.bold;
    let over = block.right.min(line.right) - block.left.max(line.left);
    let narrow = (block.right - block.left).min(line.right - line.left);
    // A column's line does not begin outside of it.
    let inside = line.left > block.left - 2.5 * line.size;
    alike && last.level != line.level && down > 0.0 && down < 2.6 * line.size && over > 0.5 * narrow && inside
}

fn top(block: &Block) -> f64 {
    block.lines.first().map_or(0.0, |line| line.y + line.size)
}

fn bottom(block: &Block) -> f64 {
    block.lines.last().map_or(0.0, |line| line.y)
}

/// Puts blocks in the order in which they are read.
fn in_order(blocks: Vec<Block>) -> Vec<Block> {
    let count = blocks.len();
    let before = |a: &Block, b: &Block| {
        if meet(a, b) {
            return top(a) > top(b);
        }
        // To the left, unless something that spans both lies between them.
        a.column.0 < b.column.0 && !spanned(&blocks, a, b)
    };
    let mut waits: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut open: Vec<usize> = vec![0; count];
    for (i, a) in blocks.iter().enumerate() {
        for (j, b) in blocks.iter().enumerate() {
            if i != j && before(a, b) {
                if let Some(list) = waits.get_mut(i) {
                    list.push(j);
                }
                if let Some(number) = open.get_mut(j) {
                    *number += 1;
                }
            }
        }
    }
    let mut done = vec![false; count];
    let mut order = Vec::with_capacity(count);
    while order.len() < count {
        // Where the rules contradict each other, what waits for the least goes first, from the top.
        let next = (0..count)
            .filter(|at| done.get(*at) == Some(&false))
            .min_by_key(|at| (open.get(*at).copied().unwrap_or(0), *at));
        let Some(next) = next else { break };
        if let Some(flag) = done.get_mut(next) {
            *flag = true;
        }
        order.push(next);
        for after in waits.get(next).into_iter().flatten() {
            if let Some(number) = open.get_mut(*after) {
                *number = number.saturating_sub(1);
            }
        }
    }
    let mut blocks: Vec<Option<Block>> = blocks.into_iter().map(Some).collect();
    order.into_iter().filter_map(|at| blocks.get_mut(at).and_then(Option::take)).collect()
}

/// Whether two columns have something in common.
fn meet(a: &Block, b: &Block) -> bool {
    a.column.1.min(b.column.1) - a.column.0.max(b.column.0) > 0.5
}

/// Whether a block that spans both lies between them.
fn spanned(blocks: &[Block], a: &Block, b: &Block) -> bool {
    let (high, low) = (top(a).max(top(b)), top(a).min(top(b)));
    blocks.iter().any(|c| meet(c, a) && meet(c, b) && top(c) < high && top(c) > low)
}

/// Where a block's column begins and ends.
fn column(blocks: &[Block], at: usize) -> (f64, f64) {
    let Some(block) = blocks.get(at) else { return (0.0, 0.0) };
    let own = (block.left, block.right);
    let close = |end: f64| block.lines.iter().filter(|line| end - line.right < 1.5 * line.size).count();
    if block.lines.len() >= 3 && close(block.right) >= 2 {
        return own;
    }
    let alike = blocks.iter().filter(|other| {
        let over = block.right.min(other.right) - block.left.max(other.left);
        let under = over > 0.8 * (block.right - block.left);
        let begins = (other.left - block.left).abs() < 1.5 * block.size && other.lines.len() >= 3;
        other.size < 1.15 * block.size && (under && other.lines.len() >= 2 || begins)
    });
    let (left, right) =
        alike.fold(own, |(left, right), other| (left.min(other.left), right.max(other.right)));
    // No further than what stands beside it.
    let level = |other: &&Block| top(other) > bottom(block) && bottom(other) < top(block);
    let beside = |other: &&Block| level(other) && other.left > block.right;
    let before = |other: &&Block| level(other) && other.right < block.left;
    let right = blocks.iter().filter(beside).map(|other| other.left - block.size).fold(right, f64::min);
    let left = blocks.iter().filter(before).map(|other| other.right + block.size).fold(left, f64::max);
    (left.min(block.left), right.max(block.right))
}

/// Parts a block into paragraphs.
fn split(block: &Block, usual: f64, join: &dyn Fn(&mut String, &str), out: &mut Vec<Paragraph>) {
    let mut steps: Vec<f64> =
        block.lines.iter().zip(block.lines.iter().skip(1)).map(|(a, b)| a.y - b.y).collect();
    steps.sort_by(f64::total_cmp);
    // Most steps are those within paragraphs; where paragraphs are short, the smaller ones.
    let step = steps.get(steps.len() / 3).copied().unwrap_or(block.size * 1.2);
    let (left, right) = block.column;
    let display = block.size > 1.15 * usual;
    // Lines that all stand in the middle.
    let middle = block.lines.iter().all(|line| {
        let (before, after) = (line.left - left, right - line.right);
        (before - after).abs() < line.size
    }) && block.lines.iter().any(|line| line.left - left > line.size);
    let mut current = Paragraph { size: block.size, ..Paragraph::default() };
    for (at, line) in block.lines.iter().enumerate() {
        let indent = |line: &Line| !middle && line.left - block.left > 0.7 * line.size;
        let next = block.lines.get(at + 1);
        let ended = |line: &Line, next: &Line| {
            let room = if middle { right - left - (line.right - line.left) } else { right - line.right };
            room > next.first_word() + 0.6 * line.size
        };
        if let Some(before) = at.checked_sub(1).and_then(|at| block.lines.get(at)) {
            let gap = before.y - line.y > 1.25 * step;
            let begins = indent(line) && !indent(before) && next.is_none_or(|next| !indent(next));
            // Two paragraphs of one line each.
            let again = indent(line) && indent(before) && next.is_some_and(|n| !indent(n));
            if gap || !display && (begins || again) {
                out.push(std::mem::replace(
                    &mut current,
                    Paragraph { size: block.size, ..Paragraph::default() },
                ));
            } else if !display && ended(before, line) && !parted(before, line) {
                current.text.push('\n');
            }
        }
        if current.text.is_empty() {
            current.indented = indent(line);
        }
        if current.text.is_empty() || current.text.ends_with('\n') {
            current.text.push_str(&line.text);
        } else {
            join(&mut current.text, &line.text);
        }
        current.full = right - line.right < 2.0 * line.size;
    }
    out.push(current);
}

/// Whether a word goes on in the next line.
fn parted(line: &Line, next: &Line) -> bool {
    let mut end = line.text.chars().rev();
    matches!(end.next(), Some('-' | '‐' | '\u{AD}'))
        && end.next().is_some_and(char::is_alphabetic)
        && next.text.starts_with(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(left: f64, right: f64, y: f64, level: usize, text: &str) -> Line {
        Line { left, right, y, size: 10.0, bold: false, text: text.to_owned(), level }
    }

    fn join(text: &mut String, next: &str) {
        text.push(' ');
        text.push_str(next);
    }

    #[test]
    fn columns_are_read_one_after_the_other_under_what_spans_them() {
        let mut lines = vec![Line { size: 20.0, ..line(0.0, 200.0, 300.0, 0, "Head") }];
        for row in 0..3usize {
            let y = 260.0 - 12.0 * row as f64;
            lines.push(line(0.0, 90.0, y, row + 1, ["a", "b", "c"][row]));
            lines.push(line(110.0, 200.0, y, row + 1, ["d", "e", "f"][row]));
        }
        let found: Vec<_> = paragraphs(lines, 10.0, &join, &mut 1000).into_iter().map(|p| p.text).collect();
        assert_eq!(found, ["Head", "a b c", "d e f"]);
    }

    #[test]
    fn indents_gaps_and_early_ends() {
        let lines = vec![
            line(0.0, 100.0, 100.0, 0, "one one"),
            line(0.0, 99.0, 88.0, 1, "one one."),
            line(10.0, 100.0, 76.0, 2, "two two"),
            line(0.0, 100.0, 64.0, 3, "two two."),
            line(0.0, 100.0, 45.0, 4, "three three"),
            line(0.0, 30.0, 33.0, 5, "three."),
            line(0.0, 100.0, 21.0, 6, "four four"),
        ];
        let found: Vec<_> = paragraphs(lines, 10.0, &join, &mut 1000).into_iter().map(|p| p.text).collect();
        assert_eq!(found, ["one one one one.", "two two two two.", "three three three.\nfour four"]);
    }
}
