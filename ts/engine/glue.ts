/**
 * The wasm border as TypeScript sees it: what wasm-bindgen generates from crates/wasm.
 *
 * The generated modules have this shape (program-simd.ts and program-threads.ts take them, and tsc compares; the file that
 * only predicts: inference/program.ts). Results are fresh copies, never views on wasm memory.
 */

/** What all files export. */
export interface ProgramGlue {
  /** Starts once; returns what the instance exports, also the next time. */
  initSync(options: { module: WebAssembly.Module; memory: WebAssembly.Memory }): {
    readonly memory: WebAssembly.Memory;
  };
  /** Of the build that has a pool: what a thread of it died of, for which the engine's own was ended. */
  reportedFault?(): string | undefined;
  outOfMemory(): boolean;
}

/** One model in wasm memory; the TypeScript names of its methods are those of crates/wasm/src/session.rs. */
export interface Session {
  /** `ModelDescription`. */
  describe(): unknown;
  setTrainable(layers: Uint8Array): void;
  compile(options: unknown): void;
  createDataset(count: number, imageSize: number, float: boolean, labelled: boolean): number;
  /** `start` counts elements; `bytes` are the elements' little-endian bytes. */
  writeImages(id: number, start: number, bytes: Uint8Array): void;
  writeLabels(id: number, labels: Uint32Array): void;
  /** `count × units` numbers. */
  writeTargets(id: number, targets: Float32Array): void;
  imagesAddress(id: number): number;
  releaseDataset(id: number): void;
  permutation(n: number, epoch: number): Uint32Array;
  /** Answers [loss, count, weight, ...counts of metrics]; no weights stand for ones. */
  /** From now on steps are of this pass over the data, in which a dataset's first image has this number. */
  setEpoch(epoch: number, firstImage: number): void;
  trainBatch(id: number, indices: Uint32Array, weights: Float32Array): Float64Array;
  testBatch(id: number, indices: Uint32Array, weights: Float32Array): Float64Array;
  forwardBatch(id: number, indices: Uint32Array): Float32Array;
  /** As `trainBatch`. */
  backwardBatch(gradient: Float32Array, loss: number): Float64Array;
  applyGradients(): void;
  /** As `testBatch`, and then the outputs. */
  testOutputs(id: number, indices: Uint32Array): Float64Array;
  swapEma(): void;
  finalizeEma(): void;
  stretchSchedule(start: number, position: number, factor: number): void;
  rehearse(begins: boolean): void;
  predictDataset(id: number, start: number, count: number): Float32Array;
  predictBytes(count: number, images: Uint8Array): Float32Array;
  predictFloats(count: number, images: Float32Array): Float32Array;
  getWeights(): Float32Array;
  setWeights(start: number, weights: Float32Array): void;
  setLearningRate(value: number): void;
  getLearningRate(): number;
  weightsSha256(): string;
  /** `CompileSpec`, or null. */
  compileSpec(): unknown;
  slots(): string[];
  readonly step: number;
  restoreStep(step: number): void;
  storeScales(number: number): Uint8Array;
  storeWeight(number: number, format: string, scales: Uint8Array, start: number, count: number): Uint8Array;
  restoreWeight(number: number, start: number, dtype: string, scales: Uint8Array, bytes: Uint8Array): boolean;
  storeSlot(slot: string, number: number, start: number, count: number): Uint8Array;
  restoreSlot(slot: string, number: number, start: number, bytes: Uint8Array): boolean;
  free(): void;
}

/** What both builds that train export. */
export interface Glue extends ProgramGlue {
  readonly Session: new (spec: unknown) => Session;
  /** `ModelDescription`. */
  describeModel(spec: unknown): unknown;
  /** 12 independent sums of f32x4, 8 flop each an iteration; answers a checksum. */
  wasmMemory(): WebAssembly.Memory;
  measurePeak(iterations: number): number;
  testPanic(): void;
  testExhaustMemory(): void;
}
