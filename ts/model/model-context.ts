/**
 * What all calls of one model share: its engine, its description, what it knows of its data, and the order of its calls.
 *
 * The class `Model` is its face; trainer.ts, predict.ts, structure.ts and save.ts do the work on it.
 */
import type { CompileSpec, Engine, ModelDescription, OptionsSpec } from "../engine/protocol.js";
import { FashionWasmError } from "../errors.js";
import { InputRangeCheck } from "../inputs/input-range-check.js";
import type { InputProfile } from "../inputs/tones.js";
import type { CustomLoss } from "../losses/custom-loss.js";
import { LABEL_KINDS, type LabelKind } from "../losses/losses.js";
import type { CompiledMetric } from "../metrics/metric-option.js";
import type { PhotoCalibration } from "../photo/calibration.js";
import { type Compilation, compilationOf } from "../training/compile-options.js";
import type { Learnt } from "../training/feed/feed.js";
import type { EpochRecord } from "../training/history.js";
import { SerialQueue, type TrainingContext } from "../training/training-context.js";
import { Uploads } from "../training/uploads.js";
import { TrainableLayers } from "./trainable.js";

/** What a new model is told beside its engine; a loaded one brings it from its file. */
export interface ModelSettings {
  readonly name: string;
  readonly compile: CompileSpec | null;
  readonly classNames: readonly string[] | null;
  readonly epochs: readonly EpochRecord[];
  /** How the images looked that it was trained on. */
  readonly input: InputProfile | null;
  readonly photo?: PhotoCalibration | null;
  /** Whether it was trained on images, but has yet to hear of its classes. */
  readonly classesAreNew?: boolean;
}

/** What a call needs of its model, beside that it was not disposed of. */
export interface Needs {
  readonly compiled?: boolean;
}

/** A model as its parts see it. */
export class ModelContext implements TrainingContext {
  readonly engine: Engine;
  readonly trainable: TrainableLayers;
  readonly name: string;
  readonly photo: PhotoCalibration | null;
  readonly inputCheck: InputRangeCheck;
  readonly uploads: Uploads;
  readonly epochs: EpochRecord[];
  readonly queue = new SerialQueue();
  emaSwapped = false;
  classesAreNew: boolean;
  classNames: readonly string[] | null;
  #compilation: Compilation | null;
  /** The compilation that the engine has. */
  #inEngine: Compilation | null;
  #rate: number | null = null;
  #compiling: Promise<void> = Promise.resolve();
  #disposed = false;
  #description: ModelDescription;

  constructor(engine: Engine, description: ModelDescription, settings: ModelSettings) {
    this.engine = engine;
    this.#description = description;
    this.trainable = new TrainableLayers(description);
    this.name = settings.name;
    this.photo = settings.photo ?? null;
    this.inputCheck = new InputRangeCheck(description.spec, settings.input);
    this.uploads = new Uploads(engine);
    this.epochs = [...settings.epochs];
    this.classNames = settings.classNames;
    this.classesAreNew = settings.classesAreNew ?? false;
    this.#compilation = settings.compile && compilationOf(settings.compile);
    this.#inEngine = this.#compilation;
  }

  get description(): ModelDescription {
    return this.#description;
  }

