/**
 * From the calls of protocol.ts to the methods of a wasm session: the same in a worker and in this thread.
 *
 * Specs and options cross as plain objects. Data cross in chunks, so that wasm memory never holds a set twice: once in the
 * buffer the glue passes arguments in, and once in the dataset.
 */
import { owned } from "../platform/array-types.js";
import { type Dispatcher, dispatcherOf, type Handlers, Held } from "./dispatcher.js";
import { isRefusal, type Refusal } from "./faults.js";
import type { Glue, Session } from "./glue.js";
import type {
  CompileSpec,
  DataPlace,
  DatasetPayload,
  DatasetRoom,
  EngineCalls,
  ModelDescription,
  SharedImages,
  StepResult,
  TestedOutputs,
} from "./protocol.js";

/** No weights: each is 1. */
const EQUAL = new Float32Array(0);

/** Steps on images of their own, outside of any pass. */
const FIRST: DataPlace = { epoch: 0, firstImage: 0 };

const CHUNK_BYTES = 2 * 2 ** 20;

/**
 * After so long `trainBatches` answers. A message to and fro takes 0.05 ms, or ten times that while all cores compute: it no
 * longer counts, and nobody waits long.
 */
const TURN_MS = 30;

/** Returns a dispatcher without a session yet: `createSession` makes it. */
export function createDispatcher(glue: Glue): Dispatcher {
  const held = new Held<Session>("createSession");
  const session = () => held.model;
  const sessionAt = ({ epoch, firstImage } = FIRST) => {
    session().setEpoch(epoch, firstImage);
    return session();
  };
  const handlers: Handlers<EngineCalls> = {
    describeModel: (spec) => glue.describeModel(spec) as ModelDescription,
    createSession: (spec) => {
      held.model = new glue.Session(spec);
      return session().describe() as ModelDescription;
    },
    setTrainable: (layers) => session().setTrainable(layers),
    compile: (options) => session().compile(options),
    addDataset: (data) => addDataset(session(), data),
    createDataset: (room) => createDataset(session(), room),
    writeImages: (id, start, values) => writeImages(session(), id, start, values),
    writeLabels: (id, labels, targets) => writeLabels(session(), id, labels, targets),
    shareImages: (id) => shareImages(glue, session(), id),
    releaseDataset: (id) => session().releaseDataset(id),
    permutation: (n, epoch) => owned(session().permutation(n, epoch)),
    trainBatch: (dataset, indices, weights = EQUAL) => stepResult(sessionAt().trainBatch(dataset, indices, weights)),
    testBatch: (dataset, indices, weights = EQUAL) => stepResult(session().testBatch(dataset, indices, weights)),
    trainBatches: (dataset, indices, batchSize, weights = EQUAL, at = FIRST) =>
      forOneTurn(indices, weights, batchSize, (...batch) => stepResult(sessionAt(at).trainBatch(dataset, ...batch))),
    testBatches: (dataset, indices, batchSize, weights = EQUAL) =>
      forOneTurn(indices, weights, batchSize, (...batch) => stepResult(session().testBatch(dataset, ...batch))),
    forwardBatch: (dataset, indices, at = FIRST) => owned(sessionAt(at).forwardBatch(dataset, indices)),
    backwardBatch: (gradient, loss) => stepResult(session().backwardBatch(gradient, loss)),
    applyGradients: () => session().applyGradients(),
    testOutputs: (dataset, indices, units) => testOutputs(session(), dataset, indices, units),
    swapEma: () => session().swapEma(),
    finalizeEma: () => session().finalizeEma(),
    stretchSchedule: (start, position, factor) => session().stretchSchedule(start, position, factor),
    rehearse: (begins) => session().rehearse(begins),
    predict: (count, images) =>
      owned(
        images instanceof Float32Array ? session().predictFloats(count, images) : session().predictBytes(count, images),
      ),
    predictDataset: (dataset, start, count) => owned(session().predictDataset(dataset, start, count)),
    getWeights: () => owned(session().getWeights()),
    setWeights: (start, weights) => session().setWeights(start, weights),
    setLearningRate: (value) => session().setLearningRate(value),
    getLearningRate: () => session().getLearningRate(),
    weightsSha256: () => session().weightsSha256(),
    optimizerState: () => ({
      compile: session().compileSpec() as CompileSpec | null,
      step: session().step,
      slots: session().slots(),
    }),
    storeScales: (number) => session().storeScales(number),
    storeWeight: (number, format, scales, start, count) => session().storeWeight(number, format, scales, start, count),
    restoreWeight: (number, start, dtype, scales, bytes) =>
      session().restoreWeight(number, start, dtype, scales, bytes),
    storeSlot: (slot, number, start, count) => session().storeSlot(slot, number, start, count),
    restoreSlot: (slot, number, start, bytes) => session().restoreSlot(slot, number, start, bytes),
    restoreStep: (step) => session().restoreStep(step),
    measurePeak: (iterations) => glue.measurePeak(iterations),
    testPanic: () => glue.testPanic(),
    testExhaustMemory: () => glue.testExhaustMemory(),
  };
  return dispatcherOf(handlers, held);
}

