//! The measurements as a picture: four plots, both axes in powers of ten.

use super::Measured;
use std::fmt::Write;

/// What stands above the table.
pub const INTRODUCTION: &str = "# How cost grows\n\n\
    Written by `cargo bench --profile quick -p verbatim-corpus --bench growth -- 100 1000 10000 100000 --write`; natively, over invented news\n\
    (about 5 kB and ten quotations an article). Times are processor time of one thread. Every query counts all facets, makes the histogram and\n\
    fifty rows; the 48 queries stand in `crates/corpus/benches/growth`. \"Process\" is what the whole program gained while importing, with what\n\
    joining names, stories and quotations keeps for further articles (\"joining\"); an opened corpus does without it. While articles are\n\
    added, what joins them is brought up to date when they have doubled; \"join\" is the last time, the longest step of which is the longest\n\
    that a question has to wait where steps are done one by one.\n\n\
    ![Four plots: import, memory, query, save and open, from 100 to 100,000 articles](growth.svg)\n";

const WIDTH: f64 = 420.0;
const HEIGHT: f64 = 300.0;
/// Room for the numbers at the left and below, and for the title.
const MARGIN: (f64, f64, f64) = (56.0, 36.0, 30.0);
const COLOURS: [&str; 4] = ["#1b6ca8", "#b5522b", "#4a7c3a", "#7a5195"];

type Line = (&'static str, fn(&Measured) -> f64);

const PLOTS: [(&str, &[Line]); 4] = [
    ("Import: seconds", &[("add", |m| m.add), ("join once", |m| m.refresh)]),
    (
        "Memory: megabytes",
        &[
            ("texts and annotations", |m| m.kept),
            ("index", |m| m.index),
            ("columns", |m| m.columns),
            ("process while importing", |m| m.process),
        ],
    ),
    (
        "Query: milliseconds",
        &[
            ("p50", |m| m.p50),
            ("p95", |m| m.p95),
            ("slowest", |m| m.worst),
            ("facets recounted, p95", |m| m.recount),
        ],
    ),
    (
        "Saved corpus: seconds",
        &[("save", |m| m.save), ("open, index only", |m| m.open), ("open with all texts", |m| m.open_all)],
    ),
];

/// The picture as SVG.
pub fn draw(all: &[Measured]) -> String {
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" font-family=\"sans-serif\" font-size=\"11\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n",
        2.0 * WIDTH,
        2.0 * HEIGHT
    );
    for (place, (title, lines)) in PLOTS.iter().enumerate() {
        let (x, y) = ((place % 2) as f64 * WIDTH, (place / 2) as f64 * HEIGHT);
        let _ = writeln!(svg, "<g transform=\"translate({x} {y})\">");
        plot(&mut svg, title, lines, all);
        svg.push_str("</g>\n");
    }
    svg.push_str("</svg>\n");
    svg
}

fn plot(svg: &mut String, title: &str, lines: &[Line], all: &[Measured]) {
    let (left, below, above) = MARGIN;
    let values = || all.iter().flat_map(|m| lines.iter().map(|(_, of)| of(m))).filter(|value| *value > 0.0);
    let low = values().fold(f64::INFINITY, f64::min).max(1e-4).log10().floor();
    let high = values().fold(1e-3, f64::max).log10().ceil().max(low + 1.0);
    let first = all.iter().map(|m| m.articles).min().unwrap_or(1).max(1) as f64;
    let last = all.iter().map(|m| m.articles).max().unwrap_or(10) as f64;
    let span = (last / first).log10().max(1e-9);
    let x = |articles: u64| left + (articles as f64 / first).log10() / span * (WIDTH - left - 16.0);
    let y = |value: f64| {
        let share = (value.max(1e-4).log10() - low) / (high - low);
        above + (1.0 - share) * (HEIGHT - below - above)
    };
    let _ = writeln!(svg, "<text x=\"{left}\" y=\"18\" font-size=\"13\" font-weight=\"bold\">{title}</text>");
    for power in low as i32..=high as i32 {
        let (value, at) = (10f64.powi(power), y(10f64.powi(power)));
        let _ = writeln!(
            svg,
            "<path d=\"M{left} {at:.1}H{}\" stroke=\"#ddd\"/><text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{value}</text>",
            WIDTH - 16.0,
            left - 6.0,
            at + 4.0,
        );
    }
    for measured in all {
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            x(measured.articles),
            HEIGHT - below + 18.0,
            measured.articles,
        );
    }
    for (number, ((name, of), colour)) in lines.iter().zip(COLOURS).enumerate() {
        let points: Vec<String> =
            all.iter().map(|m| format!("{:.1},{:.1}", x(m.articles), y(of(m)))).collect();
        let _ = writeln!(
            svg,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>",
            points.join(" ")
        );
        for (point, measured) in points.iter().zip(all) {
            let (px, py) = point.split_once(',').unwrap_or(("0", "0"));
            let _ = writeln!(
                svg,
                "<circle cx=\"{px}\" cy=\"{py}\" r=\"3\" fill=\"{colour}\"><title>{name}, {} articles: {:.3}</title></circle>",
                measured.articles,
                of(measured),
            );
        }
        let _ = writeln!(
            svg,
            "<text x=\"{}\" y=\"{}\" fill=\"{colour}\">{name}</text>",
            left + 8.0,
            above + 14.0 + 14.0 * number as f64,
        );
    }
}
