/** The story after a require. */
const fashion = require("fashion-wasm");
const inference = require("fashion-wasm/inference");

// Bun and Deno read story.js as what it is; for Node it is an ES module too, which it can require.
const { story } = require("./story.js");

story(fashion, inference, `${process.pid}.safetensors`).then((told) => console.log(JSON.stringify(told)));
