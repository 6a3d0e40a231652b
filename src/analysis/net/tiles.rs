//! Products of bytes in the matrix units (AMX) of x86-64 processors: the same integers as everywhere.
//!
//! A tile holds 16 rows of 64 bytes. A tile of inputs (16 rows, 64 inputs) times a tile of weights (those of 16
//! outputs for 64 inputs, as [`multiply_bytes`](super::kernel::multiply_bytes) has them) is added to a tile of
//! sums (16 rows, 16 outputs). The system is asked before the first use (Linux, `Documentation/arch/x86/xstate.rst`);
//! the instructions are those of Intel's *Architecture Instruction Set Extensions Programming Reference*,
//! chapter 3, for which std has no stable functions yet.

#![expect(unsafe_code, reason = "instructions that std does not offer")]

use super::kernel::{LANES, TILE};
use std::arch::asm;
use std::arch::x86_64::__cpuid_count;
use std::sync::OnceLock;

/// Rows of a tile.
const HEIGHT: usize = 16;

/// Whether the processor has the units and the system lets this process use them.
pub(super) fn available() -> bool {
    static AVAILABLE: OnceLock<bool> = OnceLock::new();
    *AVAILABLE.get_or_init(|| {
        /// AMX-TILE and AMX-INT8 in EDX of leaf 7.
        const UNITS: u32 = 1 << 24 | 1 << 25;
        const ARCH_REQ_XCOMP_PERM: libc::c_int = 0x1023;
        const XFEATURE_XTILEDATA: libc::c_ulong = 18;
        if __cpuid_count(0, 0).eax < 7 || __cpuid_count(7, 0).edx & UNITS != UNITS {
            return false;
        }
        // SAFETY: asks for a feature; where there is none, or none that is known, an error comes back.
        let answer = unsafe {
            libc::syscall(
                libc::SYS_arch_prctl,
                ARCH_REQ_XCOMP_PERM,
                XFEATURE_XTILEDATA,
            )
        };
        answer == 0
    })
}

/// Shapes of the tiles, as `LDTILECFG` reads them.
#[repr(C, align(64))]
struct Shapes {
    palette: u8,
    start_row: u8,
    reserved: [u8; 14],
    bytes_per_row: [u16; 16],
    rows: [u8; 16],
}

/// The units with tiles in shape, until dropped.
struct Units;

impl Units {
    /// Tiles 0 to 5 of the heights given, and two for weights, which have a row for each four inputs.
    fn new(heights: [usize; 6]) -> Self {
        assert!(available() && heights.iter().all(|&height| height <= HEIGHT));
        let mut shapes = Shapes {
            palette: 1,
            start_row: 0,
            reserved: [0; 14],
            bytes_per_row: [0; 16],
            rows: [0; 16],
        };
        let heights = heights.into_iter().chain([HEIGHT; 2]);
        for (tile, height) in heights.enumerate() {
            shapes.bytes_per_row[tile] = TILE as u16;
            shapes.rows[tile] = height as u8;
        }
        // SAFETY: the units are available, and no tile is higher than they can be.
        unsafe { asm!("ldtilecfg [{}]", in(reg) &raw const shapes, options(nostack)) };
        Self
    }
}

impl Drop for Units {
    fn drop(&mut self) {
        // SAFETY: the units are available.
        unsafe { asm!("tilerelease", options(nostack, nomem)) };
    }
}

/// How bytes of inputs are read, and what products are added to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Signed bytes; the sums are new.
    Signed,
    /// Unsigned bytes; the sums are added to those that are there.
    Unsigned,
}

/// A block of sums: where its inputs, its weights and the sums lie.
#[derive(Clone, Copy)]
struct Block {
    x: *const u8,
    /// Inputs of a row, a multiple of [`TILE`].
    inputs: usize,
    weights: *const i8,
    out: *mut i32,
    columns: usize,
}

/// How a tile of sums begins.
macro_rules! start {
    (signed, $tile:literal, $place:literal) => {
        concat!("tilezero ", $tile)
    };
    (unsigned, $tile:literal, $place:literal) => {
        concat!("tileloadd ", $tile, ", ", $place)
    };
}

