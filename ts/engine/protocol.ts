/**
 * What the caller and an engine say to each other: the calls, their arguments and results.
 *
 * One engine owns one wasm instance, its thread pool and one session (one model). The model API talks to
 * the {@link Engine} interface only; host.ts (engine in a worker) and local.ts (in this thread) implement it.
 * Everything here is plain data that survives structured clone; no view on wasm memory leaves the engine but that of
 * `shareImages`, which {@link EngineOf.onEnd} warns of the end of.
 */
import type { FloatArray, IndexArray } from "../platform/array-types.js";

/** A layer as Rust reads it: `type` plus the layer's options; `name` is given by Rust when absent. */
export interface LayerSpec {
  readonly type: string;
  readonly name?: string;
  readonly [option: string]: unknown;
}

/** The whole meaning of a model (crates/engine/src/graph/spec.rs). */
export interface ModelSpec {
  readonly inputShape: readonly number[];
  readonly seed: number;
  readonly layers: readonly LayerSpec[];
}

/** A word with options, as Rust reads it. */
export interface OptionsSpec {
  readonly type: string;
  readonly [option: string]: unknown;
}

/** Optimizer, loss and metrics as Rust reads them; a word alone has its defaults. */
export interface CompileSpec {
  readonly optimizer: OptionsSpec;
  /** `custom` for one that is written in JavaScript: steps are made of `forwardBatch`, `backwardBatch` and `applyGradients`. */
  readonly loss: string | OptionsSpec;
  /** `accuracy` is the first. */
  readonly metrics: readonly (string | OptionsSpec)[];
}

/** One weight tensor: `name` is `<layer>.kernel`, `<layer>.gamma` …; `offset` counts floats in the flat weights. */
export interface WeightDescription {
  readonly name: string;
  readonly shape: readonly number[];
  readonly offset: number;
  /** Whether the optimizer moves it. */
  readonly trainable: boolean;
  /** Whether it is a moving statistic, which no optimizer moves. */
  readonly statistic: boolean;
}

/** What Rust says of a spec: normalised spec (names filled in), shapes and parameter counts. */
export interface ModelDescription {
  readonly spec: ModelSpec;
  readonly numerics: number;
  readonly layers: readonly {
    readonly name: string;
    readonly type: string;
    /** Places of the layers that it reads, −1 for the model's input. */
    readonly inputs: readonly number[];
    readonly outputShape: readonly number[];
    readonly parameters: number;
  }[];
  readonly weights: readonly WeightDescription[];
  /** All values, trained or not. */
  readonly parameters: number;
  readonly trainableParameters: number;
  readonly inputShape: readonly number[];
  readonly outputShape: readonly number[];
}

/**
 * Images and labels on their way into the engine, row by row: `images.length === count * imageSize`. Labels are class numbers,
 * or, as `targets`, `count × units` numbers.
 */
export interface DatasetPayload {
  readonly count: number;
  readonly images: Uint8Array | Float32Array;
  readonly labels?: Uint32Array | undefined;
  readonly targets?: Float32Array | undefined;
}

/** A dataset to be written in pieces: `count` images of `imageSize` values, floats or bytes, and all labels if any. */
export interface DatasetRoom {
  readonly count: number;
  readonly imageSize: number;
  readonly float: boolean;
  readonly labels?: Uint32Array | undefined;
  readonly targets?: Float32Array | undefined;
}

/** Images in the engine's memory: their values begin at byte `start`. */
export interface SharedImages {
  readonly memory: SharedArrayBuffer;
  readonly start: number;
}

/** Where in the data the images of a step stand, which is the same in every pass: what augmentation may be drawn by. */
export interface DataPlace {
  /** Passes over the data before this one. */
  readonly epoch: number;
  /** The number in the data of the dataset's first image. */
  readonly firstImage: number;
}

/** Sums over a batch: `loss / count` is its mean loss, as in Keras also where images have weights. */
export interface StepResult {
  /** Each image's loss times its weight. */
  readonly loss: number;
  /** Images. */
  readonly count: number;
  /** The sum of their weights. */
  readonly weight: number;
  /** What the metrics count, one after the other. */
  readonly counts: readonly number[];
}

