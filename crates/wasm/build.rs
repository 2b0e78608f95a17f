//! How the files that compute are linked; not by flags for rustc, so that they share what these flags decide, the standard
//! library above all, with the other wasm files.

/// 4 GiB, all that a 32-bit memory can have; the loader picks the real limit when it makes the memory.
const MAX_MEMORY: u64 = 65536 * 65536;

/// What wasm-bindgen needs to give each thread its own stack and thread-local storage.
const THREAD_EXPORTS: [&str; 5] = [
    "__heap_base",
    "__wasm_init_tls",
    "__tls_size",
    "__tls_align",
    "__tls_base",
];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_ARCH").as_deref() != Ok("wasm32") {
        return;
    }
    // Imported, so that the loader decides on its maximum.
    link("--import-memory");
    link(&format!("--max-memory={MAX_MEMORY}"));
    if std::env::var_os("CARGO_FEATURE_THREADS").is_some() {
        link("--shared-memory");
        for symbol in THREAD_EXPORTS {
            link(&format!("--export={symbol}"));
        }
    }
}

fn link(argument: &str) {
    println!("cargo::rustc-link-arg-cdylib={argument}");
}
