/**
 * The two wasm files that train, by name; apart from the workers that run them, because the API names it.
 */

/** Which of the two wasm files that train a worker is made for. */
export type Build = "simd" | "threads";
