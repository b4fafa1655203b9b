//! Lines of a page: pieces of text on one level, parted where a gutter between columns goes through.
use super::glyphs::Run;

/// Words on one level, within one column.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub left: f64,
    pub right: f64,
    pub y: f64,
    pub size: f64,
    pub bold: bool,
    pub text: String,
    /// Lines of one level share a number, counted from the top.
    pub level: usize,
}

impl Line {
    /// About how wide the first word is.
    pub(super) fn first_word(&self) -> f64 {
        let all = self.text.chars().count().max(1);
        let first = self.text.chars().take_while(|c| !c.is_whitespace()).count();
        (self.right - self.left) * first as f64 / all as f64
    }
}

/// A gap between two runs that may be a gutter, in sizes of the type.
const GAP: f64 = 0.8;

/// The lines of a page, from the top, those of one level from the left.
pub(super) fn lines(mut runs: Vec<Run>) -> Vec<Line> {
    runs.retain(|run| !run.text.trim().is_empty());
    runs.sort_by(|a, b| b.y.total_cmp(&a.y).then(a.left.total_cmp(&b.left)));
    let mut levels: Vec<Vec<Run>> = Vec::new();
    for run in runs {
        let fits = levels.last().and_then(|level| level.first()).is_some_and(|first| {
            first.y - run.y < 0.35 * first.size.min(run.size).max(0.5 * first.size.max(run.size))
        });
        match levels.last_mut().filter(|_| fits) {
            Some(level) => level.push(run),
            None => levels.push(vec![run]),
        }
    }
    for level in &mut levels {
        level.sort_by(|a, b| a.left.total_cmp(&b.left));
        // Type made bold by printing it twice.
        level
            .dedup_by(|next, kept| (next.left - kept.left).abs() < 0.2 * kept.size && next.text == kept.text);
    }
    let gaps: Vec<Vec<(f64, f64)>> = levels.iter().map(|level| gaps_of(level)).collect();
    let mut out = Vec::new();
    for (at, level) in levels.iter().enumerate() {
        let mut parts: Vec<Vec<&Run>> = Vec::new();
        for run in level {
            let parted = parts.last().and_then(|part| part.last()).is_none_or(|before| {
                let gap = (before.right, run.left);
                gap.1 - gap.0 > GAP * before.size.min(run.size)
                    && is_gutter(&levels, &gaps, at, gap, run.size)
            });
            match parts.last_mut().filter(|_| !parted) {
                Some(part) => part.push(run),
                None => parts.push(vec![run]),
            }
        }
        out.extend(parts.iter().filter_map(|part| line(part, at)));
    }
    out
}

fn gaps_of(level: &[Run]) -> Vec<(f64, f64)> {
    let pairs = level.iter().zip(level.iter().skip(1));
    pairs
        .filter(|(a, b)| b.left - a.right > GAP * a.size.min(b.size))
        .map(|(a, b)| (a.right, b.left))
        .collect()
}

/// How many levels above and below are looked at.
const NEAR: usize = 8;

/// Whether a gap is there on other levels too; one that is only here is a wide space between words.
fn is_gutter(levels: &[Vec<Run>], gaps: &[Vec<(f64, f64)>], at: usize, gap: (f64, f64), size: f64) -> bool {
    if gap.1 - gap.0 > 3.0 * size {
        return true;
    }
    let (mut open, mut crossed) = (0, 0);
    let near = at.saturating_sub(NEAR)..(at + NEAR + 1).min(levels.len());
    for other in near.filter(|other| *other != at) {
        let (Some(level), Some(theirs)) = (levels.get(other), gaps.get(other)) else { continue };
        // Both are sorted from the left, so that only neighbours of the gap need be looked at.
        let near = theirs.partition_point(|g| g.1 <= gap.0);
        let alike = theirs.iter().skip(near).take(2);
        let before = level.partition_point(|run| run.left < gap.0);
        let covered = before.checked_sub(1).and_then(|at| level.get(at)).is_some_and(|run| run.right > gap.1);
        // What both gaps have in common must still be a gap.
        if alike.into_iter().any(|g| g.1.min(gap.1) - g.0.max(gap.0) > 0.5 * size) {
            open += 1;
        } else if covered
            || (level.first().is_some_and(|f| f.left < gap.0)
                && level.last().is_some_and(|l| l.right > gap.1))
        {
            crossed += 1;
        }
    }
    open >= 2 && open >= crossed
}

fn line(part: &[&Run], level: usize) -> Option<Line> {
    let first = part.first()?;
    let mut text = String::new();
    let mut right = first.left;
    let mut y = first.y;
    let (mut size, mut most) = (first.size, 0);
    let mut bold = true;
    for run in part {
        if run.left - right > 0.15 * run.size && !text.is_empty() && !text.ends_with(' ') {
            text.push(' ');
        }
        text.push_str(&run.text);
        right = right.max(run.right);
        bold &= run.bold;
        if run.text.len() > most {
            (most, size, y) = (run.text.len(), run.size, run.y);
        }
    }
    let text = letters(&text);
    (!text.is_empty()).then_some(Line { left: first.left, right, y, size, bold, text, level })
}

/// Ligatures as letters, one space between words.
fn letters(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.trim().chars() {
        match letter {
            'ﬀ' => out.push_str("ff"),
            'ﬁ' => out.push_str("fi"),
            'ﬂ' => out.push_str("fl"),
            'ﬃ' => out.push_str("ffi"),
            'ﬄ' => out.push_str("ffl"),
            'ﬅ' | 'ﬆ' => out.push_str("st"),
            c if c.is_whitespace() || c.is_control() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(left: f64, y: f64, text: &str) -> Run {
        Run {
            left,
            right: left + 5.0 * text.len() as f64,
            y,
            size: 10.0,
            text: text.to_owned(),
            ..Run::default()
        }
    }

    #[test]
    fn a_gutter_parts_and_a_wide_space_does_not() {
        let mut runs = Vec::new();
        for row in 0..4 {
            let y = 100.0 - 12.0 * f64::from(row);
            runs.extend([run(0.0, y, "a ferry in"), run(62.0, y, "dock again")]);
        }
        runs.extend([run(0.0, 40.0, "The whole width of the page"), run(145.0, 40.0, "goes on")]);
        let found: Vec<_> = lines(runs).into_iter().map(|line| line.text).collect();
        assert_eq!(found.len(), 9);
        assert_eq!(found[1], "dock again");
        assert_eq!(found[8], "The whole width of the page goes on");
    }

    #[test]
    fn bold_by_printing_twice_and_ligatures() {
        let found = lines(vec![run(0.0, 9.0, "ofﬁce"), run(0.3, 9.0, "ofﬁce")]);
        assert_eq!(found.iter().map(|l| l.text.as_str()).collect::<Vec<_>>(), ["office"]);
    }
}
