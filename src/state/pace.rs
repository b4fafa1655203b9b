/// How long after the last answer the next one may come at the earliest, in milliseconds.
const SHORTEST: f64 = 150.0;
/// And at the latest, however long the reading goes on.
const LONGEST: f64 = 3_000.0;
/// The share of the time since reading began after which the results follow again.
const SHARE: f64 = 1.0 / 8.0;

/// When the results follow a corpus that is being read: at once in the beginning, ever more calmly
/// later. Every answer moves rows and counts that somebody may be looking at.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pace {
    /// When reading began.
    since: Option<f64>,
    /// When the results followed last, and which state of the corpus.
    followed: f64,
    version: u32,
}

impl Pace {
    /// Whether the results follow now: `now` in milliseconds, `version` the corpus's state.
    pub fn follows(&mut self, now: f64, running: bool, version: u32) -> bool {
        if !running {
            self.since = None;
        }
        let wait = match self.since {
            None if running => {
                self.since = Some(now);
                0.0
            }
            None => 0.0,
            Some(_) if version == self.version => return false,
            Some(since) => ((now - since) * SHARE).clamp(SHORTEST, LONGEST),
        };
        let due = now - self.followed >= wait;
        if due {
            (self.followed, self.version) = (now, version);
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Times at which the results follow when something new comes every 50 ms.
    fn times(until: f64) -> Vec<f64> {
        let mut pace = Pace::default();
        (0..)
            .map(|step| f64::from(step) * 50.0)
            .take_while(|now| *now < until)
            .enumerate()
            .filter(|(step, now)| pace.follows(10_000.0 + now, true, *step as u32))
            .map(|(_, now)| now)
            .collect()
    }

    #[test]
    fn calmer_the_longer_it_takes() {
        let times = times(120_000.0);
        assert_eq!(times.get(..3), Some(&[0.0, 150.0, 300.0][..]));
        let gaps: Vec<f64> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert!(gaps.is_sorted(), "{gaps:?}");
        assert_eq!(gaps.last(), Some(&3_000.0));
        assert!(times.len() < 80, "{} answers in two minutes", times.len());
    }

    #[test]
    fn the_end_is_never_waited_for() {
        let mut pace = Pace::default();
        assert!(pace.follows(0.0, true, 1));
        assert!(!pace.follows(10.0, true, 2));
        assert!(pace.follows(11.0, false, 2));
        assert!(pace.follows(12.0, false, 2), "a change of another kind");
        assert!(pace.follows(13.0, true, 3), "the next reading begins at once");
    }

    #[test]
    fn nothing_new_moves_nothing() {
        let mut pace = Pace::default();
        assert!(pace.follows(0.0, true, 1));
        assert!(!pace.follows(5_000.0, true, 1));
        assert!(pace.follows(5_010.0, true, 2));
    }
}