/// Sums, inputs and weights of a product.
macro_rules! product {
    (signed, $tiles:literal) => {
        concat!("tdpbssd ", $tiles)
    };
    (unsigned, $tiles:literal) => {
        concat!("tdpbusd ", $tiles)
    };
}

/// At most [`HEIGHT`] rows by four blocks of outputs.
macro_rules! upper_rows {
    ($mode:ident, $block:expr) => {{
        let Block { x, inputs, weights, out, columns } = $block;
        let weights_of = |block: usize| weights.wrapping_add(block * inputs * LANES);
        asm!(
            start!($mode, "tmm0", "[{out} + 1*{os}]"),
            start!($mode, "tmm1", "[{out} + 1*{os} + 64]"),
            start!($mode, "tmm2", "[{out} + 1*{os} + 128]"),
            start!($mode, "tmm3", "[{out} + 1*{os} + 192]"),
            "2:",
            "tileloadd tmm4, [{x} + 1*{xs}]",
            "tileloadd tmm6, [{w0} + 1*{ws}]",
            product!($mode, "tmm0, tmm4, tmm6"),
            "tileloadd tmm7, [{w1} + 1*{ws}]",
            product!($mode, "tmm1, tmm4, tmm7"),
            "tileloadd tmm6, [{w2} + 1*{ws}]",
            product!($mode, "tmm2, tmm4, tmm6"),
            "tileloadd tmm7, [{w3} + 1*{ws}]",
            product!($mode, "tmm3, tmm4, tmm7"),
            "add {x}, 64",
            "add {w0}, 1024",
            "add {w1}, 1024",
            "add {w2}, 1024",
            "add {w3}, 1024",
            "dec {steps}",
            "jnz 2b",
            "tilestored [{out} + 1*{os}], tmm0",
            "tilestored [{out} + 1*{os} + 64], tmm1",
            "tilestored [{out} + 1*{os} + 128], tmm2",
            "tilestored [{out} + 1*{os} + 192], tmm3",
            x = inout(reg) x => _,
            xs = in(reg) inputs,
            w0 = inout(reg) weights => _,
            w1 = inout(reg) weights_of(1) => _,
            w2 = inout(reg) weights_of(2) => _,
            w3 = inout(reg) weights_of(3) => _,
            ws = in(reg) TILE,
            steps = inout(reg) inputs / TILE => _,
            out = in(reg) out,
            os = in(reg) columns * size_of::<i32>(),
            out("tmm0") _, out("tmm1") _, out("tmm2") _, out("tmm3") _,
            out("tmm4") _, out("tmm6") _, out("tmm7") _,
            options(nostack),
        )
    }};
}

/// More than [`HEIGHT`] rows by two blocks of outputs.
macro_rules! all_rows {
    ($mode:ident, $block:expr) => {{
        let Block { x, inputs, weights, out, columns } = $block;
        asm!(
            start!($mode, "tmm0", "[{out} + 1*{os}]"),
            start!($mode, "tmm1", "[{out} + 1*{os} + 64]"),
            start!($mode, "tmm2", "[{lower_out} + 1*{os}]"),
            start!($mode, "tmm3", "[{lower_out} + 1*{os} + 64]"),
            "2:",
            "tileloadd tmm4, [{x} + 1*{xs}]",
            "tileloadd tmm6, [{w0} + 1*{ws}]",
            product!($mode, "tmm0, tmm4, tmm6"),
            "tileloadd tmm7, [{w1} + 1*{ws}]",
            product!($mode, "tmm1, tmm4, tmm7"),
            "tileloadd tmm5, [{lower_x} + 1*{xs}]",
            product!($mode, "tmm2, tmm5, tmm6"),
            product!($mode, "tmm3, tmm5, tmm7"),
            "add {x}, 64",
            "add {lower_x}, 64",
            "add {w0}, 1024",
            "add {w1}, 1024",
            "dec {steps}",
            "jnz 2b",
            "tilestored [{out} + 1*{os}], tmm0",
            "tilestored [{out} + 1*{os} + 64], tmm1",
            "tilestored [{lower_out} + 1*{os}], tmm2",
            "tilestored [{lower_out} + 1*{os} + 64], tmm3",
            x = inout(reg) x => _,
            lower_x = inout(reg) x.wrapping_add(HEIGHT * inputs) => _,
            xs = in(reg) inputs,
            w0 = inout(reg) weights => _,
            w1 = inout(reg) weights.wrapping_add(inputs * LANES) => _,
            ws = in(reg) TILE,
            steps = inout(reg) inputs / TILE => _,
            out = in(reg) out,
            lower_out = in(reg) out.wrapping_add(HEIGHT * columns),
            os = in(reg) columns * size_of::<i32>(),
            out("tmm0") _, out("tmm1") _, out("tmm2") _, out("tmm3") _,
            out("tmm4") _, out("tmm5") _, out("tmm6") _, out("tmm7") _,
            options(nostack),
        )
    }};
}

