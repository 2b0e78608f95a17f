/// <reference lib="esnext.disposable" preserve="true" />
/**
 * The model as users hold it: compile, fit, evaluate, predict, save, dispose.
 *
 * It owns an engine and turns words into engine calls; loops, checks and formats are in the rooms it calls.
 * Calls queue in order; prediction and evaluation during `fit` are served between two steps. A model that is
 * forgotten takes its engine with it (engine/host.ts); `dispose` is the way to be sure.
 */
import { writeFileAtomic } from "#platform/atomic-write";
import { type LoadWeightsOptions, weightsFrom } from "../checkpoint/load-weights.js";
import { checkpointFile } from "../checkpoint/save.js";
import type { FileSource } from "../checkpoint/source.js";
import { bytesToWrite, type FileToWrite } from "../checkpoint/write-safetensors.js";
import { Dataset } from "../data/dataset.js";
import { classLabels, type LabelInput } from "../data/labels.js";
import { heldSource } from "../data/snapshot.js";
import type { CompileSpec, Engine, EngineInfo, ModelDescription, WeightFormat } from "../engine/protocol.js";
import { FashionWasmError } from "../errors.js";
import { largestOfRows } from "../evaluation/largest.js";
import { type OutputActivation, outputActivationOf } from "../evaluation/probabilities.js";
import { type ScoredClass, topK } from "../evaluation/top-k.js";
import { checkLabels, checkPixels } from "../inputs/check-values.js";
import { examplesOf, imagesOfExamples, type TrainingData } from "../inputs/examples.js";
import { type ImageInput, imagesOf } from "../inputs/images.js";
import { InputRangeCheck } from "../inputs/input-range-check.js";
import { type Images, type PixelInput, pixelsOfOne, sizeOf } from "../inputs/pixels.js";
import type { InputProfile } from "../inputs/tones.js";
import { booleanOption, choiceOption, invalidOption, numberOption, optionsObject } from "../options/check.js";
import { type PhotoCalibration, photoCalibration } from "../photo/calibration.js";
import type { ByteArray, FloatArray, IndexArray, Owned } from "../platform/array-types.js";
import { type CompileOptions, compileSpec } from "../training/compile-options.js";
import { evaluateExamples } from "../training/evaluate.js";
import { runFit } from "../training/fit.js";
import { type FitOptions, fitPlan } from "../training/fit-options.js";
import { type BatchLogs, type EpochRecord, type History, historyOf } from "../training/history.js";
import { guardLogs, guardModel } from "../training/keras-names.js";
import { SerialQueue, type TrainingContext } from "../training/training-context.js";
import { Uploads } from "../training/uploads.js";
import { type OutputSource, ofDataset, ofImages, type PredictOptions, predictAll, predictOptions } from "./predict.js";
import { summaryTable } from "./summary.js";
import { flatWeights, type NamedWeight, namedWeights, sendWeights } from "./weights.js";

/** What a new model is told beside its engine; a loaded one brings it from its file. */
export interface ModelSettings {
  readonly name: string;
  readonly compile: CompileSpec | null;
  readonly classNames: readonly string[] | null;
  readonly epochs: readonly EpochRecord[];
  /** How the images looked that it was trained on. */
  readonly input: InputProfile | null;
  readonly photo?: PhotoCalibration | null;
}

/** What {@link Model.getConfig} returns. */
export type ModelConfig = ModelDescription["spec"];

/** Options of {@link Model.save} and {@link Model.serialize}. */
export interface SaveOptions {
  /** Keeps the optimizer's state, so that training can go on; default true for `weights: "f32"`, else it cannot be kept. */
  readonly optimizer?: boolean | undefined;
  /**
   * How kernels are written: `f32` (default) as they are; `f16` in half the bytes; `int8` in a quarter, symmetric, with a
   * scale an output channel. Biases and normalizations stay as they are. A model computes with 32-bit floats all the same.
   */
  readonly weights?: WeightFormat | undefined;
  /** What makes it a model for photos, as `photoClassifier` reads it; default: what the model was loaded with. */
  readonly photo?: PhotoCalibration | undefined;
}

