use crate::facets::{facet_title, value_name};
use crate::markup::Text;
use crate::state::{Link, toggle};
use crate::text::number;
use std::fmt::Write;
use verbatim_corpus::{Facet, Tab, Table};

/// The link to the quotes of some values, one of each facet.
fn opens(link: &Link, values: &[(Facet, &str)]) -> String {
    let mut link = Link { tab: Tab::Quotes, open: None, ..link.clone() };
    for (facet, key) in values {
        if !link.query.filters.iter().any(|f| f.facet == *facet && f.key == *key && !f.exclude) {
            toggle(&mut link.query, *facet, key);
        }
    }
    link.fragment()
}

/// Two facets against each other. The darker the cell the more; every number opens what it counts.
pub fn table_plot(table: &Table, link: &Link) -> String {
    let axes = link.axes;
    let width = table.columns.len();
    let most = f64::from(table.cells.iter().copied().max().unwrap_or(1).max(1));
    let mut out = format!(
        "<table class=\"heat\"><caption>{} × {}</caption><thead><tr><td></td>",
        Text(facet_title(axes.rows)),
        Text(facet_title(axes.columns))
    );
    for column in &table.columns {
        let name = value_name(axes.columns, &column.key, &column.name);
        let _ = write!(
            out,
            "<th scope=\"col\"><a href=\"#{}\" title=\"{1}\" dir=\"auto\">{1}</a></th>",
            Text(&opens(link, &[(axes.columns, &column.key)])),
            Text(&name)
        );
    }
    out.push_str("<td class=\"sum\">Σ</td></tr></thead><tbody>");
    for (at, row) in table.rows.iter().enumerate() {
        let name = value_name(axes.rows, &row.key, &row.name);
        let of_row = opens(link, &[(axes.rows, &row.key)]);
        let _ = write!(
            out,
            "<tr><th scope=\"row\" dir=\"auto\"><a href=\"#{}\" title=\"{1}\">{1}</a></th>",
            Text(&of_row),
            Text(&name)
        );
        for (column_at, column) in table.columns.iter().enumerate() {
            let value = table.cells.get(at * width + column_at).copied().unwrap_or(0);
            if value == 0 {
                out.push_str("<td class=\"none\"></td>");
                continue;
            }
            // Between the two ranges neither ink nor paper could be read on the colour.
            let share = (f64::from(value) / most).sqrt() * 88.0;
            let shade = if share > 66.0 { share.max(78.0) } else { share };
            let _ = write!(
                out,
                "<td{} style=\"--heat:{shade:.0}%\"><a href=\"#{}\" aria-label=\"{} · {}: {value}\">{}</a></td>",
                if shade > 70.0 { " class=\"strong\"" } else { "" },
                Text(&opens(link, &[(axes.rows, &row.key), (axes.columns, &column.key)])),
                Text(&name),
                Text(&value_name(axes.columns, &column.key, &column.name)),
                number(value)
            );
        }
        let _ = write!(
            out,
            "<td class=\"sum\"><a href=\"#{}\">{}</a></td></tr>",
            Text(&of_row),
            number(row.count)
        );
    }
    out.push_str("</tbody></table>");
    out
}
