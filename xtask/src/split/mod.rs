//! Splits a built WebAssembly module into what the first view runs and the rest, which is fetched when somebody does something
//! that needs it (`src/rest.rs`).
//!
//! Which functions the first view runs is written down in `xtask/first_view/`, by their names, and found out by
//! `cargo xtask first-view` in a real browser. A function that the list does not know stays in the first module: so a change
//! makes the first view heavier until the list is made anew, and never slower.
//!
//! In the first module a function of the rest is a stub, if anything names it there. It sees to it that the rest is there,
//! and calls through a table that the rest fills. The rest imports memory, tables, globals and functions of the first. It brings
//! large constants with it that it alone names (`data.rs`).

mod data;
mod list;
mod mark;
mod module;

use list::digest;
pub use list::{List, write};
pub use mark::marked;

use crate::Done;
use data::{Addresses, Segment};
use module::{Module, section, told};
use std::borrow::Cow;
use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, ElementSection, Elements, EntityType, ExportKind, ExportSection,
    Function, FunctionSection, GlobalType, ImportSection, MemoryType, RawSection, RefType, StartSection,
    TableSection, TableType, TypeSection,
};

/// The programs that are split: those that the first view starts.
pub const PROGRAMS: [&str; 2] = ["app", "worker"];

/// The export that fetches the rest (`src/rest.rs`).
const NEED: &str = "need_rest";
/// Under this name the rest imports everything of the first module.
const FIRST: &str = "first";

/// Both modules.
pub struct Split {
    pub first: Vec<u8>,
    pub rest: Vec<u8>,
    /// What the rest is called; the first module exports the table that it fills under this name.
    pub file: String,
}

/// Splits a module; `later` says of a function's name whether it belongs to the rest.
pub fn split(program: &str, bytes: &[u8], later: impl Fn(&str) -> bool) -> Done<Split> {
    let plan = Plan::new(Module::parse(bytes)?, later)?;
    let rest = plan.rest()?;
    // With its contents in its name no rest meets the first module of another build.
    let file = format!("{program}_rest-{:016x}.wasm", digest(&rest));
    let split = Split { first: plan.first(&file)?, rest, file };
    for part in [&split.first, &split.rest] {
        wasmparser::validate(part).map_err(|error| format!("a split module is wrong: {error}"))?;
    }
    Ok(split)
}

/// What becomes of a function with a body.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// It stays.
    First,
    /// It moves; the first module names it nowhere.
    Rest,
    /// It moves, and the first module has a stub with this place in the table.
    Stub(u32),
}

struct Plan<'b> {
    module: Module<'b>,
    places: Vec<Place>,
    /// New numbers of all functions in the first module; none for what it does not name.
    numbers: Vec<Option<u32>>,
    /// Functions of the first module that the rest names, in the order in which it imports them.
    lent: Vec<u32>,
    stubs: Vec<usize>,
    /// The module's data, and whether each segment goes with the rest; none where the data stay as they are.
    data: Vec<(Segment<'b>, bool)>,
}

