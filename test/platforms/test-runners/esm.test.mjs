/** The user's tests in Jest, as an ES module. */
import * as fashion from "fashion-wasm";
import * as inference from "fashion-wasm/inference";
import { PREDICTED, predict, TRAINED, train } from "./user.cjs";

test("trains", async () => expect(await train(fashion, inference)).toEqual(TRAINED));
test("predicts", async () => expect(await predict(fashion, inference)).toEqual(PREDICTED));
