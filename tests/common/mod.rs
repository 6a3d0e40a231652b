//! Runs the program from outside.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test file uses some of these"
)]

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The griot program with `args`, from the folder of the package.
pub fn griot<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_griot"));
    command.args(args).current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

/// What a finished run said.
pub struct Run {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// Runs griot with `args` to its end.
pub fn run<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> Run {
    griot(args).output().unwrap().into()
}

/// Runs griot with `args` and `input` on standard input.
pub fn run_with<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>, input: &[u8]) -> Run {
    let mut child = griot(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || {
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output.into()
}

/// Builds `articles` into a new store in `dir` and returns its folder.
pub fn build(articles: &Path, dir: &Path) -> PathBuf {
    let store = dir.join("store.griot");
    let run = run([
        OsStr::new("build"),
        articles.as_ref(),
        "-l".as_ref(),
        store.as_ref(),
    ]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    store
}

/// All quads of the store in `dir`.
pub fn dump(dir: &Path) -> String {
    let run = run([
        OsStr::new("export"),
        "-l".as_ref(),
        dir.as_ref(),
        "--format".as_ref(),
        "nquads".as_ref(),
    ]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    run.stdout
}

/// Pseudo-random numbers that are the same in every run (SplitMix64, Steele et al. 2014).
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n as u64).unwrap()
    }
}
