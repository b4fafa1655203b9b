//! Which data a first view does without: the tables of names and languages weigh as much as a tenth of its program.
//!
//! The linker leaves every constant a segment of its own (`build.rs`), and `wasm-opt` leaves it so (`index.html`: no
//! `memory-packing`, which parts segments at zeros). One goes with the rest if a function of the rest names an
//! address in it, and nothing that stays does: no function, no other segment that stays. An address at which a segment begins
//! means that segment. Any other is taken widely, since compilers fold the first index of a table into its address, and count
//! loops down from its end. Small segments are not looked at: nearly all of the weight is in large ones.

use super::module::told;
use crate::Done;
use std::collections::HashSet;
use wasm_encoder::DataSection;
use wasm_encoder::reencode::{self, Reencode};
use wasmparser::{DataKind, FunctionBody, Operator};

/// Smaller segments stay.
const LARGE: u32 = 1024;
/// So far before a segment may an address lie that still means it.
const BEFORE: u32 = 4096;
/// So far behind it.
const AFTER: u32 = 64;
/// What lies between two segments that become one is zero in either case.
const GAP: u32 = 16;

/// Bytes that lie at a fixed address of the first memory.
#[derive(Clone, Copy)]
pub struct Segment<'b> {
    pub start: u32,
    pub bytes: &'b [u8],
}

impl<'b> Segment<'b> {
    /// None where the segment is not of this kind.
    pub fn of(data: &wasmparser::Data<'b>) -> Option<Self> {
        let DataKind::Active { memory_index: 0, offset_expr } = &data.kind else { return None };
        let mut operators = offset_expr.get_operators_reader();
        let Ok(Operator::I32Const { value }) = operators.read() else { return None };
        Some(Self { start: value.cast_unsigned(), bytes: data.data })
    }

    fn end(&self) -> u32 {
        self.start + self.bytes.len() as u32
    }
}

/// Whether each segment goes with the rest. `stay` and `go` are the numbers that functions of either part name.
pub fn later(segments: &[Segment], stay: &Addresses, go: &Addresses) -> Vec<bool> {
    let starts: HashSet<u32> = segments.iter().map(|segment| segment.start).collect();
    // What begins nowhere, and may mean what lies near it.
    let vague = Addresses(stay.0.iter().copied().filter(|address| !starts.contains(address)).collect());
    let mut later: Vec<bool> = segments
        .iter()
        .map(|segment| {
            segment.bytes.len() as u32 >= LARGE
                && go.within(segment.start, segment.end())
                && !stay.within(segment.start, segment.end())
                && !vague.within(segment.start.saturating_sub(BEFORE), segment.end() + AFTER)
        })
        .collect();
    // What a segment that stays points to stays, and so on.
    loop {
        let mut pointed = HashSet::new();
        for (segment, _) in segments.iter().zip(&later).filter(|(_, later)| !**later) {
            // Pointers are aligned, and the segment need not be. Numbers that only look like pointers are many; few are
            // those of a beginning.
            let skip = (segment.start.next_multiple_of(4) - segment.start) as usize;
            for word in segment.bytes.get(skip..).unwrap_or_default().chunks_exact(4) {
                pointed.insert(word.iter().rev().fold(0, |sum, byte| sum << 8 | u32::from(*byte)));
            }
        }
        let before = later.clone();
        for (segment, later) in segments.iter().zip(&mut later) {
            *later &= !pointed.contains(&segment.start);
        }
        if before == later {
            return later;
        }
    }
}

/// Segments as a section; neighbours become one.
pub fn section<'b>(segments: impl Iterator<Item = &'b Segment<'b>>) -> DataSection {
    let mut sorted: Vec<&Segment> = segments.collect();
    sorted.sort_by_key(|segment| segment.start);
    let mut joined: Vec<(u32, Vec<u8>)> = Vec::new();
    for segment in sorted {
        match joined.last_mut() {
            Some((start, bytes)) if segment.start - (*start + bytes.len() as u32) <= GAP => {
                bytes.resize((segment.start - *start) as usize, 0);
                bytes.extend_from_slice(segment.bytes);
            }
            _ => joined.push((segment.start, segment.bytes.to_vec())),
        }
    }
    let mut section = DataSection::new();
    for (start, bytes) in joined {
        section.active(0, &wasm_encoder::ConstExpr::i32_const(start.cast_signed()), bytes);
    }
    section
}

/// Numbers that may be addresses, in order.
#[derive(Default)]
pub struct Addresses(Vec<u32>);

impl Addresses {
    /// Adds the numbers that a function names.
    pub fn add(&mut self, body: &FunctionBody) -> Done {
        for operator in body.get_operators_reader().map_err(|error| error.to_string())? {
            let operator = operator.map_err(|error| error.to_string())?;
            if let Operator::I32Const { value } = operator {
                self.0.push(value.cast_unsigned());
            }
            self.instruction(operator).map_err(told)?;
        }
        Ok(())
    }

    /// To be called before [`Self::within`].
    pub fn sort(&mut self) {
        self.0.sort_unstable();
        self.0.dedup();
    }

    fn within(&self, start: u32, end: u32) -> bool {
        let at = self.0.partition_point(|address| *address < start);
        self.0.get(at).is_some_and(|address| *address < end)
    }
}

/// Places in memory stand in many instructions; re-encoding visits them all.
impl Reencode for Addresses {
    type Error = std::convert::Infallible;

    fn mem_arg(
        &mut self,
        place: wasmparser::MemArg,
    ) -> Result<wasm_encoder::MemArg, reencode::Error<Self::Error>> {
        self.0.push(place.offset as u32);
        reencode::utils::mem_arg(self, place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(given: &[u32]) -> Addresses {
        let mut made = Addresses(given.to_vec());
        made.sort();
        made
    }

    #[test]
    fn what_only_the_rest_names_goes_with_it() {
        let large = vec![b'x'; 5000];
        let mut points = vec![0; 4];
        points.extend(20_000u32.to_le_bytes());
        let segments = [
            Segment { start: 1024, bytes: &points },
            Segment { start: 10_000, bytes: &large },
            Segment { start: 20_000, bytes: &large },
            Segment { start: 30_000, bytes: &large },
            Segment { start: 40_000, bytes: &large },
            Segment { start: 50_000, bytes: &large[..500] },
        ];
        let go = addresses(&[10_000, 20_000, 30_100, 50_000]);
        // A table whose first index is 97 is meant by an address before it.
        let stay = addresses(&[1024, 30_000 - 4 * 97]);
        assert_eq!(later(&segments, &stay, &go), [false, true, false, false, false, false]);
    }

    #[test]
    fn neighbours_become_one() {
        let segments = [
            Segment { start: 8, bytes: b"cd" },
            Segment { start: 0, bytes: b"ab" },
            Segment { start: 90, bytes: b"e" },
        ];
        assert_eq!(section(segments.iter()).len(), 2);
    }
}