/// Rows whose inputs stay in the nearest cache while the weights pass by.
const NEAR_ROWS: usize = 3 * 2 * HEIGHT;

/// `out[r][o] = sum over k of x[r][k] * w[o][k]` for rows of `inputs` bytes; inputs and outputs are multiples of
/// [`TILE`], weights lie as for [`multiply_bytes`](super::kernel::multiply_bytes).
///
/// # Panics
/// When lengths do not fit, or the units are not [`available`].
pub(super) fn multiply(mode: Mode, x: &[u8], (weights, inputs): (&[i8], usize), out: &mut [i32]) {
    assert!(inputs > 0 && inputs % TILE == 0);
    let (columns, rows) = (weights.len() / inputs, x.len() / inputs);
    assert!(
        columns % TILE == 0
            && weights.len() == columns * inputs
            && x.len() == rows * inputs
            && out.len() == rows * columns
    );
    if columns == 0 {
        return;
    }
    let whole = rows - rows % (2 * HEIGHT);
    let (x, last_x) = x.split_at(whole * inputs);
    let (out, last_out) = out.split_at_mut(whole * columns);
    if whole > 0 {
        let _units = Units::new([HEIGHT; 6]);
        let near = x.chunks(NEAR_ROWS * inputs);
        for (x, out) in near.zip(out.chunks_mut(NEAR_ROWS * columns)) {
            many(mode, x, (weights, inputs), out);
        }
    }
    match rows - whole {
        0 => {}
        upper @ 1..=HEIGHT => {
            let _units = Units::new([upper; 6]);
            few(mode, last_x, (weights, inputs), last_out);
        }
        both => {
            let lower = both - HEIGHT;
            let _units = Units::new([HEIGHT, HEIGHT, lower, lower, HEIGHT, lower]);
            many(mode, last_x, (weights, inputs), last_out);
        }
    }
}

/// Rows in panels of twice [`HEIGHT`], as the tiles are shaped; [`multiply`] has checked the lengths.
fn many(mode: Mode, x: &[u8], (weights, inputs): (&[i8], usize), out: &mut [i32]) {
    let columns = weights.len() / inputs;
    for column in (0..columns).step_by(2 * LANES) {
        let panels = x.chunks(2 * HEIGHT * inputs);
        for (x, out) in panels.zip(out.chunks_mut(2 * HEIGHT * columns)) {
            let block = Block {
                x: x.as_ptr(),
                inputs,
                weights: weights[column * inputs..].as_ptr(),
                out: out[column..].as_mut_ptr(),
                columns,
            };
            // SAFETY: the tiles are as high as `x` and `out` have rows, and there are weights and sums of two
            // blocks from `column` on, columns being a multiple of TILE.
            unsafe {
                match mode {
                    Mode::Signed => all_rows!(signed, block),
                    Mode::Unsigned => all_rows!(unsigned, block),
                }
            }
        }
    }
}

/// At most [`HEIGHT`] rows, as the tiles are shaped; [`multiply`] has checked the lengths.
fn few(mode: Mode, x: &[u8], (weights, inputs): (&[i8], usize), out: &mut [i32]) {
    let columns = weights.len() / inputs;
    for column in (0..columns).step_by(4 * LANES) {
        let block = Block {
            x: x.as_ptr(),
            inputs,
            weights: weights[column * inputs..].as_ptr(),
            out: out[column..].as_mut_ptr(),
            columns,
        };
        // SAFETY: as in `many`, with four blocks.
        unsafe {
            match mode {
                Mode::Signed => upper_rows!(signed, block),
                Mode::Unsigned => upper_rows!(unsigned, block),
            }
        }
    }
}
