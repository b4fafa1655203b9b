use super::Renumber;
use super::module::{Module, section, told};
use crate::Done;
use wasm_encoder::reencode::Reencode;
use wasm_encoder::{
    CodeSection, ExportKind, ExportSection, MemArg, MemArgTarget, MemorySection, MemoryType, RawSection,
};
use wasmparser::Payload;

/// The memory in which functions leave their marks, as it is exported: like what is exported for a rest, so that the
/// program fetches one (`src/rest.rs`), and what does so is seen.
const MARKS: &str = "marks.wasm";

/// The module, of which every function leaves a mark when it is called: a byte at its number, in a memory of its own.
pub fn marked(bytes: &[u8]) -> Done<Vec<u8>> {
    let module = Module::parse(bytes)?;
    let mut same = Renumber((0..module.of_type.len() as u32).map(Some).collect());
    let memory = module.memories.len() as u32;
    let mut code = CodeSection::new();
    for (at, body) in module.bodies.iter().enumerate() {
        let mut function = same.new_function_with_parsed_locals(body).map_err(told)?;
        let mark = MemArg { offset: 0, align: 0, target: MemArgTarget::Memory(memory), ordering: None };
        function.instructions().i32_const(at as i32).i32_const(1).i32_store8(mark);
        for operator in body.get_operators_reader().map_err(|error| error.to_string())? {
            let operator = operator.map_err(|error| error.to_string())?;
            function.instruction(&same.instruction(operator).map_err(told)?);
        }
        code.function(&function);
    }
    let mut out = wasm_encoder::Module::new();
    for payload in wasmparser::Parser::new(0).parse_all(bytes) {
        match payload.map_err(|error| error.to_string())? {
            Payload::MemorySection(memories) => {
                let mut written = MemorySection::new();
                same.parse_memory_section(&mut written, memories).map_err(told)?;
                let pages = module.bodies.len() as u64 / 65_536 + 1;
                written.memory(MemoryType {
                    minimum: pages,
                    maximum: None,
                    memory64: false,
                    shared: false,
                    page_size_log2: None,
                });
                out.section(&written);
            }
            Payload::ExportSection(exports) => {
                let mut written = ExportSection::new();
                same.parse_export_section(&mut written, exports).map_err(told)?;
                written.export(MARKS, ExportKind::Memory, memory);
                out.section(&written);
            }
            Payload::CodeSectionStart { .. } => {
                out.section(&code);
            }
            Payload::CustomSection(_) => {}
            other => {
                if let Some((id, range)) = other.as_section() {
                    out.section(&RawSection { id, data: section(bytes, range)? });
                }
            }
        }
    }
    let out = out.finish();
    wasmparser::validate(&out).map_err(|error| format!("the marked module is wrong: {error}"))?;
    Ok(out)
}
