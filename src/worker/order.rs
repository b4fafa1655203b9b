use std::collections::{BTreeMap, VecDeque};

/// What the helpers are to do next, and results put back into the order of the files: whichever
/// helper is faster, the corpus grows in the same order.
pub struct Order<Result> {
    waiting: VecDeque<Task>,
    /// Results that came before their turn, by file and part.
    early: BTreeMap<(u32, u32), Result>,
    /// Parts of each file, as far as they are known.
    parts: BTreeMap<u32, u32>,
    next: (u32, u32),
    files: u32,
}

/// One thing for one helper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Task {
    /// Read a file, by its number.
    Read(u32),
    /// Understand articles that were read from a file: the file's number, the part's, the bytes.
    Understand(u32, u32, Vec<u8>),
}

impl<Result> Order<Result> {
    /// Nothing to do.
    pub fn new() -> Self {
        Self {
            waiting: VecDeque::new(),
            early: BTreeMap::new(),
            parts: BTreeMap::new(),
            next: (0, 0),
            files: 0,
        }
    }

    /// Another file; its number.
    pub fn add_file(&mut self) -> u32 {
        let file = self.files;
        self.files += 1;
        self.waiting.push_back(Task::Read(file));
        file
    }

    /// Articles that are read already, to be understood; counts as a file.
    pub fn add_read(&mut self, articles: Vec<u8>) {
        let file = self.files;
        self.files += 1;
        self.parts.insert(file, 1);
        self.waiting.push_back(Task::Understand(file, 0, articles));
    }

    /// A file turned out to have more parts; they are done before further files are begun, so that
    /// no helper reads ahead of what can be kept.
    pub fn add_parts(&mut self, file: u32, parts: Vec<Vec<u8>>) {
        self.parts.insert(file, 1 + u32::try_from(parts.len()).unwrap_or(u32::MAX - 1));
        for (part, bytes) in (1..).zip(parts).collect::<Vec<_>>().into_iter().rev() {
            self.waiting.push_front(Task::Understand(file, part, bytes));
        }
    }

    /// A file that was not read after all: it is the next again.
    pub fn put_back(&mut self, file: u32) {
        self.waiting.push_front(Task::Read(file));
    }

    /// The file that is read next, if reading is what is done next.
    pub fn next_file(&self) -> Option<u32> {
        match self.waiting.front() {
            Some(Task::Read(file)) => Some(*file),
            _ => None,
        }
    }

    /// The next task for a helper that has room for it.
    pub fn take(&mut self) -> Option<Task> {
        self.waiting.pop_front()
    }

    /// A part is done; what can be added to the corpus now, in order.
    pub fn done(&mut self, file: u32, part: u32, result: Result) -> Vec<Result> {
        self.early.insert((file, part), result);
        let mut ready = Vec::new();
        loop {
            if let Some(result) = self.early.remove(&self.next) {
                ready.push(result);
                self.next.1 += 1;
            }
            let whole = self.parts.get(&self.next.0).is_some_and(|parts| self.next.1 >= *parts);
            if whole {
                self.parts.remove(&self.next.0);
                self.next = (self.next.0 + 1, 0);
            } else if !self.early.contains_key(&self.next) {
                break;
            }
        }
        ready
    }

    /// Files wholly done.
    pub fn files_done(&self) -> u32 {
        self.next.0
    }

    /// How much is done of the first file that is not wholly, in thousandths.
    pub fn share(&self) -> u16 {
        let parts = self.parts.get(&self.next.0).copied().unwrap_or(0).max(1);
        u16::try_from(u64::from(self.next.1) * 1000 / u64::from(parts)).unwrap_or(1000)
    }

    /// Whether everything is done.
    pub fn is_done(&self) -> bool {
        self.next.0 >= self.files
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Files of several parts, done by helpers in any order, come out in the order of the files.
        #[test]
        fn results_come_in_order(parts in prop::collection::vec(1u32..4, 1..8), picks in prop::collection::vec(0usize..100, 64)) {
            let mut order = Order::new();
            for _ in &parts {
                order.add_file();
            }
            let mut busy: Vec<Task> = Vec::new();
            let mut out = Vec::new();
            for pick in picks {
                while busy.len() < 3 {
                    let Some(task) = order.take() else { break };
                    busy.push(task);
                }
                if busy.is_empty() {
                    break;
                }
                let (file, part) = match busy.remove(pick % busy.len()) {
                    Task::Read(file) => {
                        order.add_parts(file, vec![Vec::new(); parts[file as usize] as usize - 1]);
                        (file, 0)
                    }
                    Task::Understand(file, part, _) => (file, part),
                };
                let before = order.files_done() * 1000 + u32::from(order.share());
                out.extend(order.done(file, part, (file, part)));
                prop_assert!(order.files_done() * 1000 + u32::from(order.share()) >= before);
            }
            let wanted: Vec<(u32, u32)> =
                (0..).zip(&parts).flat_map(|(file, parts)| (0..*parts).map(move |part| (file, part))).collect();
            prop_assert_eq!(out, wanted);
            prop_assert!(order.is_done());
            prop_assert_eq!(order.files_done() as usize, parts.len());
        }
    }
}