impl<'b> Plan<'b> {
    fn new(module: Module<'b>, later: impl Fn(&str) -> bool) -> Done<Self> {
        let own = |function: u32| (function as usize).checked_sub(module.imported);
        let need = module.exported(NEED).ok_or_else(|| format!("the module does not export {NEED}"))?;
        let named = (0..module.bodies.len()).map(|body| module.named_by(body)).collect::<Done<Vec<_>>>()?;
        let mut stays: Vec<bool> =
            module.names.iter().zip(&named).map(|(name, named)| named.parts || !later(name)).collect();
        // What fetches the rest cannot be fetched with it.
        let glue = module
            .exports
            .iter()
            .filter(|export| export.name.starts_with("__") && export.kind == wasmparser::ExternalKind::Func);
        let mut open: Vec<usize> = glue.filter_map(|export| own(export.index)).chain([need]).collect();
        let mut seen = vec![false; stays.len()];
        while let Some(body) = open.pop() {
            if std::mem::replace(&mut seen[body], true) {
                continue;
            }
            stays[body] = true;
            open.extend(named[body].functions.iter().filter_map(|function| own(*function)));
        }
        let mut named_in_first = vec![false; stays.len()];
        let mut name = |function: u32| {
            if let Some(body) = own(function) {
                named_in_first[body] = true;
            }
        };
        for (_, named) in stays.iter().zip(&named).filter(|(stays, _)| **stays) {
            named.functions.iter().for_each(|function| name(*function));
        }
        for export in module.exports.iter().filter(|export| export.kind == wasmparser::ExternalKind::Func) {
            name(export.index);
        }
        for element in &module.elements {
            match &element.items {
                wasmparser::ElementItems::Functions(functions) => {
                    for function in functions.clone() {
                        name(function.map_err(|error| error.to_string())?);
                    }
                }
                wasmparser::ElementItems::Expressions(..) => {
                    return Err("a table of the module is filled by expressions".to_owned());
                }
            }
        }
        module.start.into_iter().for_each(&mut name);
        let mut stubs = Vec::new();
        let mut places = Vec::new();
        for body in 0..stays.len() {
            places.push(match (stays[body], named_in_first[body]) {
                (true, _) => Place::First,
                (false, false) => Place::Rest,
                (false, true) => {
                    stubs.push(body);
                    Place::Stub(stubs.len() as u32 - 1)
                }
            });
        }
        let mut numbers: Vec<Option<u32>> = (0..module.imported as u32).map(Some).collect();
        let mut next = module.imported as u32;
        for place in &places {
            numbers.push((*place != Place::Rest).then_some(next));
            next += u32::from(*place != Place::Rest);
        }
        let mut lent: Vec<u32> = Vec::new();
        let moved = named.iter().zip(&places).filter(|(_, place)| **place != Place::First);
        for function in moved.flat_map(|(named, _)| &named.functions) {
            if own(*function).is_none_or(|body| places[body] == Place::First) {
                lent.push(*function);
            }
        }
        lent.sort_unstable();
        lent.dedup();
        // Where functions name data by number, the numbers must stay.
        let data = match named.iter().any(|named| named.parts) {
            true => Vec::new(),
            false => shared_out(&module, &places)?,
        };
        Ok(Self { module, places, numbers, lent, stubs, data })
    }

    fn of_type(&self, body: usize) -> u32 {
        self.module.of_type[self.module.imported + body]
    }

    /// The table that the rest fills; it stands after the others.
    fn table(&self) -> u32 {
        self.module.tables.len() as u32
    }

    fn table_type(&self) -> TableType {
        let length = self.stubs.len() as u64;
        TableType {
            element_type: RefType::FUNCREF,
            table64: false,
            minimum: length,
            maximum: Some(length),
            shared: false,
        }
    }

    fn first(&self, file: &str) -> Done<Vec<u8>> {
        let module = &self.module;
        // A type for the function that every stub calls, and that function after all others.
        let empty = module.types.len() as u32;
        let ensure = self.numbers.iter().flatten().count() as u32;
        let mut renumber = Renumber(self.numbers.clone());
        let mut out = wasm_encoder::Module::new();
        for payload in wasmparser::Parser::new(0).parse_all(module.bytes) {
            use wasmparser::Payload::{
                CodeSectionStart, CustomSection, DataCountSection, DataSection as Data,
                ElementSection as Filled, ExportSection as Exports, FunctionSection as Functions,
                StartSection as Start, TableSection as Tables, TypeSection as Types,
            };
            match payload.map_err(|error| error.to_string())? {
                Types(types) => {
                    let mut written = TypeSection::new();
                    renumber.parse_type_section(&mut written, types).map_err(told)?;
                    written.ty().function([], []);
                    out.section(&written);
                }
                Functions(_) => {
                    let mut written = FunctionSection::new();
                    for (body, place) in self.places.iter().enumerate() {
                        if *place != Place::Rest {
                            written.function(self.of_type(body));
                        }
                    }
                    written.function(empty);
                    out.section(&written);
                }
                Tables(tables) => {
                    let mut written = TableSection::new();
                    renumber.parse_table_section(&mut written, tables).map_err(told)?;
                    written.table(self.table_type());
                    out.section(&written);
                }
                Exports(exports) => {
                    let mut written = ExportSection::new();
                    renumber.parse_export_section(&mut written, exports).map_err(told)?;
                    self.lend(&mut written, file);
                    out.section(&written);
                }
                Start { func, .. } => {
                    let function_index = renumber.function_index(func).map_err(told)?;
                    out.section(&StartSection { function_index });
                }
                Filled(elements) => {
                    let mut written = ElementSection::new();
                    renumber.parse_element_section(&mut written, elements).map_err(told)?;
                    out.section(&written);
                }
                CodeSectionStart { .. } => {
                    let mut written = CodeSection::new();
                    for (body, place) in self.places.iter().enumerate() {
                        match place {
                            Place::Rest => {}
                            Place::First => renumber
                                .parse_function_body(&mut written, module.bodies[body].clone())
                                .map_err(told)?,
                            Place::Stub(slot) => {
                                written.function(&self.stub(body, *slot, ensure));
                            }
                        }
                    }
                    written.function(&self.ensure()?);
                    out.section(&written);
                }
                DataCountSection { .. } if !self.data.is_empty() => {
                    out.section(&wasm_encoder::DataCountSection { count: self.data_of(false).len() });
                }
                Data(_) if !self.data.is_empty() => {
                    out.section(&self.data_of(false));
                }
                CustomSection(_) => {}
                other => {
                    if let Some((id, range)) = other.as_section() {
                        out.section(&RawSection { id, data: section(module.bytes, range)? });
                    }
                }
            }
        }
        Ok(out.finish())
    }

