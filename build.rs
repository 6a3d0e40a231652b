//! Lists the files of `french/` so that `src/data.rs` can embed them.

use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?;
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    let folder = Path::new(&root).join("french");
    let mut files = Vec::new();
    walk(&folder, &folder, &mut files)?;
    files.sort();
    let rows: String = files
        .iter()
        .map(|(name, path)| format!("    ({name:?}, include_bytes!({path:?})),\n"))
        .collect();
    fs::write(
        Path::new(&out).join("french.rs"),
        format!("const FRENCH: &[(&str, &[u8])] = &[\n{rows}];\n"),
    )?;
    println!("cargo::rerun-if-changed=french");
    println!("cargo::rerun-if-changed=build.rs");
    Ok(())
}

fn walk(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(root, &path, files)?;
        } else if path.extension().is_none_or(|e| e != "md") {
            let name = path.strip_prefix(root).map_err(io::Error::other)?;
            files.push((
                name.to_string_lossy().replace('\\', "/"),
                path.to_string_lossy().into_owned(),
            ));
        }
    }
    Ok(())
}
