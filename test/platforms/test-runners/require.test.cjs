/** The user's tests in Jest, in CommonJS, by require. */
const { PREDICTED, predict, TRAINED, train } = require("./user.cjs");
const fashion = require("fashion-wasm");
const inference = require("fashion-wasm/inference");

test("trains", async () => expect(await train(fashion, inference)).toEqual(TRAINED));
test("predicts", async () => expect(await predict(fashion, inference)).toEqual(PREDICTED));
