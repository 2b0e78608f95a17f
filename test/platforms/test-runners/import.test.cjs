/** The user's tests in Jest, in CommonJS, by import(). */
const { PREDICTED, predict, TRAINED, train } = require("./user.cjs");

// One after the other: Jest 30 on Node 20 and 22 cannot link two at once that share a file.
const packages = async () => [await import("fashion-wasm"), await import("fashion-wasm/inference")];

test("trains", async () => expect(await train(...(await packages()))).toEqual(TRAINED));
test("predicts", async () => expect(await predict(...(await packages()))).toEqual(PREDICTED));
