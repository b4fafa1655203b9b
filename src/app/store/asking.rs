use super::{RowPages, Store};
use crate::app::client::Client;
use crate::protocol::{Request, Response};
use crate::state::PAGE;
use leptos::prelude::*;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;
use verbatim_corpus::{Facet, FacetCounts, FacetRequest, Rows, Tab, View, ViewRequest, Wanted};
use web_sys::File;

/// Values that a plot draws at most.
const PLOT_ROWS: u32 = 24;

/// Asking the worker, and what becomes of its answers.
impl Store {
    /// Asks for the current selection, now or as soon as the last answer is in.
    pub fn refresh(self) {
        let busy = self.inner.try_update_value(|inner| {
            let busy = inner.asking;
            inner.ask_again = busy;
            inner.asking = true;
            busy
        });
        if busy != Some(false) {
            return;
        }
        // Whoever types waits for the rows; what is counted comes after them. The first answer comes
        // whole, so that nothing is seen without its name.
        let whole = self.counts.with_untracked(Option::is_none);
        let request = match whole {
            true => ViewRequest { facets: self.facet_requests(), ..self.request(0, Wanted::Everything) },
            false => self.request(0, Wanted::Rows),
        };
        self.ask(Request::View(Box::new(request)), move |response| {
            let again = self.inner.try_update_value(|inner| {
                inner.asking = false;
                inner.selection += 1;
                inner.pages_asked.clear();
                inner.ask_again
            });
            if let Response::View(view) = response {
                let view = self.show(*view);
                if whole {
                    self.show_counts(view);
                }
            }
            if again == Some(true) {
                self.refresh();
            } else if !whole {
                self.recount();
            }
        });
    }

    /// Asks for facets and histogram of the current selection. They are drawn when its rows are painted.
    pub fn recount(self) {
        let request =
            ViewRequest { facets: self.facet_requests(), limit: 0, ..self.request(0, Wanted::Counts) };
        let selection = self.inner.with_value(|inner| inner.selection);
        self.ask(Request::View(Box::new(request)), move |response| {
            let Response::View(view) = response else { return };
            self.after_paint(move || {
                // The rows of another selection are followed by counts of their own.
                if self.inner.with_value(|inner| inner.selection == selection && !inner.asking) {
                    self.show_counts(Arc::new(*view));
                }
            });
        });
    }

    /// Does something when the rows that have come are painted; what waits already is dropped.
    fn after_paint(self, then: impl FnOnce() + 'static) {
        if self.inner.with_value(|inner| !inner.painting) {
            then();
            return;
        }
        self.inner.update_value(|inner| inner.after_paint = Some(Box::new(then)));
    }

    /// Rows have come: those in sight are drawn first, all else when they are painted.
    fn paint(self) {
        if self.inner.try_update_value(|inner| std::mem::replace(&mut inner.painting, true)) != Some(false) {
            return;
        }
        self.pending.update(|pending| *pending += 1);
        // What a frame leaves for afterwards is a task after it, not the next frame, which may follow at once.
        request_animation_frame(move || {
            set_timeout(
                move || {
                    let waiting = self.inner.try_update_value(|inner| {
                        inner.painting = false;
                        inner.after_paint.take()
                    });
                    self.out_of_sight.notify();
                    if let Some(then) = waiting.flatten() {
                        then();
                    }
                    self.pending.update(|pending| *pending = pending.saturating_sub(1));
                },
                Duration::ZERO,
            );
        });
    }

    /// Whether rows have come that are not painted yet.
    pub fn is_painting(self) -> bool {
        self.inner.with_value(|inner| inner.painting)
    }

    fn show(self, mut view: View) -> Arc<View> {
        let rows = std::mem::take(&mut view.rows);
        let total = view.totals.rows;
        if let Rows::Names(names) = &rows {
            self.called.update_value(|called| {
                called.extend(names.iter().map(|row| (row.key.clone(), row.name.clone())));
            });
        }
        self.rows.set(RowPages { total, pages: [(0, Arc::new(rows))].into() });
        if self.cursor.get_untracked() >= total {
            self.cursor.set(0);
        }
        keep_focus();
        self.paint();
        if total > 0
            && self.inner.try_update_value(|inner| std::mem::replace(&mut inner.marked, true)) == Some(false)
        {
            // What the budget for the first view is measured by.
            request_animation_frame(|| {
                if let Some(clock) = gloo::utils::window().performance() {
                    let _ = clock.mark("first-row");
                }
            });
        }
        let view = Arc::new(view);
        self.view.set(Some(Arc::clone(&view)));
        view
    }

    fn show_counts(self, view: Arc<View>) {
        self.inner.update_value(|inner| {
            for counts in &view.facets {
                for value in &counts.values {
                    inner.names.insert((counts.facet, value.key.clone()), value.name.clone());
                }
            }
        });
        let first = self.counts.with_untracked(Option::is_none);
        let lists: Vec<_> = Facet::ALL.into_iter().zip(self.lists).collect();
        let mut undrawn = VecDeque::new();
        for (facet, list) in &lists {
            match view.facets.iter().find(|counts| counts.facet == *facet) {
                None if list.with_untracked(Option::is_some) => list.set(None),
                None => {}
                // What is just unfolded has nothing to show yet.
                Some(counts) if list.with_untracked(Option::is_none) => undrawn.push_front(counts.clone()),
                Some(counts) => undrawn.push_back(counts.clone()),
            }
        }
        self.inner.update_value(|inner| inner.undrawn = undrawn);
        keep_focus();
        self.counts.set(Some(view));
        // Nothing is seen without its name; afterwards no frame is to take long.
        self.draw_lists(if first { usize::MAX } else { 1 });
    }

