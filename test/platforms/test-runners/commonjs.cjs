/** Makes CommonJS of the package's ES modules, for Jest's setting `transform`. */
const { pathToFileURL } = require("node:url");
const { transformSync } = require("esbuild");

module.exports = {
  process(source, file) {
    const define = { "import.meta.url": JSON.stringify(pathToFileURL(file).href) };
    // Node lets Jest call import() with a flag only.
    const supported = { "dynamic-import": false };
    return transformSync(source, { format: "cjs", target: "node20", define, supported });
  },
};
