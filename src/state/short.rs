use std::fmt::{Display, Formatter, Result};

/// A number of pixels or hundredths as style sheets and drawings take it: with two places at most. Rust's own formatting of
/// any float to any place, with its tables, would be a thirtieth of the first view.
#[derive(Clone, Copy, Debug)]
pub struct Short(pub f64);

impl Display for Short {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let hundredths = (self.0 * 100.0).round() as i64;
        let (whole, rest) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
        if hundredths < 0 {
            f.write_str("-")?;
        }
        match (rest, rest % 10) {
            (0, _) => write!(f, "{whole}"),
            (_, 0) => write!(f, "{whole}.{}", rest / 10),
            _ => write!(f, "{whole}.{rest:02}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Short;

    #[test]
    fn two_places_at_most() {
        let given = [0.0, 240.0, 1.5, 0.07, -0.25, -3.999, 108.0 * 99_999.0, f64::NAN, 1e300];
        let wanted = ["0", "240", "1.5", "0.07", "-0.25", "-4", "10799892", "0", "92233720368547758.07"];
        for (number, text) in given.into_iter().zip(wanted) {
            assert_eq!(Short(number).to_string(), text);
        }
    }
}