    /// Draws some facets of those that wait, and the others in the next frames.
    fn draw_lists(self, most: usize) {
        let mut drawn = 0;
        while drawn < most
            && let Some(counts) = self.inner.try_update_value(|inner| inner.undrawn.pop_front()).flatten()
        {
            let list = self.list(counts.facet);
            if list.with_untracked(|before| before.as_ref() != Some(&counts)) {
                keep_focus();
                list.set(Some(counts));
                drawn += 1;
            }
        }
        let again = self.inner.try_update_value(|inner| {
            let again = !inner.undrawn.is_empty() && !inner.drawing;
            inner.drawing |= again;
            again
        });
        if again == Some(true) {
            self.pending.update(|pending| *pending += 1);
            request_animation_frame(move || {
                self.inner.update_value(|inner| inner.drawing = false);
                self.draw_lists(2);
                self.pending.update(|pending| *pending = pending.saturating_sub(1));
            });
        }
    }

    /// A facet's values as they are to be shown.
    pub fn list(self, facet: Facet) -> RwSignal<Option<FacetCounts>> {
        let at = Facet::ALL.iter().position(|other| *other == facet).unwrap_or(0);
        self.lists[at]
    }

    /// The name of a facet's value as last seen; its key when it was never seen.
    pub fn name_of(self, facet: Facet, key: &str) -> String {
        self.counts.track();
        self.inner
            .with_value(|inner| inner.names.get(&(facet, key.to_owned())).cloned())
            .unwrap_or_else(|| key.to_owned())
    }

    /// Sees to it that these pages of rows arrive.
    pub fn need_pages(self, pages: std::ops::Range<u32>) {
        for page in pages {
            let have = self.rows.with_untracked(|rows| rows.pages.contains_key(&page));
            let asked = self.inner.try_update_value(|inner| !inner.pages_asked.insert(page)).unwrap_or(true);
            if have || asked || page == 0 {
                continue;
            }
            let selection = self.inner.with_value(|inner| inner.selection);
            let request = self.request(page * PAGE, Wanted::Rows);
            self.ask(Request::View(Box::new(request)), move |response| {
                let current = self.inner.with_value(|inner| inner.selection == selection);
                if let (Response::View(view), true) = (response, current) {
                    self.rows.update(|rows| {
                        rows.pages.insert(page, Arc::new(view.rows));
                        // Far pages are forgotten, so that a long scroll does not fill the memory.
                        while rows.pages.len() > 40 {
                            let far = rows.pages.keys().copied().max_by_key(|other| other.abs_diff(page));
                            if let Some(far) = far.filter(|far| *far != 0) {
                                rows.pages.remove(&far);
                                self.inner.update_value(|inner| {
                                    inner.pages_asked.remove(&far);
                                });
                            } else {
                                break;
                            }
                        }
                    });
                    self.out_of_sight.notify();
                }
            });
        }
    }

    fn request(self, offset: u32, wanted: Wanted) -> ViewRequest {
        let link = self.link.get_untracked();
        ViewRequest {
            query: link.query,
            tab: link.tab,
            sort: link.sort,
            offset,
            limit: if self.is_plot() { PLOT_ROWS } else { PAGE },
            count_by: link.count_by,
            facets: Vec::new(),
            grain: link.grain,
            axes: link.axes,
            ties: link.ties,
            wanted,
        }
    }

    /// The current tab's rows, all of them.
    pub fn request_all(self) -> ViewRequest {
        let limit = if self.is_plot() { PLOT_ROWS } else { u32::MAX };
        ViewRequest { limit, ..self.request(0, Wanted::Rows) }
    }

    fn is_plot(self) -> bool {
        self.link.with_untracked(|link| matches!(link.tab, Tab::Timeline | Tab::Network | Tab::Table))
    }

    fn facet_requests(self) -> Vec<FacetRequest> {
        self.facets.with_untracked(|facets| {
            let shown = facets.iter().filter(|(_, shown)| shown.open);
            shown
                .map(|(&facet, shown)| FacetRequest {
                    facet,
                    search: shown.search.clone(),
                    offset: 0,
                    limit: shown.limit,
                })
                .collect()
        })
    }

    /// Asks the worker anything.
    pub fn ask(self, request: Request, answered: impl FnOnce(Response) + 'static) {
        self.ask_with(request, Vec::new(), answered);
    }

    pub(super) fn ask_with(
        self,
        request: Request,
        files: Vec<File>,
        answered: impl FnOnce(Response) + 'static,
    ) {
        let Some(client) = self.client() else { return };
        self.pending.update(|pending| *pending += 1);
        client.ask(request, files, move |response| {
            answered(response);
            self.pending.update(|pending| *pending = pending.saturating_sub(1));
        });
    }

    pub(super) fn client(self) -> Option<Client> {
        self.inner.try_with_value(|inner| inner.client.clone()).flatten()
    }
}

/// What is drawn anew loses the focus, or is about another value: it is given to the element of the
/// same id, or where a list has become shorter, to its last value.
fn keep_focus() {
    let focused = || gloo::utils::document().active_element();
    let Some(before) = focused() else { return };
    let id = before.id();
    if id.is_empty() {
        return;
    }
    let list = before.closest(".facet-body").ok().flatten();
    request_animation_frame(move || {
        let lost = focused().is_none_or(|now| now.tag_name() == "BODY" || (now == before && now.id() != id));
        if !lost {
            return;
        }
        let last = || list?.query_selector("li:last-child > .choose").ok().flatten();
        if let Some(element) = gloo::utils::document().get_element_by_id(&id).or_else(last) {
            crate::app::focus(&element.id());
        }
    });
}
