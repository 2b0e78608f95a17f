/// <reference lib="esnext.disposable" preserve="true" />
/**
 * The model as users hold it: compile, fit, evaluate, predict, save, dispose.
 *
 * This is the face. It owns an engine by its context; trainer.ts, predict.ts, structure.ts and save.ts turn words into engine
 * calls. Calls queue in order; prediction and evaluation during `fit` are served between two steps. A model that is
 * forgotten takes its engine with it (engine/host.ts); `dispose` is the way to be sure.
 */
import type { LoadWeightsOptions } from "../checkpoint/load-weights.js";
import type { FileSource } from "../checkpoint/source.js";
import type { Engine, EngineInfo, ModelDescription } from "../engine/protocol.js";
import { classesOfRows } from "../evaluation/largest.js";
import { type OutputActivation, outputActivationOf } from "../evaluation/probabilities.js";
import { type ScoredClass, topK } from "../evaluation/top-k.js";
import type { BatchSource } from "../inputs/batches.js";
import type { TrainingData } from "../inputs/examples.js";
import { type ImageInput, imagesOf } from "../inputs/images.js";
import { dataAndOptions } from "../inputs/labelled.js";
import { type PixelInput, pixelsOfOne, sizeOf } from "../inputs/pixels.js";
import type { TargetInput } from "../inputs/targets.js";
import type { InputProfile } from "../inputs/tones.js";
import type { PhotoCalibration } from "../photo/calibration.js";
import type { ByteArray, FloatArray, IndexArray, Owned } from "../platform/array-types.js";
import type { CompileOptions } from "../training/compile-options.js";
import type { EvaluateOptions } from "../training/evaluate.js";
import type { FitOptions } from "../training/fit-options.js";
import { type BatchLogs, type History, historyOf } from "../training/history.js";
import { guardModel } from "../training/keras-names.js";
import { adapt } from "./adapt.js";
import { BatchTrainer, type TestBatchOptions, type TrainBatchOptions } from "./batch-trainer.js";
import { ModelContext, type ModelSettings } from "./model-context.js";
import { predict } from "./predict.js";
import { type PredictOptions, predictOptions } from "./predict-batches.js";
import { type SaveOptions, save, serialize } from "./save.js";
import {
  configOf,
  getWeights,
  loadWeights,
  type ModelConfig,
  type SummaryOptions,
  setWeights,
  summaryOf,
} from "./structure.js";
import { Trainer } from "./trainer.js";
import type { NamedWeight } from "./weights.js";

/** A layer as a model shows it. */
export type ModelLayer = ModelDescription["layers"][number] & {
  /** Whether training moves its weights: from the next `compile` on. */
  trainable: boolean;
  /**
   * Sets the mean and the variance of a {@link normalization} that has them as weights to those of images, in the units of
   * training and the shape of the layer's input; the optimizer's state stays.
   *
   * @throws FashionWasmError INVALID_ARGUMENT for a layer that has none, and for what are no images; SHAPE_MISMATCH for
   * another shape; DATA_MISMATCH for values that are not finite; DISPOSED.
   * @example
   * ```ts
   * await model.layers[0]?.adapt(train);
   * ```
   * @see Keras `Normalization.adapt`
   */
  adapt(images: ImageInput): Promise<void>;
};

/** A network in an engine of its own, to train and to predict with; {@link sequential} and {@link loadModel} make it. */
export class Model {
  readonly name: string;
  /** Key of all random numbers; drawn when none was given. */
  readonly seed: number;
  readonly #context: ModelContext;
  readonly #trainer: Trainer;
  readonly #batches: BatchTrainer;

