/**
 * What a JavaScript contestant is: a module with `prepare`, which builds, compiles and warms up, and answers with
 * rounds. The same module runs in Node (node.mjs) and in a page (chromium.mjs, page.mjs).
 */
export interface LayerDescription {
  readonly type:
    | "conv2d"
    | "separableConv2d"
    | "maxPool2d"
    | "globalAveragePooling2d"
    | "batchNormalization"
    | "relu"
    | "dropout"
    | "flatten"
    | "dense"
    | "add";
  /** Places of the layers that it reads; left out: the one before. Nets that have some are graphs. */
  readonly inputs?: readonly number[];
  readonly useBias?: boolean;
  readonly filters?: number;
  readonly kernelSize?: number;
  readonly strides?: number;
  readonly padding?: "valid" | "same";
  readonly activation?: "relu";
  readonly rate?: number;
  readonly units?: number;
}

/** Sent to every contestant, in any language, with `"cmd": "prepare"`. */
export interface Settings {
  readonly mode: "train" | "infer" | "start";
  readonly layers: readonly LayerDescription[];
  /** Images a step. */
  readonly batch: number;
  readonly threads: number;
  readonly warmUpSeconds: number;
  /** Folder with Fashion-MNIST's four files; in a browser its URL. */
  readonly data: string;
  /** The net as an ONNX file, for inference; in a browser its URL. */
  readonly model: string;
  /** Number of trainable parameters that the net has; null for a start, which brings its own model. */
  readonly trainable: number | null;
  /** Root of the repository, and folder of the peers' packages; in a browser their URLs. */
  readonly repository: string;
  readonly packages: string;
  /** Folder of the fashion-wasm that takes part, with package.json and dist/: the repository's, or another build's. */
  readonly build: string;
  /** Of a start: the entry's file in dist/node and dist/browser of the build. */
  readonly entry: string;
  /** Of TensorFlow.js. */
  readonly backend?: "cpu" | "wasm";
}

/** What differs between Node and a browser. */
export interface Host {
  /** Loads a module of a build or of the peers' packages. */
  // biome-ignore lint/suspicious/noExplicitAny: the peers' packages may not be installed, so their types are unknown
  load(base: string, path: string): Promise<any>;
  /** The bytes of a file. */
  read(base: string, path: string): Promise<Uint8Array>;
}

export interface RoundResult {
  readonly images: number;
  readonly seconds: number;
  /** Of starts: the part of `seconds` without the start of the process or page. */
  readonly insideSeconds?: number;
}

export interface Contestant {
  /** Trainable parameters of the model as the contestant counts them; null for a start. */
  readonly trainable: number | null;
  readonly version: string;
  /** Trains, infers or starts for about `seconds`, at least one step. */
  round(seconds: number): Promise<RoundResult>;
}

export type Prepare = (settings: Settings, host: Host) => Promise<Contestant>;