    /// The data of the rest, or of the first module.
    fn data_of(&self, rest: bool) -> wasm_encoder::DataSection {
        data::section(self.data.iter().filter(|(_, later)| *later == rest).map(|(segment, _)| segment))
    }

    /// Exports what the rest needs, under short names.
    fn lend(&self, section: &mut ExportSection, file: &str) {
        section.export(file, ExportKind::Table, self.table());
        for at in 0..self.module.memories.len() {
            section.export(&format!("m{at}"), ExportKind::Memory, at as u32);
        }
        for at in 0..=self.module.tables.len() {
            section.export(&format!("t{at}"), ExportKind::Table, at as u32);
        }
        for at in 0..self.module.globals.len() {
            section.export(&format!("g{at}"), ExportKind::Global, at as u32);
        }
        for (at, function) in self.lent.iter().enumerate() {
            let number = self.numbers[*function as usize].unwrap_or_default();
            section.export(&format!("f{at}"), ExportKind::Func, number);
        }
    }

    /// Calls a function of the rest.
    fn stub(&self, body: usize, slot: u32, ensure: u32) -> Function {
        let ty = self.of_type(body);
        let mut function = Function::new([]);
        let mut code = function.instructions();
        code.call(ensure);
        for local in 0..self.module.types[ty as usize].params().len() {
            code.local_get(local as u32);
        }
        code.i32_const(slot.cast_signed()).call_indirect(self.table(), ty).end();
        function
    }

    /// Fetches the rest if the table is still empty.
    fn ensure(&self) -> Done<Function> {
        let need = self.module.exported(NEED).and_then(|body| self.numbers[self.module.imported + body]);
        let mut function = Function::new([]);
        let mut code = function.instructions();
        code.i32_const(0).table_get(self.table()).ref_is_null().if_(BlockType::Empty);
        code.call(need.ok_or("what fetches the rest is missing")?).end().end();
        Ok(function)
    }

    fn rest(&self) -> Done<Vec<u8>> {
        let module = &self.module;
        let mut numbers: Vec<Option<u32>> = vec![None; module.of_type.len()];
        for (at, function) in self.lent.iter().enumerate() {
            numbers[*function as usize] = Some(at as u32);
        }
        let moved: Vec<usize> =
            (0..self.places.len()).filter(|body| self.places[*body] != Place::First).collect();
        for (at, body) in moved.iter().enumerate() {
            numbers[module.imported + body] = Some((self.lent.len() + at) as u32);
        }
        let mut renumber = Renumber(numbers);
        let mut out = wasm_encoder::Module::new();
        let mut types = TypeSection::new();
        for payload in wasmparser::Parser::new(0).parse_all(module.bytes) {
            if let wasmparser::Payload::TypeSection(all) = payload.map_err(|error| error.to_string())? {
                renumber.parse_type_section(&mut types, all).map_err(told)?;
            }
        }
        out.section(&types).section(&self.borrow(&mut renumber)?);
        let mut functions = FunctionSection::new();
        let mut code = CodeSection::new();
        for body in &moved {
            functions.function(self.of_type(*body));
            renumber.parse_function_body(&mut code, module.bodies[*body].clone()).map_err(told)?;
        }
        let filled: Vec<u32> =
            self.stubs.iter().filter_map(|body| renumber.0[module.imported + body]).collect();
        let mut elements = ElementSection::new();
        elements.active(
            Some(self.table()),
            &ConstExpr::i32_const(0),
            Elements::Functions(Cow::Owned(filled)),
        );
        out.section(&functions).section(&elements).section(&code).section(&self.data_of(true));
        Ok(out.finish())
    }