  /** Not for users: it takes a session that was made already. */
  constructor(engine: Engine, description: ModelDescription, settings: ModelSettings) {
    this.name = settings.name;
    this.seed = description.spec.seed;
    this.#context = new ModelContext(engine, description, settings);
    this.#trainer = new Trainer(this.#context);
    this.#batches = new BatchTrainer(this.#context);
    guardModel(this, {
      isTrainable: (layer) => this.#context.trainable.get(layer),
      setTrainable: (where, layer, value) => this.#context.setTrainable(where, layer, value),
      adapt: (layer, images) => adapt(this.#context, layer, images as ImageInput),
    });
  }

  /** Which build computes, on how many threads, and in `notice` why on fewer than were asked for or than there are cores. */
  get engine(): EngineInfo {
    return this.#context.engine.info;
  }

  /** Shape of one image. */
  get inputShape(): readonly number[] {
    return this.#context.description.inputShape;
  }

  /** Shape of one output, e.g. `[10]`. */
  get outputShape(): readonly number[] {
    return this.#context.description.outputShape;
  }

  /**
   * What the outputs are: `softmax` or `sigmoid` where the very last layer applies it, else `linear`, logits. The loss
   * reads them by it, and so does `classProbabilities`.
   */
  get outputActivation(): OutputActivation {
    return outputActivationOf(this.#context.description.spec);
  }

  /**
   * Names, types, output shapes and parameter counts of the layers, and `trainable`: whether training moves their weights, which
   * can be set, and counts from the next {@link compile} on.
   *
   * A batch normalization that is not trained normalises by its moving statistics, in training too, as in Keras. Training after
   * a change that `compile` has not seen is met with a warning on the console.
   *
   * @throws FashionWasmError INVALID_ARGUMENT for a `trainable` that is neither true nor false.
   * @example
   * for (const layer of model.layers.slice(0, -1)) layer.trainable = false; // all but the last
   * model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy" });
   */
  get layers(): readonly ModelLayer[] {
    return this.#context.description.layers as readonly ModelLayer[];
  }

  /** Whether any layer is trained; setting it sets `trainable` of all {@link layers}, as in Keras. */
  get trainable(): boolean {
    return this.#context.description.layers.some((_, place) => this.#context.trainable.get(place));
  }

  set trainable(value: boolean) {
    this.#context.setTrainable("model", "all", value);
  }

  /** Returns the model as data: the shape of its input, its seed, its layers as `sequential` takes them. */
  getConfig(): ModelConfig {
    return configOf(this.#context.description);
  }

  /** Names of the classes, from the data of the last `fit`; null before. */
  get classNames(): readonly string[] | null {
    return this.#context.classNames;
  }

  /** How the images looked that it was trained on, by which others are found unusual; null before the first training. */
  get inputProfile(): InputProfile | null {
    return this.#context.inputCheck.profile;
  }

  /** What makes it a model for photos; null for any other. */
  get photo(): PhotoCalibration | null {
    return this.#context.photo;
  }

  /** Every epoch of the model's life: all calls of `fit`, also those before it was saved and loaded. */
  get history(): History {
    return historyOf(this.#context.epochs);
  }

  /**
   * Sets optimizer and loss, and forgets the optimizer's state.
   *
   * It returns at once. Wrong options throw here; should the engine refuse them, every call that is awaited from then
   * on rejects with its error, until `compile` is called again.
   *
   * @throws FashionWasmError INVALID_ARGUMENT for an option that is not allowed; BUSY during `fit`; DISPOSED.
   */
  compile(options: CompileOptions): void {
    this.#trainer.compile(options);
  }

  /**
   * Trains for `epochs` epochs and returns loss and accuracy of each, as means over its images.
   *
   * The losses are those of the training steps, with dropout at work and weights that change on the way, as in Keras.
   * A loss that becomes NaN or infinite does not end training; it is there to see in the history. Bare arrays
   * `{ images, labels }` have the shape of the model's input; a `Dataset` is uploaded once and kept. Arrays may come as two
   * arguments, too: `fit(images, labels, options)`.
   *
   * An abort ends training after the current step; an epoch that was begun is not recorded, its steps stay done. Steps
   * shorter than 30 ms run several at a time, for about 30 ms, unless a callback has `onBatchBegin` or `onBatchEnd`;
   * they count as one for an abort, for `stopTraining` and for whoever asks the model meanwhile.
   *
   * @throws FashionWasmError NOT_COMPILED; BUSY while another `fit` runs; INVALID_ARGUMENT for an option that is not
   * allowed; SHAPE_MISMATCH for images of another shape; DATA_MISMATCH for labels that do not fit; DISPOSED when the
   * model is disposed of meanwhile. After an abort it rejects with `signal.reason`. The model stays usable.
   */
  fit(images: PixelInput, labels: TargetInput, options?: FitOptions): Promise<History>;
  /**
   * The same of batches that come one after the other: data larger than memory, or made on the way. They are read ahead while the
   * engine computes, and nothing of them is kept.
   *
   * An epoch is one pass over the source, or `stepsPerEpoch` batches of it; each batch is a step of its own size. A generator gives
   * its batches once; a generator function, or anything else that can be iterated again, gives them anew for each pass.
   *
   * @example
   * ```ts
   * async function* batches() {
   *   for await (const { pixels, classes } of readCatalogueInParts()) yield [pixels, classes];
   * }
   * await model.fit(batches, { epochs: 3 });
   * ```
   */
  fit(batches: BatchSource, options?: FitOptions): Promise<History>;
  /** The same of data that has both. */
  fit(data: TrainingData, options?: FitOptions): Promise<History>;
  async fit(first: unknown, second?: unknown, third?: FitOptions): Promise<History> {
    const [data, options] = dataAndOptions<FitOptions, TrainingData | BatchSource>("fit", first, second, third);
    return this.#trainer.fit(this, data, options);
  }

  /** Ends a running `fit` after the current step; its epoch is validated and recorded, and `fit` resolves. */
  stopTraining(): void {
    this.#trainer.stop();
  }

  /**
   * Returns mean loss and accuracy over labelled images; nothing is changed, dropout is off.
   *
   * @throws FashionWasmError as {@link fit}, except BUSY.
   */
  evaluate(images: PixelInput, labels: TargetInput, options?: EvaluateOptions): Promise<BatchLogs>;
  /** The same over batches that come one after the other, as {@link fit} takes them: one pass over the source. */
  evaluate(batches: BatchSource, options?: EvaluateOptions): Promise<BatchLogs>;
  /** The same of data that has both. */
  evaluate(data: TrainingData, options?: EvaluateOptions): Promise<BatchLogs>;
  async evaluate(first: unknown, second?: unknown, third?: EvaluateOptions): Promise<BatchLogs> {
    const [data, options] = dataAndOptions<EvaluateOptions, TrainingData | BatchSource>(
      "evaluate",
      first,
      second,
      third,
    );
    return this.#trainer.evaluate(data, options);
  }

  /**
   * Returns what the last layer gives, row by row: `n × outputs` floats. After a `linear` last layer these are
   * logits, after `softmax` probabilities. The images have the units of training, bytes or floats.
   *
   * An image's outputs are the same, down to the bit, alone and in any batch. They are those of the images as they are now:
   * an array may be used again at once (one of more than 64 MiB must stay as it is, and is watched for that). Images of
   * other units, or of other tones than those of training, are met with a warning on the console: {@link checkImages}.
   *
   * @throws FashionWasmError INVALID_ARGUMENT for what are no images; SHAPE_MISMATCH for another shape, and for the bare bytes
   * of a canvas; DATA_MISMATCH for an array that was changed meanwhile; DISPOSED.
   */
  async predict(images: ImageInput, options?: PredictOptions): Promise<FloatArray> {
    return predict(this.#context, "predict", images, predictOptions("predict", options));
  }

  /** Returns the outputs of one image: bytes, floats, or nested arrays, e.g. its rows; errors as {@link predict}. */
  async predictOne(image: PixelInput): Promise<FloatArray> {
    const pixels = pixelsOfOne("predictOne", image, this.inputShape);
    return predict(this.#context, "predictOne", pixels, { batchSize: 1 });
  }

  /**
   * Returns the class of each image: the place of its largest output, of equals the first. Of a single output after `sigmoid`
   * it is 1 above 0.5, else 0.
   *
   * @throws FashionWasmError DATA_MISMATCH for outputs that are NaN or infinite, which have no class; INVALID_ARGUMENT for another
   * single output; else as {@link predict}.
   */
  async predictClasses(images: ImageInput, options?: PredictOptions): Promise<IndexArray> {
    const where = "predictClasses";
    const outputs = await predict(this.#context, where, images, predictOptions(where, options));
    return classesOfRows(where, outputs, sizeOf(this.outputShape), this.outputActivation);
  }

  /**
   * Returns the `k` classes with the largest outputs (default 3), the largest first, of equals the one that stands before.
   *
   * @param outputs of one image, as {@link predictOne} gives them.
   * @throws FashionWasmError SHAPE_MISMATCH for another number of outputs; DATA_MISMATCH for one that is NaN or infinite;
   * INVALID_ARGUMENT for a `k` beyond them, and for a model of one output.
   */
  topK(outputs: ArrayLike<number>, k = 3): ScoredClass[] {
    return topK("topK", outputs, k, { classes: sizeOf(this.outputShape), classNames: this.classNames });
  }

  /**
   * Returns what is unusual about images, compared with those the model was trained on, or null: other units, an inverted or
   * another background, another contrast or share of background, in more than half of up to 32 images looked at.
   *
   * Probabilities, and a threshold that was set on other images, mean nothing for such images.
   *
   * @throws FashionWasmError INVALID_ARGUMENT for what are no images; SHAPE_MISMATCH for another shape.
   * @example
   * const unusual = model.checkImages(photos);
   * if (unusual !== null) console.log(unusual); // "… have a light background, … a dark one → invert them …"
   */
  checkImages(images: ImageInput): string | null {
    return this.#context.inputCheck.check(imagesOf("checkImages", images, this.inputShape));
  }

  /** {@link predict} for images that are to go through as one batch. */
  async predictOnBatch(images: ImageInput): Promise<FloatArray> {
    return predict(this.#context, "predictOnBatch", images, {});
  }

  /**
   * One optimizer step on these images; returns their mean loss and accuracy before it. The engine counts 2^32 − 1 steps:
   * a further one is refused with INVALID_ARGUMENT, and changes nothing.
   */
  async trainOnBatch(images: ImageInput, labels: TargetInput, options?: TrainBatchOptions): Promise<BatchLogs> {
    this.#trainer.warnOfIgnored("trainOnBatch");
    return this.#batches.onBatch("trainOnBatch", "trainBatch", images, labels, options);
  }

  /** Mean loss and accuracy of these images; nothing is changed. */
  async testOnBatch(images: ImageInput, labels: TargetInput, options?: TestBatchOptions): Promise<BatchLogs> {
    return this.#batches.onBatch("testOnBatch", "testBatch", images, labels, options);
  }

  /**
   * Returns the outputs of a batch as training computes them, row by row, after the last activation: dropout is at work, and
   * normalizations go by the batch. It is the first of three parts of a step; {@link backward} and {@link applyGradients} follow,
   * before anything else changes the weights.
   *
   * The second and the third need the memory of all the batch's values, so a batch takes more of it than in `fit`.
   *
   * @example
   * ```ts
   * const outputs = await model.forward(images);
   * const gradient = outputs.map((output, i) => (2 * (output - wanted[i])) / outputs.length); // of the mean squared error
   * await model.backward(gradient);
   * await model.applyGradients();
   * ```
   * @throws FashionWasmError NOT_COMPILED; INVALID_ARGUMENT for what are no images; SHAPE_MISMATCH; DISPOSED.
   */
  async forward(images: ImageInput): Promise<FloatArray> {
    return this.#batches.forward(images);
  }

  /**
   * Takes `gradient`, ∂L/∂outputs of the batch that went {@link forward}, laid out as these, where L is the batch's mean loss, and
   * works out the gradients of all weights; those of regularizers are added by the step.
   *
   * @throws FashionWasmError INVALID_ARGUMENT where no batch went forward, or the weights were changed since; SHAPE_MISMATCH for
   * another number of values.
   */
  async backward(gradient: Float32Array): Promise<void> {
    return this.#batches.backward(gradient);
  }

  /** The optimizer's step on the gradients of {@link backward}; INVALID_ARGUMENT where there are none. */
  async applyGradients(): Promise<void> {
    return this.#batches.applyGradients();
  }

  /**
   * Exchanges the trained weights with their moving averages, which an optimizer with `useEma` keeps; called again, it changes
   * them back. Before the first step nothing happens. `fit` ends with {@link finalizeEma} by itself.
   *
   * @throws FashionWasmError INVALID_ARGUMENT for an optimizer without `useEma`; BUSY during `fit`; NOT_COMPILED; DISPOSED.
   * @example
   * ```ts
   * await model.swapEma();
   * const averaged = await model.evaluate(test);
   * await model.swapEma();
   * ```
   * @see Keras `keras.callbacks.SwapEMAWeights`
   */
  async swapEma(): Promise<void> {
    return this.#trainer.averages("swapEma");
  }

  /**
   * Sets the trained weights to their moving averages, as Keras does at the end of `fit`: for loops over {@link trainOnBatch}.
   *
   * @throws FashionWasmError as {@link swapEma}.
   * @see Keras `Optimizer.finalize_variable_values`
   */
  async finalizeEma(): Promise<void> {
    return this.#trainer.averages("finalizeEma");
  }

  /** Returns copies of all weights, by name: also of those that are not trained, the moving statistics. */
  async getWeights(): Promise<Owned<NamedWeight>[]> {
    return getWeights(this.#context);
  }

  /** Sets all weights, moving statistics among them, by name, in any order; the optimizer's state stays. */
  async setWeights(weights: readonly NamedWeight[]): Promise<void> {
    return setWeights(this.#context, weights);
  }

  /**
   * Sets all weights from a `.safetensors` file that PyTorch or Keras wrote; the optimizer's state stays.
   *
   * Names, shapes and the order of values are brought from the file's to the model's, floats of 16 and 64 bits to those
   * of 32. The file must have every weight and nothing else, except PyTorch's `num_batches_tracked`, what Keras'
   * normalization counts, and the optimizer's state in a file of {@link save} (a whole model comes by {@link loadModel}).
   * What the layers compute is the model's to have right: PyTorch's `BatchNorm` has an `epsilon` of 1e-5, and its `padding` counts pixels.
   * Values that are NaN or infinite are set, and said once on the console.
   *
   * @param source path or URL of the file, or its bytes.
   * @throws FashionWasmError CHECKPOINT_MISMATCH, with everything that is missing, left over or of another shape, or for
   * a tensor of integers; CHECKPOINT_INVALID for a damaged file; IO when it cannot be read; INVALID_ARGUMENT; DISPOSED.
   * The model is then as it was.
   * @see Keras `Model.load_weights`, PyTorch `Module.load_state_dict`
   */
  async loadWeights(source: FileSource, options?: LoadWeightsOptions): Promise<void> {
    return loadWeights(this.#context, source, options);
  }

  /** The optimizer's current learning rate. */
  async getLearningRate(): Promise<number> {
    return this.#trainer.getLearningRate();
  }

  /** Changes the learning rate, the optimizer's state stays; also during `fit`, from the next step on. */
  async setLearningRate(value: number): Promise<void> {
    return this.#trainer.setLearningRate(value);
  }

  /** SHA-256, in hex, over names, shapes and bits of all weights: equal exactly when the models are. */
  async weightsSha256(): Promise<string> {
    return this.#context.run("weightsSha256", () => this.#context.engine.call("weightsSha256"));
  }

  /** Number of all values of the weights, trained or not; {@link summary} tells them apart. */
  countParams(): number {
    return this.#context.description.parameters;
  }

  /**
   * Names of what logs have of a training: `loss`, then the metrics of `compile`, and with validation each of them behind `val`,
   * as `valLoss`. Empty before `compile`. As `metrics_names` of Keras, which calls all metrics one, `compile_metrics`.
   */
  get metricsNames(): readonly string[] {
    return this.#context.compiled === null ? [] : ["loss", ...this.#context.metrics.map(({ name }) => name)];
  }

  /**
   * Returns the table of layers as text and, of a compiled model, optimizer, learning rate and loss; `print: true` also writes it
   * to the console, a function receives it.
   */
  summary(options?: SummaryOptions): string {
    return summaryOf(this.#context, options);
  }

  /**
   * Writes the model to a `.safetensors` file, all or nothing: layers, weights, compile options, optimizer state,
   * history. {@link loadModel} reads it. In a browser use {@link serialize}. The file is written piece by piece, in one turn:
   * a training that runs meanwhile waits for it.
   *
   * A symbolic link keeps pointing where it does, and the file there is written. An existing file keeps its permissions
   * and, where the system lets it, its owner; other names of it (hard links) keep the old content. Of two saves to one path
   * the later one stays.
   *
   * @example
   * ```ts
   * await model.save("model.safetensors");
   * await model.save("small.safetensors", { weights: "f16", optimizer: false });
   * ```
   *
   * @throws FashionWasmError INVALID_ARGUMENT for another ending, and for values that `f16` or `int8` cannot hold; IO when
   * the file cannot be written, which leaves an older file of that name as it was, and where a folder, a device, a FIFO, a
   * socket or a write-protected file stands, which stays; DISPOSED.
   */
  async save(path: string, options?: SaveOptions): Promise<void> {
    return save(this.#context, path, options);
  }

  /** Returns the bytes that {@link save} writes; errors as there. */
  async serialize(options?: SaveOptions): Promise<ByteArray> {
    return serialize(this.#context, options);
  }

  /** Ends the engine and its threads and frees its memory; a running call rejects with DISPOSED. */
  async dispose(): Promise<void> {
    await this.#context.dispose();
  }

  /** `await using model = …` ends it at the end of the block. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }
}
