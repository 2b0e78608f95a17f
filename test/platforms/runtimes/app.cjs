/** The story after a require. */
const fashion = require("fashion-wasm");
const inference = require("fashion-wasm/inference");

const { story } = require("./story.mjs");

story(fashion, inference, `${process.pid}.safetensors`).then((told) => console.log(JSON.stringify(told)));
