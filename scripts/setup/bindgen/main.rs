//! wasm-bindgen's command line as far as wasm-pack calls it for the web target.
//!
//! wasm-bindgen-cli, which has all of it, brings a web server and a client for tests, and takes three times as long to
//! compile as the library that does the work. What this one does not know is an error.

use std::env::args;
use std::process::ExitCode;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    match bind(args().skip(1)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn bind(mut args: impl Iterator<Item = String>) -> Result<(), String> {
    let mut bindgen = Bindgen::new();
    let (mut input, mut out_dir, mut web) = (None, None, false);
    while let Some(arg) = args.next() {
        let mut value = || args.next().ok_or(format!("{arg} has no value"));
        match arg.as_str() {
            "--version" => {
                println!("wasm-bindgen {}", env!("CARGO_PKG_VERSION"));
                return Ok(());
            }
            "--target" => match value()?.as_str() {
                "web" => web = true,
                other => return Err(format!("target {other} → only web is built here")),
            },
            "--out-dir" => out_dir = Some(value()?),
            "--out-name" => {
                bindgen.out_name(&value()?);
            }
            "--typescript" => {
                bindgen.typescript(true);
            }
            "--omit-default-module-path" => {
                bindgen.omit_default_module_path(true);
            }
            _ if !arg.starts_with('-') && input.is_none() => input = Some(arg),
            _ => {
                return Err(format!(
                    "{arg} → main.rs of this program lists what it knows"
                ));
            }
        }
    }
    bindgen.web(web).map_err(|error| format!("{error:#}"))?;
    bindgen
        .input_path(input.ok_or("no wasm file is given")?)
        .generate(out_dir.ok_or("no --out-dir is given")?)
        .map_err(|error| format!("{error:#}"))
}
