use super::{Page, Scene};
use crate::facets::{list, of_quotations};
use crate::{CountBy, Facet, FacetRequest, Table};

/// Adds up numbers in cells: every quotation, or every distinct article, story or outlet once.
pub(super) struct Cells {
    by: CountBy,
    sums: Vec<u32>,
    seen: Vec<(u32, u32)>,
}

impl Cells {
    pub fn new(by: CountBy, cells: usize) -> Self {
        Self { by, sums: vec![0; cells], seen: Vec::new() }
    }

    pub fn add(&mut self, cell: usize, group: u32) {
        match self.by {
            CountBy::Quotes => {
                if let Some(sum) = self.sums.get_mut(cell) {
                    *sum += 1;
                }
            }
            _ => self.seen.push((cell as u32, group)),
        }
    }

    pub fn sums(mut self) -> Vec<u32> {
        self.seen.sort_unstable();
        self.seen.dedup();
        for (cell, _) in &self.seen {
            if let Some(sum) = self.sums.get_mut(*cell as usize) {
                *sum += 1;
            }
        }
        self.sums
    }
}

/// Calls `each(article, quotation)` with every quotation of the selection, or every article when
/// nothing of quotations is counted.
pub(super) fn each_unit(scene: &Scene<'_>, facets: &[Facet], mut each: impl FnMut(u32, Option<u32>)) {
    let columns = scene.facets.columns;
    if scene.request.count_by == CountBy::Quotes || facets.iter().any(|facet| of_quotations(*facet)) {
        scene.selection().quotes.for_each(|quote| {
            if let Some(article) = columns.article_of.get(quote as usize) {
                each(*article, Some(quote));
            }
        });
    } else {
        scene.selection().articles.for_each(|article| each(article, None));
    }
}

/// The row of a facet's column for a unit.
pub(super) fn row_of(facet: Facet, article: u32, quote: Option<u32>) -> u32 {
    if of_quotations(facet) { quote.unwrap_or(u32::MAX) } else { article }
}

/// The most frequent values of a facet with their numbers in it, and a way from number to place.
pub(super) fn leading(
    scene: &Scene<'_>,
    facet: Facet,
    limit: u32,
) -> (Vec<crate::FacetValue>, Vec<Option<u32>>, u32) {
    let values = scene.facets.values(facet);
    let counts = scene.tally.counts(facet);
    let wanted = FacetRequest { facet, search: String::new(), offset: 0, limit };
    let listed = list(scene.facets, &counts, &wanted, &[]);
    let mut place = vec![None; values.len() as usize];
    for (at, value) in (0u32..).zip(&listed.values) {
        if let Some(slot) = values.find(&value.key).and_then(|number| place.get_mut(number as usize)) {
            *slot = Some(at);
        }
    }
    (listed.values, place, listed.total)
}

/// Two facets against each other.
#[inline(never)]
pub(crate) fn table(scene: &Scene<'_>) -> Page<Table> {
    let axes = scene.request.axes;
    let limit = scene.request.limit.clamp(1, 200);
    let (rows, row_place, total) = leading(scene, axes.rows, limit);
    let (columns, column_place, _) = leading(scene, axes.columns, limit.min(40));
    let mut cells = Cells::new(scene.request.count_by, rows.len() * columns.len());
    let (down, across) = (scene.facets.column(axes.rows), scene.facets.column(axes.columns));
    each_unit(scene, &[axes.rows, axes.columns], |article, quote| {
        let Some(group) = scene.group(scene.request.count_by, article) else { return };
        down.each(row_of(axes.rows, article, quote), |row| {
            let Some(Some(row)) = row_place.get(row as usize) else { return };
            across.each(row_of(axes.columns, article, quote), |column| {
                if let Some(Some(column)) = column_place.get(column as usize) {
                    cells.add(*row as usize * columns.len() + *column as usize, group);
                }
            });
        });
    });
    Page { rows: Table { rows, cells: cells.sums(), columns }, total, missing: Vec::new() }
}