/** Outputs of a batch, and what the metrics count of them. */
export interface TestedOutputs {
  readonly sums: StepResult;
  readonly outputs: FloatArray;
}

/** How kernels are written to a file: as they are, or as 16-bit floats, or as bytes with a scale a channel. */
export type WeightFormat = "f32" | "f16" | "int8";

/** What `compile` was told, with the learning rate of now, and what the optimizer has gathered since. */
export interface OptimizerState {
  /** Null before `compile`. */
  readonly compile: CompileSpec | null;
  readonly step: number;
  /** Names of its slots. */
  readonly slots: readonly string[];
}

/** Calls of an engine: name → [arguments, result]. */
export interface EngineCalls {
  /** What Rust says of a spec; no memory is taken for it. Needs no session. */
  describeModel: [[spec: ModelSpec], ModelDescription];
  /** Builds the session; must be the first call of those that are about a model. */
  createSession: [[spec: ModelSpec], ModelDescription];
  /** Whether each layer is trained, 1 or 0; it forgets the optimizer, `compile` must follow. */
  setTrainable: [[layers: Uint8Array], void];
  compile: [[options: CompileSpec], void];
  /** Copies the data into the engine; the answer is the id for the calls below. */
  addDataset: [[data: DatasetPayload], number];
  /** Makes room for data that comes in pieces; zeros until written. The answer is its id, as of `addDataset`. */
  createDataset: [[room: DatasetRoom], number];
  /** Writes values from place `start` (in values, not images) of a dataset on, in the type it was made for. */
  writeImages: [[id: number, start: number, values: Uint8Array | Float32Array], void];
  /** Writes all labels of a dataset, or all its rows, in the form that it was made with. */
  writeLabels: [[id: number, labels?: Uint32Array, targets?: Float32Array], void];
  /** Where the images of a dataset lie, for others to read until it is released; null where memory is not shared. */
  shareImages: [[id: number], SharedImages | null];
  releaseDataset: [[id: number], void];
  /** The seeded order of `n` samples for an epoch (shuffle). */
  permutation: [[n: number, epoch: number], IndexArray];
  /** One optimizer step on the samples `indices` of a dataset; `weights` has one of each, or none where all are 1. */
  trainBatch: [[dataset: number, indices: Uint32Array, weights?: Float32Array], StepResult];
  /** Loss and metrics of the samples `indices`, nothing is changed. */
  testBatch: [[dataset: number, indices: Uint32Array, weights?: Float32Array], StepResult];
  /**
   * One `trainBatch` after the other on `indices`, `batchSize` of them each (the last may be smaller), for about 30 ms:
   * the answer is what each gave, at least one, and tells how far it came. For loops whose steps are so short that a
   * message each would count.
   */
  trainBatches: [
    [dataset: number, indices: Uint32Array, batchSize: number, weights?: Float32Array, at?: DataPlace],
    StepResult[],
  ];
  /** `trainBatches`, but each is a `testBatch`. */
  testBatches: [[dataset: number, indices: Uint32Array, batchSize: number, weights?: Float32Array], StepResult[]];
  /** The outputs of the samples `indices` as training computes them, `units` each: the first half of a step whose loss is custom. */
  forwardBatch: [[dataset: number, indices: Uint32Array, at?: DataPlace], FloatArray];
  /**
   * From the gradient of the mean loss by the outputs of the `forwardBatch` before to those of all weights. The answer is that of
   * `trainBatch`: it has the loss, which only the caller knows, with what regularizers add.
   */
  backwardBatch: [[gradient: Float32Array, loss: number], StepResult];
  /** The optimizer's step on these gradients. */
  applyGradients: [[], void];
  /** What `testBatch` gives where the loss is custom, without it, and the outputs: the caller adds the loss. */
  testOutputs: [[dataset: number, indices: Uint32Array, units: number], TestedOutputs];
  /** Exchanges the trained weights with their moving averages. */
  swapEma: [[], void];
  /** Sets the trained weights to their moving averages. */
  finalizeEma: [[], void];
  /** From now on a schedule is read at `position + (t − start)·factor` instead of step t; (0, 0, 1) is as it was made. */
  stretchSchedule: [[start: number, position: number, factor: number], void];
  /** Keeps what steps change, or, where `begins` is false, puts it back. */
  rehearse: [[begins: boolean], void];
  /** Outputs (`count × outputSize`, row by row) for images in the units of training. */
  predict: [[count: number, images: Uint8Array | Float32Array], FloatArray];
  /** The same for images of a dataset, `count` from number `start` on. */
  predictDataset: [[dataset: number, start: number, count: number], FloatArray];
  /** All weights, flat, in the order of `ModelDescription.weights`. */
  getWeights: [[], FloatArray];
  /** Sets weights of the flat array, from value `start` on. */
  setWeights: [[start: number, weights: Float32Array], void];
  /** Errors: INVALID_ARGUMENT beside a schedule. */
  setLearningRate: [[value: number], void];
  /** The rate of the next step. */
  getLearningRate: [[], number];
  /** SHA-256 over names, shapes and bits of every weight, as hex. */
  weightsSha256: [[], string];
  /** What a file keeps beside weights and slots. */
  optimizerState: [[], OptimizerState];
  /** The scales of kernel `number` as bytes, 32-bit floats, one an output channel. */
  storeScales: [[number: number], Uint8Array];
  /**
   * `count` values of weight `number` for a file, from its value `start` on; only kernels are written smaller than 32 bits a
   * value, as bytes by `scales`.
   */
  storeWeight: [[number: number, format: WeightFormat, scales: Uint8Array, start: number, count: number], Uint8Array];
  /**
   * Sets values of weight `number`, from its value `start` on, to what a file holds: `F32`, `F16`, or `I8` with scales. The
   * answer is whether they are sound: finite, and no variance below 0.
   */
  restoreWeight: [[number: number, start: number, dtype: string, scales: Uint8Array, bytes: Uint8Array], boolean];
  /** Values of weight `number`'s part of an optimizer's slot, 32-bit floats. */
  storeSlot: [[slot: string, number: number, start: number, count: number], Uint8Array];
  /** The answer is as that of `restoreWeight`. */
  restoreSlot: [[slot: string, number: number, start: number, bytes: Uint8Array], boolean];
  /** Sets the number of steps that the optimizer has taken. */
  restoreStep: [[step: number], void];
  /** Multiplies and adds in SIMD registers of the engine's own thread, 96 flop an iteration; the answer means nothing. */
  measurePeak: [[iterations: number], number];
  /** For tests: a panic in a pool thread (or this thread without a pool). Never answers. */
  testPanic: [[], void];
  /** For tests: allocates until memory.grow fails. */
  testExhaustMemory: [[], void];
}

