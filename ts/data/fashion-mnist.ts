/**
 * Fashion-MNIST, as the package shows it: the data, found, read and checked, with its class names.
 *
 * 70,000 grey images of clothes, 28 × 28, ten classes; Xiao, Rasul, Vollgraf, arXiv:1708.07747. How it is
 * read: read-fashion-mnist.ts, in a script that is fetched when it is first called.
 */
import type { HostAbortSignal, HostUrl } from "../platform/host-types.js";
import type { Dataset } from "./dataset.js";
import type { DownloadListener } from "./fashion-mnist-download.js";
import { readers } from "./fetch-readers.js";
import { datasetOfReading } from "./from.js";
import { heldOptions } from "./held.js";

/** Options of {@link loadFashionMnist}. */
export interface LoadFashionMnistOptions {
  /**
   * Where the data is. In Node: a folder, or the URL of one. In a browser: the URL of a folder, absolute or relative
   * to the page. The folder holds the four published files, as .gz or unpacked; or Kaggle's two tables,
   * fashion-mnist_train.csv and fashion-mnist_test.csv, plain or as .gz; or, on disk, two folders of images, train and test,
   * each with a folder per class. `"sample"`: the 500 + 100 images that come with the package (a folder of that name is
   * "./sample").
   */
  readonly data?: string | HostUrl;
  /** Ends the work: the promise rejects with the signal's reason. */
  readonly signal?: HostAbortSignal;
  /** Told as bytes arrive, should the data have to be downloaded (31 MB, once). */
  readonly onDownload?: DownloadListener;
}

/** What {@link loadFashionMnist} gives. */
export interface FashionMnist {
  /** 60,000 images, 6,000 of each class. */
  readonly train: Dataset;
  /** 10,000 images, 1,000 of each class. */
  readonly test: Dataset;
  /** Where the data came from: a folder, a URL, or a sentence about the sample. */
  readonly origin: string;
}

/**
 * Loads Fashion-MNIST: images as bytes 0 … 255, shape [28, 28, 1], and labels 0 … 9.
 *
 * Without `data`, Node looks in the environment variable FASHION_WASM_DATA (a folder, a URL or "sample"), then in
 * /usr/share/datasets/fashion-mnist (Debian's package dataset-fashion-mnist), then in fashion-mnist in the user's
 * cache folder (~/.cache/fashion-wasm on Linux), and else downloads the published files there, verified by SHA-256.
 * A browser has none of these and asks for `data`: 31 MB are not fetched, nor a sample passed for the whole, unasked.
 *
 * Errors: INVALID_ARGUMENT, DATA_NOT_FOUND, DOWNLOAD_FAILED, IO, those of `dataset.fromIdx`, `fromCsv` or `fromFolder`, IDX_SHAPE (images
 * are not 28 × 28), the signal's reason.
 */
export async function loadFashionMnist(options: LoadFashionMnistOptions = {}): Promise<FashionMnist> {
  const own = heldOptions(options);
  const { readFashionMnist } = await readers();
  const { train, test, origin } = await readFashionMnist(own);
  return { train: datasetOfReading(train), test: datasetOfReading(test), origin };
}