/** A network in an engine of its own, to train and to predict with; {@link sequential} and {@link loadModel} make it. */
export class Model {
  readonly name: string;
  /** Key of all random numbers; drawn when none was given. */
  readonly seed: number;
  readonly #engine: Engine;
  readonly #description: ModelDescription;
  readonly #context: TrainingContext;
  readonly #inputCheck: InputRangeCheck;
  readonly #photo: PhotoCalibration | null;
  #classNames: readonly string[] | null;
  #compiled: CompileSpec | null;
  #compiling: Promise<void> = Promise.resolve();
  #fitting = false;
  #stopping = false;
  #disposed = false;

  /** Not for users: it takes a session that was made already. */
  constructor(engine: Engine, description: ModelDescription, settings: ModelSettings) {
    this.name = settings.name;
    this.seed = description.spec.seed;
    this.#photo = settings.photo ?? null;
    this.#engine = engine;
    this.#description = description;
    this.#inputCheck = new InputRangeCheck(description.spec, settings.input);
    this.#classNames = settings.classNames;
    this.#compiled = settings.compile;
    this.#context = {
      engine,
      description,
      queue: new SerialQueue(),
      uploads: new Uploads(engine),
      epochs: [...settings.epochs],
      learnt: ({ classNames, input }) => {
        this.#classNames = classNames;
        this.#inputCheck.learn(input);
      },
      checkAlive: (where) => this.#checkAlive(where),
    };
    guardModel(this);
  }

  /** Which build computes, on how many threads, and in `notice` why on fewer than were asked for or than there are cores. */
  get engine(): EngineInfo {
    return this.#engine.info;
  }

  /** Shape of one image. */
  get inputShape(): readonly number[] {
    return this.#description.inputShape;
  }

  /** Shape of one output, e.g. `[10]`. */
  get outputShape(): readonly number[] {
    return this.#description.outputShape;
  }

  /**
   * What the outputs are: `softmax` or `sigmoid` where the very last layer applies it, else `linear`, logits. The loss
   * reads them by it, and so does `classProbabilities`.
   */
  get outputActivation(): OutputActivation {
    return outputActivationOf(this.#description.spec);
  }

  /** Names, types, output shapes and parameter counts of the layers. */
  get layers(): ModelDescription["layers"] {
    return this.#description.layers;
  }

  /** Returns the model as data: the shape of its input, its seed, its layers as `sequential` takes them. */
  getConfig(): ModelConfig {
    const { inputShape, seed, layers } = this.#description.spec;
    return JSON.parse(JSON.stringify({ inputShape, seed, layers })); // not structuredClone, which jsdom lacks
  }

  /** Names of the classes, from the data of the last `fit`; null before. */
  get classNames(): readonly string[] | null {
    return this.#classNames;
  }

  /** What makes it a model for photos; null for any other. */
  get photo(): PhotoCalibration | null {
    return this.#photo;
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
    this.#checkAlive("compile");
    if (this.#fitting) throw busy("compile");
    const spec = compileSpec(options);
    this.#compiled = spec;
    this.#compiling = this.#turn(() => this.#engine.call("compile", spec));
    // Whoever awaits the next call hears of it; until then it is no unhandled rejection.
    this.#compiling.catch(() => undefined);
  }

  /**
   * Trains for `epochs` epochs and returns loss and accuracy of each, as means over its images.
   *
   * The losses are those of the training steps, with dropout at work and weights that change on the way, as in Keras.
   * A loss that becomes NaN or infinite does not end training; it is there to see in the history. Bare arrays
   * `{ images, labels }` have the shape of the model's input; a `Dataset` is uploaded once and kept.
   *
   * An abort ends training after the current step; an epoch that was begun is not recorded, its steps stay done. Steps
   * shorter than 30 ms run several at a time, for about 30 ms, unless a callback has `onBatchBegin` or `onBatchEnd`;
   * they count as one for an abort, for `stopTraining` and for whoever asks the model meanwhile.
   *
   * @throws FashionWasmError NOT_COMPILED; BUSY while another `fit` runs; INVALID_ARGUMENT for an option that is not
   * allowed; SHAPE_MISMATCH for images of another shape; DATA_MISMATCH for labels that do not fit; DISPOSED when the
   * model is disposed of meanwhile. After an abort it rejects with `signal.reason`. The model stays usable.
   */
  async fit(data: TrainingData, options?: FitOptions): Promise<History> {
    this.#checkCompiled("fit");
    if (this.#fitting) throw busy("fit");
    const plan = fitPlan(data, options, this.#description, {
      names: this.#classNames,
      trained: this.#context.epochs.length > 0 || this.#inputCheck.profile !== null,
      inputCheck: this.#inputCheck,
    });
    this.#fitting = true;
    this.#stopping = false;
    try {
      await this.#compiling;
      return await runFit(this.#context, plan, () => this.#stopping);
    } finally {
      this.#fitting = false;
      for (const part of [plan.train, plan.validation]) {
        if (part?.temporary) await this.#context.uploads.release(part.dataset);
      }
    }
  }

  /** Ends a running `fit` after the current step; its epoch is validated and recorded, and `fit` resolves. */
  stopTraining(): void {
    this.#stopping = true;
  }

  /**
   * Returns mean loss and accuracy over labelled images; nothing is changed, dropout is off.
   *
   * @throws FashionWasmError as {@link fit}, except BUSY.
   */
  async evaluate(data: TrainingData, options?: PredictOptions): Promise<BatchLogs> {
    this.#checkCompiled("evaluate");
    const { batchSize, checkImages } = predictOptions("evaluate", options);
    const examples = examplesOf("evaluate", data, this.#description, {
      names: this.#classNames,
      warn: this.#inputCheck.warn,
    });
    if (checkImages) this.#inputCheck.see("evaluate", imagesOfExamples(examples));
    await this.#compiling;
    const check = () => this.#checkAlive("evaluate");
    try {
      return await this.#turn(() => evaluateExamples(this.#context, examples, { batchSize, check }));
    } finally {
      if (examples.temporary) await this.#context.uploads.release(examples.dataset);
    }
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
    return this.#predict("predict", images, predictOptions("predict", options));
  }

  /** Returns the outputs of one image: bytes, floats, or nested arrays, e.g. its rows; errors as {@link predict}. */
  async predictOne(image: PixelInput): Promise<FloatArray> {
    const where = "predictOne";
    return this.#predict(where, pixelsOfOne(where, image, this.inputShape), { batchSize: 1 });
  }

  /**
   * Returns the class of each image: the place of its largest output, of equals the first.
   *
   * @throws FashionWasmError DATA_MISMATCH for outputs that are NaN or infinite, which have no class; else as {@link predict}.
   */
  async predictClasses(images: ImageInput, options?: PredictOptions): Promise<IndexArray> {
    const where = "predictClasses";
    const outputs = await this.#predict(where, images, predictOptions(where, options));
    return largestOfRows(where, outputs, sizeOf(this.outputShape));
  }

  /**
   * Returns the `k` classes with the largest outputs (default 3), the largest first, of equals the one that stands before.
   *
   * @param outputs of one image, as {@link predictOne} gives them.
   * @throws FashionWasmError SHAPE_MISMATCH for another number of outputs; DATA_MISMATCH for one that is NaN or infinite;
   * INVALID_ARGUMENT for a `k` beyond them.
   */
  topK(outputs: ArrayLike<number>, k = 3): ScoredClass[] {
    return topK("topK", outputs, k, { classes: sizeOf(this.outputShape), classNames: this.#classNames });
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
    return this.#inputCheck.check(imagesOf("checkImages", images, this.inputShape));
  }

  /** {@link predict} for images that are to go through as one batch. */
  async predictOnBatch(images: ImageInput): Promise<FloatArray> {
    return this.#predict("predictOnBatch", images, {});
  }

  /**
   * One optimizer step on these images; returns their mean loss and accuracy before it. The engine counts 2^32 − 1 steps:
   * a further one is refused with INVALID_ARGUMENT, and changes nothing.
   */
  async trainOnBatch(images: ImageInput, labels: LabelInput): Promise<BatchLogs> {
    return this.#onBatch("trainOnBatch", "trainBatch", images, labels);
  }

  /** Mean loss and accuracy of these images; nothing is changed. */
  async testOnBatch(images: ImageInput, labels: LabelInput): Promise<BatchLogs> {
    return this.#onBatch("testOnBatch", "testBatch", images, labels);
  }

  /** Returns copies of all weights, by name: also of those that are not trained, the moving statistics. */
  async getWeights(): Promise<Owned<NamedWeight>[]> {
    await this.#ready("getWeights");
    return namedWeights(this.#description, await this.#turn(() => this.#engine.call("getWeights")));
  }

  /** Sets all weights, moving statistics among them, by name, in any order; the optimizer's state stays. */
  async setWeights(weights: readonly NamedWeight[]): Promise<void> {
    this.#checkAlive("setWeights");
    const flat = flatWeights(this.#description, weights);
    await this.#compiling;
    await this.#turn(() => sendWeights(this.#engine, flat));
  }

  /**
   * Sets all weights from a `.safetensors` file that PyTorch or Keras wrote; the optimizer's state stays.
   *
   * Names, shapes and the order of values are brought from the file's to the model's, floats of 16 and 64 bits to those
   * of 32. The file must have every weight and nothing else, except PyTorch's `num_batches_tracked` and the optimizer's
   * state in a file of {@link save} (a whole model comes by {@link loadModel}). What the layers compute is the model's
   * to have right: PyTorch's `BatchNorm` has an `epsilon` of 1e-5, and its `padding` counts pixels.
   * Values that are NaN or infinite are set, and said once on the console.
   *
   * @param source path or URL of the file, or its bytes.
   * @throws FashionWasmError CHECKPOINT_MISMATCH, with everything that is missing, left over or of another shape, or for
   * a tensor of integers; CHECKPOINT_INVALID for a damaged file; IO when it cannot be read; INVALID_ARGUMENT; DISPOSED.
   * The model is then as it was.
   * @see Keras `Model.load_weights`, PyTorch `Module.load_state_dict`
   */
  async loadWeights(source: FileSource, options?: LoadWeightsOptions): Promise<void> {
    const where = "loadWeights";
    const held = heldSource(source);
    await this.#ready(where);
    await this.#turn(async () => {
      const file = { held, own: held !== source };
      await sendWeights(this.#engine, await weightsFrom(where, this.#description, file, options));
    });
  }

  /** The optimizer's current learning rate. */
  async getLearningRate(): Promise<number> {
    this.#checkCompiled("getLearningRate");
    await this.#compiling;
    return this.#turn(() => this.#engine.call("getLearningRate"));
  }

  /** Changes the learning rate, the optimizer's state stays; also during `fit`, from the next step on. */
  async setLearningRate(value: number): Promise<void> {
    this.#checkCompiled("setLearningRate");
    numberOption("setLearningRate", "value", value, { min: 0 });
    await this.#compiling;
    return this.#turn(() => this.#engine.call("setLearningRate", value));
  }

  /** SHA-256, in hex, over names, shapes and bits of all weights: equal exactly when the models are. */
  async weightsSha256(): Promise<string> {
    await this.#ready("weightsSha256");
    return this.#turn(() => this.#engine.call("weightsSha256"));
  }

  /** Number of all values of the weights, trained or not; {@link summary} tells them apart. */
  countParams(): number {
    return this.#description.parameters;
  }

  /** Returns the table of layers as text; `print: true` also writes it to the console, a function receives it. */
  summary(options?: { readonly print?: boolean | ((text: string) => void) | undefined }): string {
    const { print = false } = optionsObject("summary", options, ["print"]);
    const text = summaryTable(this.name, this.#description);
    if (typeof print === "function") print(text);
    else if (booleanOption("summary", "print", print)) console.log(text);
    return text;
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
   * await model.save("runs/first/model.safetensors");
   * await model.save("small.safetensors", { weights: "f16", optimizer: false });
   * ```
   *
   * @throws FashionWasmError INVALID_ARGUMENT for another ending, and for values that `f16` or `int8` cannot hold; IO when
   * the file cannot be written, which leaves an older file of that name as it was, and where a folder, a device, a FIFO, a
   * socket or a write-protected file stands, which stays; DISPOSED.
   */
  async save(path: string, options?: SaveOptions): Promise<void> {
    if (typeof path !== "string" || !path.endsWith(".safetensors")) {
      throw invalidOption("save", "path", path, 'a path ending in ".safetensors"; for the bytes use serialize()');
    }
    await this.#written("save", options, ({ pieces }) => writeFileAtomic(path, pieces));
  }

  /** Returns the bytes that {@link save} writes; errors as there. */
  async serialize(options?: SaveOptions): Promise<ByteArray> {
    return this.#written("serialize", options, bytesToWrite);
  }

  /** Ends the engine and its threads and frees its memory; a running call rejects with DISPOSED. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.#engine.dispose();
  }

  /** `await using model = …` ends it at the end of the block. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }

  /** Without a batch size all images are one batch. */
  async #predict(
    where: string,
    input: ImageInput,
    { batchSize, checkImages = true }: PredictOptions,
  ): Promise<FloatArray> {
    this.#checkAlive(where);
    const images = imagesOf(where, input, this.inputShape);
    if (checkImages) this.#inputCheck.see(where, images);
    await this.#compiling;
    return this.#turn(async () => {
      const source = await this.#sourceOf(where, input, images);
      const outputs = await predictAll(this.#description, source, batchSize ?? images.count);
      images.release?.();
      return outputs;
    });
  }

  /** A whole dataset is sent once and kept, as for {@link evaluate}; anything else is sent piece by piece. */
  async #sourceOf(where: string, input: ImageInput, images: Images): Promise<OutputSource> {
    if (input instanceof Dataset && input.indices === null) {
      return ofDataset(this.#engine, await this.#context.uploads.idOf(input), images.count);
    }
    if (input instanceof Dataset) input.checkUnchanged(where);
    return ofImages(this.#engine, images);
  }

  async #onBatch(
    where: string,
    method: "trainBatch" | "testBatch",
    input: ImageInput,
    labelInput: LabelInput,
  ): Promise<BatchLogs> {
    this.#checkCompiled(where);
    const images = imagesOf(where, input, this.inputShape);
    const { count } = images;
    const classes = sizeOf(this.outputShape);
    const labels = classLabels(where, labelInput, { count, oneHot: classes });
    const indices = labels.map((_, i) => i);
    checkLabels(where, labels, indices, classes);
    checkPixels(where, images.rows(0, count), count);
    this.#inputCheck.see(where, images);
    await this.#compiling;
    return this.#turn(async () => {
      // Read, and if they are watched checked, when their turn comes.
      const rows = images.rows(0, count);
      const profile = method === "trainBatch" ? this.#inputCheck.profileOfBatch(images) : null;
      const id = await this.#engine.call("addDataset", { count, images: rows, labels });
      try {
        const { loss, correct } = await this.#engine.call(method, id, indices);
        this.#inputCheck.learnBatch(profile);
        return guardLogs({ loss: loss / count, accuracy: correct / count });
      } finally {
        await this.#engine.call("releaseDataset", id).catch(() => undefined);
      }
    });
  }

  /** One turn, to the last piece: nothing moves the weights meanwhile. */
  async #written<T>(
    where: string,
    options: SaveOptions | undefined,
    write: (file: FileToWrite) => Promise<T>,
  ): Promise<T> {
    const { weights: format = "f32", ...rest } = optionsObject(where, options, ["optimizer", "weights", "photo"]);
    const weights = choiceOption(where, "weights", format, ["f32", "f16", "int8"]);
    const { optimizer: kept = weights === "f32" } = rest;
    const photo = rest.photo === undefined ? this.photo : photoCalibration(where, rest.photo);
    const optimizer = booleanOption(where, "optimizer", kept);
    if (optimizer && weights !== "f32") {
      throw invalidOption(
        where,
        "optimizer",
        true,
        `false, or weights: "f32"; training cannot go on from "${weights}"`,
      );
    }
    await this.#ready(where);
    return this.#turn(async () => {
      const record = {
        name: this.name,
        classNames: this.#classNames,
        epochs: this.#context.epochs,
        input: this.#inputCheck.profile,
        photo,
      };
      return write(await checkpointFile(where, this.#engine, this.#description, { optimizer, weights }, record));
    });
  }

  #turn<T>(work: () => Promise<T>): Promise<T> {
    return this.#context.queue.run(work);
  }

  async #ready(where: string): Promise<void> {
    this.#checkAlive(where);
    await this.#compiling;
  }

  #checkCompiled(where: string): void {
    this.#checkAlive(where);
    if (this.#compiled !== null) return;
    throw new FashionWasmError(
      "NOT_COMPILED",
      `${where}: the model "${this.name}" is not compiled → call model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy" }) first`,
    );
  }

  #checkAlive(where: string): void {
    if (!this.#disposed) return;
    throw new FashionWasmError(
      "DISPOSED",
      `${where}: the model "${this.name}" was disposed of → make or load a new one`,
    );
  }
}

function busy(where: string): FashionWasmError {
  return new FashionWasmError(
    "BUSY",
    `${where}: this model is being trained → await the running fit(), or end it by its AbortSignal or stopTraining(), first`,
  );
}