/** Arguments of call `M`. */
export type Arguments<Calls, M extends keyof Calls> = Calls[M] extends [infer A extends unknown[], unknown] ? A : never;

/** Answer of call `M`. */
export type Answer<Calls, M extends keyof Calls> = Calls[M] extends [unknown[], infer A] ? A : never;

/** Which build runs, where, on how many threads. */
export interface EngineInfo {
  readonly build: "simd" | "threads";
  readonly threads: number;
  readonly host: "worker" | "local";
  /**
   * Why fewer threads run than were asked for, or than there are cores, or that more run than the process's share of computing
   * time can feed; in one sentence, else empty.
   */
  readonly notice: string;
}

/** An asynchronous engine; calls are answered in the order they were made. */
export interface EngineOf<Calls> {
  readonly info: EngineInfo;
  call<M extends keyof Calls & string>(method: M, ...args: Arguments<Calls, M>): Promise<Answer<Calls, M>>;
  /** `listener` is called once, before the engine's memory goes, however it ends; it must not lead to the engine. */
  onEnd(listener: () => void): void;
  /** Ends the worker and its threads; calls that are under way reject with DISPOSED. Idempotent. */
  dispose(): Promise<void>;
}

/** The engine that trains; another, which only predicts, has its calls in inference/protocol.ts. */
export type Engine = EngineOf<EngineCalls>;

/** Options of {@link createEngine}. */
export interface EngineOptions {
  /** Threads to compute with; default: as many as can run at the same time, at most 16 (the number of lanes). */
  readonly threads?: number;
  readonly engine?: "worker" | "local";
}
