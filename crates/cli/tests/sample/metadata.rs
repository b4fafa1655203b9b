use crate::gold::{gold, sample};

/// Counts what is right, prints what is not.
#[derive(Default)]
struct Field {
    name: &'static str,
    right: usize,
    all: usize,
}

impl Field {
    fn new(name: &'static str) -> Self {
        Self { name, ..Self::default() }
    }

    fn compare(&mut self, file: &str, wanted: Option<&str>, found: Option<&str>) {
        self.all += 1;
        if wanted == found {
            self.right += 1;
        } else {
            println!("{file}: {} is {found:?}, not {wanted:?}", self.name);
        }
    }

    fn at_least(&self, floor: usize) {
        println!("{}: {} of {}", self.name, self.right, self.all);
        assert!(self.right >= floor, "{}: {} of {}, floor {floor}", self.name, self.right, self.all);
    }
}

#[test]
fn headline_date_outlet_agency_and_language() {
    let mut fields = ["headline", "published", "outlet", "agency", "language"].map(Field::new);
    for (gold, read) in gold().articles.iter().zip(sample()) {
        let article = &read.article;
        let published = article.published.map(|date| date.to_string());
        let pairs = [
            (gold.headline.as_deref(), article.headline.as_deref()),
            (Some(gold.published.as_str()), published.as_deref()),
            (gold.outlet.as_deref(), article.outlet.as_deref()),
            (gold.agency.as_deref(), article.agency.as_deref()),
            (Some(gold.language.as_str()), Some(article.language.as_str())),
        ];
        for (field, (wanted, found)) in fields.iter_mut().zip(pairs) {
            field.compare(&gold.file, wanted, found);
        }
    }
    for (field, floor) in fields.iter().zip([23, 23, 23, 23, 23]) {
        field.at_least(floor);
    }
}
