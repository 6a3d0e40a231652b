//! The griot program: runs the command line of the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    griot::cli::run(std::env::args_os())
}