    /// Imports what [`Self::lend`] exports.
    fn borrow(&self, renumber: &mut Renumber) -> Done<ImportSection> {
        let mut borrowed = ImportSection::new();
        for (at, memory) in self.module.memories.iter().enumerate() {
            let memory: MemoryType = renumber.memory_type(*memory).map_err(told)?;
            borrowed.import(FIRST, &format!("m{at}"), memory);
        }
        for (at, table) in self.module.tables.iter().enumerate() {
            let table: TableType = renumber.table_type(table.ty).map_err(told)?;
            borrowed.import(FIRST, &format!("t{at}"), table);
        }
        borrowed.import(FIRST, &format!("t{}", self.table()), self.table_type());
        for (at, global) in self.module.globals.iter().enumerate() {
            let global: GlobalType = renumber.global_type(*global).map_err(told)?;
            borrowed.import(FIRST, &format!("g{at}"), global);
        }
        for (at, function) in self.lent.iter().enumerate() {
            let ty = self.module.of_type[*function as usize];
            borrowed.import(FIRST, &format!("f{at}"), EntityType::Function(ty));
        }
        Ok(borrowed)
    }
}

/// Which data go with the functions that go; none where a segment is not at a fixed address.
fn shared_out<'b>(module: &Module<'b>, places: &[Place]) -> Done<Vec<(Segment<'b>, bool)>> {
    let Some(segments) = module.data.iter().map(Segment::of).collect::<Option<Vec<_>>>() else {
        return Ok(Vec::new());
    };
    let (mut stay, mut go) = (Addresses::default(), Addresses::default());
    for (body, place) in module.bodies.iter().zip(places) {
        let addresses = if *place == Place::First { &mut stay } else { &mut go };
        addresses.add(body)?;
    }
    stay.sort();
    go.sort();
    let later = data::later(&segments, &stay, &go);
    Ok(segments.into_iter().zip(later).collect())
}

/// Gives functions their new numbers.
struct Renumber(Vec<Option<u32>>);

impl Reencode for Renumber {
    type Error = std::convert::Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, reencode::Error> {
        // Number 4 billion is none: the result would not be valid.
        Ok(self.0.get(function as usize).copied().flatten().unwrap_or(u32::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{NameMap, NameSection};

    /// `need_rest`, and `hot`, which calls `cold` (exported, too), which calls `colder` and `hot`.
    fn module() -> Vec<u8> {
        let mut out = wasm_encoder::Module::new();
        let (mut types, mut functions, mut exports) =
            (TypeSection::new(), FunctionSection::new(), ExportSection::new());
        types.ty().function([], []);
        types.ty().function([wasm_encoder::ValType::I64], [wasm_encoder::ValType::I64]);
        for ty in [0, 1, 1, 1] {
            functions.function(ty);
        }
        exports.export(NEED, ExportKind::Func, 0).export("hot", ExportKind::Func, 1);
        exports.export("cold", ExportKind::Func, 2);
        let mut code = CodeSection::new();
        let body = |calls: &[u32]| {
            let mut function = Function::new([]);
            let mut inside = function.instructions();
            inside.local_get(0);
            for call in calls {
                inside.call(*call);
            }
            inside.end();
            function
        };
        let mut nothing = Function::new([]);
        nothing.instructions().end();
        code.function(&nothing);
        for function in [body(&[2]), body(&[3, 1]), body(&[])] {
            code.function(&function);
        }
        let mut named = NameMap::new();
        for (at, name) in (0..).zip(["need", "hot", "cold[0123456789abcdef]", "colder"]) {
            named.append(at, name);
        }
        let mut names = NameSection::new();
        names.functions(&named);
        let mut tables = TableSection::new();
        tables.table(TableType {
            element_type: RefType::FUNCREF,
            table64: false,
            minimum: 1,
            maximum: None,
            shared: false,
        });
        out.section(&types)
            .section(&functions)
            .section(&tables)
            .section(&exports)
            .section(&code)
            .section(&names);
        out.finish()
    }

    #[test]
    fn what_comes_later_leaves_a_stub_where_it_is_named() {
        let whole = module();
        let split = split("app", &whole, |name| name.starts_with("cold")).unwrap();
        assert!(split.file.starts_with("app_rest-") && split.file.ends_with(".wasm"));
        let (first, rest) = (Module::parse(&split.first).unwrap(), Module::parse(&split.rest).unwrap());
        // `need_rest`, `hot`, the stub of `cold`, and what every stub calls; `colder` is named in the rest alone.
        assert_eq!(first.bodies.len(), 4);
        assert_eq!(rest.bodies.len(), 2);
        assert_eq!(rest.imported, 1, "`hot`");
        assert!(first.exports.iter().any(|export| export.name == split.file));
    }

    #[test]
    fn what_fetches_the_rest_stays() {
        let all = split("app", &module(), |_| true).unwrap();
        let rest = Module::parse(&all.rest).unwrap();
        assert_eq!(rest.bodies.len(), 3);
        assert!(split("app", b"nonsense", |_| true).is_err());
    }
}
