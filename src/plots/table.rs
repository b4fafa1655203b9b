use crate::app::history::Step;
use crate::app::store;
use crate::facets::{facet_title, value_name};
use crate::state::toggle;
use crate::text::number;
use leptos::prelude::*;
use verbatim_corpus::{Axes, Table};

/// Two facets against each other. The darker the cell the more; every number opens what it counts.
pub fn table_plot(table: &Table, axes: Axes) -> impl IntoView + use<> {
    let store = store();
    let width = table.columns.len();
    let most = f64::from(table.cells.iter().copied().max().unwrap_or(1).max(1));
    let head = table
        .columns
        .iter()
        .map(|column| {
            let name = value_name(axes.columns, &column.key, &column.name);
            view! { <th scope="col"><span dir="auto">{name}</span></th> }
        })
        .collect_view();
    let rows = table.rows.iter().enumerate().map(|(at, row)| {
        let name = value_name(axes.rows, &row.key, &row.name);
        let cells = table.columns.iter().enumerate().map(|(column_at, column)| {
            let value = table.cells.get(at * width + column_at).copied().unwrap_or(0);
            let (row_key, column_key) = (row.key.clone(), column.key.clone());
            // Between the two ranges neither ink nor paper could be read on the colour.
            let share = (f64::from(value) / most).sqrt() * 88.0;
            let shade = if share > 66.0 { share.max(78.0) } else { share };
            let label = format!("{name} · {}: {value}", value_name(axes.columns, &column.key, &column.name));
            if value == 0 {
                return view! { <td class="none"></td> }.into_any();
            }
            view! {
                <td class:strong={shade > 70.0} style=("--heat", format!("{shade:.0}%"))>
                    <button
                        aria-label=label
                        on:click=move |_| store.go(Step::Push, |link| {
                            for (facet, key) in [(axes.rows, &row_key), (axes.columns, &column_key)] {
                                let chosen = link.query.filters.iter().any(|f| f.facet == facet && &f.key == key && !f.exclude);
                                if !chosen {
                                    toggle(&mut link.query, facet, key);
                                }
                            }
                            link.tab = verbatim_corpus::Tab::Quotes;
                        })
                    >
                        {number(value)}
                    </button>
                </td>
            }.into_any()
        }).collect_view();
        view! { <tr><th scope="row" dir="auto">{name.clone()}</th>{cells}<td class="sum">{number(row.count)}</td></tr> }
    }).collect_view();
    view! {
        <table class="heat">
            <caption>{format!("{} × {}", facet_title(axes.rows), facet_title(axes.columns))}</caption>
            <thead><tr><td></td>{head}<td class="sum">"Σ"</td></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}
