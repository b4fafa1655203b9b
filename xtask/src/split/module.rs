use crate::Done;
use wasm_encoder::reencode::{self, Reencode};
use wasmparser::{
    Element, Export, FunctionBody, GlobalType, KnownCustom, MemoryType, Name, Parser, Payload, Table, TypeRef,
};

/// A module taken apart as far as it is put together anew.
pub struct Module<'b> {
    pub bytes: &'b [u8],
    pub types: Vec<wasmparser::FuncType>,
    /// Functions that it imports; they come first in every list of functions.
    pub imported: usize,
    /// The type of every function.
    pub of_type: Vec<u32>,
    pub bodies: Vec<FunctionBody<'b>>,
    /// What the functions with bodies are called; empty without a name.
    pub names: Vec<String>,
    pub tables: Vec<Table<'b>>,
    pub memories: Vec<MemoryType>,
    pub globals: Vec<GlobalType>,
    pub exports: Vec<Export<'b>>,
    pub elements: Vec<Element<'b>>,
    pub start: Option<u32>,
    pub data: Vec<wasmparser::Data<'b>>,
}

impl<'b> Module<'b> {
    pub fn parse(bytes: &'b [u8]) -> Done<Self> {
        let mut module = Self {
            bytes,
            types: Vec::new(),
            imported: 0,
            of_type: Vec::new(),
            bodies: Vec::new(),
            names: Vec::new(),
            tables: Vec::new(),
            memories: Vec::new(),
            globals: Vec::new(),
            exports: Vec::new(),
            elements: Vec::new(),
            start: None,
            data: Vec::new(),
        };
        module.read().map_err(|error| format!("the built module cannot be read: {error}"))?;
        Ok(module)
    }

    fn read(&mut self) -> wasmparser::Result<()> {
        let mut names = Vec::new();
        for payload in Parser::new(0).parse_all(self.bytes) {
            match payload? {
                Payload::TypeSection(types) => {
                    for group in types {
                        let group = group?.into_types();
                        self.types.extend(group.map(|ty| ty.unwrap_func().clone()));
                    }
                }
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        match import?.ty {
                            TypeRef::Func(ty) => self.of_type.push(ty),
                            TypeRef::Global(ty) => self.globals.push(ty),
                            _ => {}
                        }
                    }
                    self.imported = self.of_type.len();
                }
                Payload::FunctionSection(functions) => {
                    for ty in functions {
                        self.of_type.push(ty?);
                    }
                }
                Payload::TableSection(tables) => {
                    self.tables = tables.into_iter().collect::<Result<_, _>>()?;
                }
                Payload::MemorySection(all) => self.memories = all.into_iter().collect::<Result<_, _>>()?,
                Payload::GlobalSection(globals) => {
                    for global in globals {
                        self.globals.push(global?.ty);
                    }
                }
                Payload::ExportSection(exports) => {
                    self.exports = exports.into_iter().collect::<Result<_, _>>()?;
                }
                Payload::StartSection { func, .. } => self.start = Some(func),
                Payload::ElementSection(all) => self.elements = all.into_iter().collect::<Result<_, _>>()?,
                Payload::DataSection(all) => self.data = all.into_iter().collect::<Result<_, _>>()?,
                Payload::CodeSectionEntry(body) => self.bodies.push(body),
                Payload::CustomSection(section) => {
                    if let KnownCustom::Name(all) = section.as_known() {
                        for part in all {
                            if let Name::Function(functions) = part? {
                                names = functions.into_iter().collect::<Result<_, _>>()?;
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        self.names = vec![String::new(); self.bodies.len()];
        for naming in names {
            let own = (naming.index as usize).checked_sub(self.imported);
            if let Some(slot) = own.and_then(|own| self.names.get_mut(own)) {
                *slot = plain(naming.name);
            }
        }
        Ok(())
    }

    /// The number, among the functions with bodies, of the one that is exported under a name.
    pub fn exported(&self, name: &str) -> Option<usize> {
        let export = self.exports.iter().find(|export| export.name == name)?;
        (export.index as usize).checked_sub(self.imported)
    }

    /// Functions that a body names.
    pub fn named_by(&self, body: usize) -> Done<Named> {
        let mut named = Named::default();
        let body = self.bodies.get(body).cloned().ok_or("no such function")?;
        named.parse_function_body(&mut wasm_encoder::CodeSection::new(), body).map_err(told)?;
        Ok(named)
    }
}

/// A name without what differs from one build to the next: hashes, and the numbers that tell equal names apart.
fn plain(name: &str) -> String {
    let mut kept = String::with_capacity(name.len());
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('[') {
        kept.push_str(before);
        let hash: usize = after.bytes().take_while(u8::is_ascii_hexdigit).count();
        rest = match after.as_bytes().get(hash) {
            Some(b']') if hash >= 8 => after.get(hash + 1..).unwrap_or_default(),
            _ => {
                kept.push('[');
                after
            }
        };
    }
    kept.push_str(rest);
    let digits = kept.bytes().rev().take_while(u8::is_ascii_digit).count();
    if digits > 0 && kept.get(..kept.len() - digits).is_some_and(|start| start.ends_with('_')) {
        kept.truncate(kept.len() - digits - 1);
    }
    kept
}

/// The bytes of a section.
pub fn section(bytes: &[u8], range: std::ops::Range<u64>) -> Done<&[u8]> {
    let range = range.start as usize..range.end as usize;
    bytes.get(range).ok_or_else(|| "the built module is cut short".to_owned())
}

pub fn told(error: reencode::Error) -> String {
    format!("the built module cannot be split: {error}")
}

/// What a function names.
#[derive(Default)]
pub struct Named {
    pub functions: Vec<u32>,
    /// Whether it names data or elements that only the first module has.
    pub parts: bool,
}

impl Reencode for Named {
    type Error = std::convert::Infallible;

    fn function_index(&mut self, func: u32) -> Result<u32, reencode::Error> {
        self.functions.push(func);
        Ok(func)
    }

    fn data_index(&mut self, data: u32) -> Result<u32, reencode::Error> {
        self.parts = true;
        Ok(data)
    }

    fn element_index(&mut self, element: u32) -> Result<u32, reencode::Error> {
        self.parts = true;
        Ok(element)
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn names_are_the_same_in_every_build() {
        assert_eq!(plain("core[846e06f31bc2eae2]::fmt::write"), "core::fmt::write");
        assert_eq!(plain("<[u8] as core[846e06f3]::fmt::Debug>::fmt_12"), "<[u8] as core::fmt::Debug>::fmt");
        assert_eq!(plain("a[3]::b::<[u64; 8]>"), "a[3]::b::<[u64; 8]>");
    }
}