  /** What `compile` was told, with the learning rate that was set since; null before. */
  get compiled(): CompileSpec | null {
    if (this.#compilation === null) return null;
    const { spec } = this.#compilation;
    return this.#rate === null ? spec : { ...spec, optimizer: { ...spec.optimizer, learningRate: this.#rate } };
  }

  /** Notes a learning rate that the engine has now; one that a waiting `compile` is about to replace does not count. */
  rateWasSet(learningRate: number): void {
    if (this.#compilation === this.#inEngine) this.#rate = learningRate;
  }

  /** What the engine counts beside the loss; none before {@link compile}. */
  get metrics(): readonly CompiledMetric[] {
    return this.#compilation?.metrics ?? [];
  }

  /** What labels the loss takes; class numbers before {@link compile}. */
  get labelKind(): LabelKind {
    const loss = this.#compilation?.spec.loss;
    const name = typeof loss === "object" ? loss.type : loss;
    return (LABEL_KINDS as Readonly<Record<string, LabelKind>>)[name ?? ""] ?? "classes";
  }

  /** The function of a loss that is written in JavaScript; null where the engine has the loss, and for a loaded model. */
  get customLoss(): CustomLoss | null {
    return this.#compilation?.customLoss ?? null;
  }

  /** Whether the optimizer keeps averages of the weights. */
  get usesEma(): boolean {
    return this.#compilation?.spec.optimizer.useEma === true;
  }

  /** The schedule of the learning rate; null for a number. */
  get schedule(): OptionsSpec | null {
    const rate = this.#compilation?.spec.optimizer.learningRate;
    return typeof rate === "object" ? (rate as OptionsSpec | null) : null;
  }

  /** Refuses weights of images where the loss is the user's own. */
  checkWeights(where: string, weights: Float32Array | null): void {
    if (weights === null || this.customLoss === null) return;
    const what = "weights of images or classes beside a loss of your own";
    throw new FashionWasmError(
      "INVALID_ARGUMENT",
      `${where}: received ${what} → let the loss function weigh the images`,
    );
  }

  /** Says whether layer number `layer`, or all, are trained from the next {@link compile} on. */
  setTrainable(where: string, layer: number | "all", value: unknown): void {
    this.trainable.set(where, layer, value);
    this.#description = this.trainable.describe(this.#description);
  }

  /** Has the engine compile when its turn comes; should it refuse, every {@link ready} from then on rejects. */
  compile(compilation: Compilation): void {
    this.#compilation = compilation;
    this.#rate = null;
    const news = this.trainable.compile();
    this.#compiling = this.queue.run(async () => {
      const layers = news();
      if (layers !== null) await this.engine.call("setTrainable", layers);
      await this.engine.call("compile", compilation.spec);
      this.#inEngine = compilation;
    });
    // Whoever awaits the next call hears of it; until then it is no unhandled rejection.
    this.#compiling.catch(() => undefined);
  }

  learnt({ classNames, input, replaces = false }: Learnt): void {
    this.classNames = classNames;
    this.classesAreNew = false;
    if (replaces) this.inputCheck.replace(input);
    else this.inputCheck.learn(input);
  }

  /**
   * Runs `work` when its turn comes, in the order of the calls: nothing else moves the weights meanwhile, and a later
   * {@link compile} comes after it.
   *
   * Arguments are checked before, after a {@link check} of their own, so that they are refused, and arrays read, at once; what
   * `work` needs of the compilation is read then, too.
   */
  async run<T>(where: string, work: () => Promise<T>, needs?: Needs): Promise<T> {
    const ready = this.ready(where, needs);
    return this.queue.run(async () => {
      await ready;
      return work();
    });
  }

  /** Waits until the engine has compiled. Errors: those of {@link check}, and of the last `compile`. */
  async ready(where: string, needs?: Needs): Promise<void> {
    this.check(where, needs);
    await this.#compiling;
  }

  /** Errors: DISPOSED; NOT_COMPILED where that is needed. */
  check(where: string, { compiled = false }: Needs = {}): void {
    this.checkAlive(where);
    if (!compiled) return;
    if (this.#compilation?.spec.loss === "custom" && this.customLoss === null) {
      throw new FashionWasmError(
        "NOT_COMPILED",
        `${where}: the model "${this.name}" was compiled with a loss of its author's own, which no file holds → call model.compile({ optimizer, loss }) first`,
      );
    }
    if (this.#compilation !== null) return;
    throw new FashionWasmError(
      "NOT_COMPILED",
      `${where}: the model "${this.name}" is not compiled → call model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy" }) first`,
    );
  }

  checkAlive(where: string): void {
    if (!this.#disposed) return;
    throw new FashionWasmError(
      "DISPOSED",
      `${where}: the model "${this.name}" was disposed of → make or load a new one`,
    );
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.engine.dispose();
  }
}
