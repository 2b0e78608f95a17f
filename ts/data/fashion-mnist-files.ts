/**
 * The four files of Fashion-MNIST: their names, what the published ones hash to, and who serves them.
 *
 * The project publishes MD5 sums only; the SHA-256 values belong to the very files with those MD5 sums.
 * Source: https://github.com/zalandoresearch/fashion-mnist (MIT, Zalando SE).
 */

/** One published file, as a .gz. */
export interface PublishedFile {
  readonly name: FashionMnistFile;
  readonly bytes: number;
  readonly sha256: string;
}

/** The name of a file, without .gz. */
export type FashionMnistFile = `${"train" | "t10k"}-${"images-idx3" | "labels-idx1"}-ubyte`;

export const publishedFiles: readonly PublishedFile[] = [
  {
    name: "train-images-idx3-ubyte",
    bytes: 26_421_880,
    sha256: "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
  },
  {
    name: "train-labels-idx1-ubyte",
    bytes: 29_515,
    sha256: "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
  },
  {
    name: "t10k-images-idx3-ubyte",
    bytes: 4_422_102,
    sha256: "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
  },
  {
    name: "t10k-labels-idx1-ubyte",
    bytes: 5_148,
    sha256: "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
  },
];

/** Where the published files can be had, in the order they are tried. Which one answers makes no difference: see sha256. */
export const mirrors: readonly string[] = [
  "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
  "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
  "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
];