function stepResult(sums: Float64Array): StepResult {
  const [loss = Number.NaN, count = 0, weight = 0, ...counts] = sums;
  return { loss, count, weight, counts };
}

/** The outputs, `units` each, follow the sums. */
function testOutputs(session: Session, dataset: number, indices: Uint32Array, units: number): TestedOutputs {
  const both = session.testOutputs(dataset, indices);
  const at = both.length - indices.length * units;
  return { sums: stepResult(both.subarray(0, at)), outputs: owned(Float32Array.from(both.subarray(at))) };
}

/** Runs `step` on one batch after the other until {@link TURN_MS} are over, at least once. */
function forOneTurn(
  indices: Uint32Array,
  weights: Float32Array,
  batchSize: number,
  step: (batch: Uint32Array, weights: Float32Array) => StepResult,
): StepResult[] {
  const results: StepResult[] = [];
  const end = performance.now() + TURN_MS;
  let start = 0;
  do {
    const batchEnd = start + batchSize;
    results.push(step(indices.subarray(start, batchEnd), weights.subarray(start, batchEnd)));
    start = batchEnd;
  } while (start < indices.length && performance.now() < end);
  return results;
}

function addDataset(session: Session, { count, images, labels, targets }: DatasetPayload): number {
  const imageSize = images.length / count;
  if (!Number.isInteger(imageSize) || imageSize < 1) {
    throw mismatch(`${images.length} numbers cannot be ${count} images of equal size`);
  }
  if (labels !== undefined && labels.length !== count) {
    throw mismatch(`received ${labels.length} labels for ${count} images`);
  }
  if (targets !== undefined && targets.length % count !== 0) {
    throw mismatch(`${targets.length} numbers cannot be the labels of ${count} images`);
  }
  const id = createDataset(session, { count, imageSize, float: images instanceof Float32Array, labels, targets });
  releasingOnRefusal(session, id, () => writeImages(session, id, 0, images));
  return id;
}

/** After a fault nothing more may be asked of the session. */
function releasingOnRefusal<T>(session: Session, id: number, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (isRefusal(error)) session.releaseDataset(id);
    throw error;
  }
}

function createDataset(session: Session, { count, imageSize, float, labels, targets }: DatasetRoom): number {
  const id = session.createDataset(count, imageSize, float, labels !== undefined);
  releasingOnRefusal(session, id, () => writeLabels(session, id, labels, targets));
  return id;
}

function writeLabels(session: Session, id: number, labels?: Uint32Array, targets?: Float32Array): void {
  if (labels !== undefined) session.writeLabels(id, labels);
  if (targets !== undefined) session.writeTargets(id, targets);
}

function shareImages(glue: Glue, session: Session, id: number): SharedImages | null {
  const memory: unknown = glue.wasmMemory().buffer;
  const isShared = typeof SharedArrayBuffer !== "undefined" && memory instanceof SharedArrayBuffer;
  return isShared ? { memory, start: session.imagesAddress(id) } : null;
}

function writeImages(session: Session, id: number, start: number, images: Uint8Array | Float32Array): void {
  const bytes = new Uint8Array(images.buffer, images.byteOffset, images.byteLength);
  for (let offset = 0; offset < bytes.length; offset += CHUNK_BYTES) {
    const piece = bytes.subarray(offset, offset + CHUNK_BYTES);
    session.writeImages(id, start + offset / images.BYTES_PER_ELEMENT, piece);
  }
}

function mismatch(what: string): Refusal {
  return { code: "DATA_MISMATCH", message: `engine: ${what} → images, labels and count must belong together` };
}
