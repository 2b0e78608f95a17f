/**
 * Nets that are graphs, of images of 28 × 28: one for each way of reading a value more than once, one with all of them, and
 * ResNet-20; the catalogue of layers, net M of the benchmarks, one for an optimizer with its options, and one with all augmentation
 * beside.
 *
 * Plain JavaScript, because a browser loads this very file.
 */

/** @typedef {import("fashion-wasm").LayerInput} LayerInput */

/**
 * The nets by their names.
 * @param {typeof import("fashion-wasm")} fashion
 */
export function graphNets(fashion) {
  const { add, averagePooling2d, batchNormalization, branches, concatenate, conv2d, dense, dropout, flatten } = fashion;
  const { depthwiseConv2d, elu, globalAveragePooling2d, globalMaxPooling2d, leakyRelu, maxPooling2d } = fashion;
  const { randomBrightness, randomContrast, randomErasing, randomFlip, randomRotation, randomTranslation, randomZoom } =
    fashion;
  const { normalization, relu, rescaling, reshape, residual, separableConv2d, silu, spatialDropout2d } = fashion;

  const conv = (/** @type {number} */ filters, kernelSize = 3, strides = 1) =>
    conv2d({ filters, kernelSize, strides, padding: "same", useBias: false });
  const separable = (/** @type {number} */ filters, strides = 1) =>
    separableConv2d({ filters, kernelSize: 3, strides, padding: "same", useBias: false });
  const mean = () => averagePooling2d({ poolSize: 3, strides: 1, padding: "same" });
  const largest = () => maxPooling2d({ poolSize: 3, strides: 1, padding: "same" });

  /** @returns {LayerInput[]} */
  const normalised = (/** @type {number} */ filters, kernelSize = 3, strides = 1) => [
    conv(filters, kernelSize, strides),
    batchNormalization(),
  ];
  /** A block of ResNet: with strides, its shortcut is a projection. @returns {LayerInput[]} */
  const block = (/** @type {number} */ filters, strides = 1) => [
    residual(
      [...normalised(filters, 3, strides), relu(), ...normalised(filters)],
      strides === 1 ? {} : { shortcut: normalised(filters, 1, strides) },
    ),
    relu(),
  ];
  const stage = (/** @type {number} */ filters, strides = 1) => [
    ...block(filters, strides),
    ...block(filters),
    ...block(filters),
  ];
  /** `layers` between a convolution, whose 14 × 14 × 8 values are in place 2 of the list, and a classifier. */
  const between = (/** @type {LayerInput[]} */ ...layers) => [
    ...[rescaling({ scale: 1 / 255 }), conv(8, 3, 2), relu()],
    ...[...layers, maxPooling2d(), flatten(), dense({ units: 10 })],
  ];

  return {
    residual: between(residual([conv(8), relu(), conv(8)]), relu(), residual([conv(8)])),
    projection: between(...block(16, 2), ...block(16), averagePooling2d({ poolSize: 3 })),
    concatenation: between(
      branches([[conv(4, 1), relu()], [conv(4, 1), conv(8)], [largest(), mean()], []], { merge: "concatenate" }),
    ),
    "read four times": between(
      ...[conv(8), conv2d({ filters: 8, kernelSize: 1, inputs: [2] }), add({ inputs: [2, 3, 4] }), relu(), conv(8)],
      concatenate({ inputs: [7, 2, 5] }),
    ),
    "forks in forks": between(
      branches(
        [
          [residual([conv(8), branches([[relu()], [mean()], []], { merge: "add" })])],
          [conv(4), branches([[conv(4, 1)], []], { merge: "concatenate" }), residual([largest()])],
          [],
        ],
        { merge: "add" },
      ),
    ),
    everything: between(
      residual([...normalised(8), relu(), ...normalised(8)]),
      branches([[residual([conv(8)]), relu()], [mean()], []], { merge: "concatenate" }),
      ...block(16, 2),
      dropout({ rate: 0.25 }),
      averagePooling2d({ poolSize: 3, strides: 2 }),
    ),
    catalogue: [
      ...[normalization({ axis: null, mean: 73, variance: 8100 }), conv(8, 3, 2), leakyRelu()],
      depthwiseConv2d({ kernelSize: 3, padding: "same", depthMultiplier: 2, activation: "hardSwish" }),
      ...[conv2d({ filters: 12, kernelSize: 3, groups: 4, dilationRate: 2, activation: "gelu" }), elu()],
      ...[
        spatialDropout2d({ rate: 0.2 }),
        separable(16, 2),
        batchNormalization(),
        relu({ maxValue: 6 }),
        normalization(),
      ],
      branches([[globalAveragePooling2d()], [globalMaxPooling2d()]], { merge: "concatenate" }),
      ...[
        reshape({ targetShape: [2, 2, -1] }),
        silu(),
        flatten(),
        dense({ units: 16, activation: "tanh" }),
        dense({ units: 10 }),
      ],
    ],
    "all options": between(residual([...normalised(8), relu(), ...normalised(8)]), dropout({ rate: 0.25 })),
    augmented: [
      randomFlip({ mode: "horizontal", alternating: true }),
      randomTranslation({ heightFactor: 0.1, widthFactor: 0.1, fillMode: "constant" }),
      randomRotation({ factor: 0.05 }),
      randomZoom({ heightFactor: 0.1, fillMode: "nearest" }),
      randomErasing({ factor: [0.5, 0.5] }),
      randomContrast({ factor: 0.2 }),
      randomBrightness({ factor: 0.1 }),
      ...between(residual([...normalised(8), relu(), ...normalised(8)]), dropout({ rate: 0.25 })),
    ],
    "net M": [
      ...[rescaling({ scale: 1 / 255 }), ...normalised(16), relu()],
      ...[
        [32, 1],
        [64, 2],
        [64, 1],
        [128, 2],
        [128, 1],
      ].flatMap(([filters = 1, strides = 1]) => [...[separable(filters, strides), batchNormalization(), relu()]]),
      ...[globalAveragePooling2d(), dense({ units: 10 })],
    ],
    "ResNet-20": [
      ...[rescaling({ scale: 1 / 255 }), ...normalised(16), relu()],
      ...[...stage(16), ...stage(32, 2), ...stage(64, 2)],
      ...[averagePooling2d({ poolSize: 7 }), flatten(), dense({ units: 10 })],
    ],
  };
}

/**
 * How a net is compiled: some of them with averages, clipping, a decay and a schedule, over the four steps of graph-bits.js.
 * @param {typeof import("fashion-wasm")} fashion
 * @param {string} net
 * @returns {import("fashion-wasm").CompileOptions}
 */
export function graphCompile({ adamw, oneCycle, precision, sparseCategoricalCrossentropy }, net) {
  if (net !== "all options" && net !== "augmented") return { optimizer: "adam", loss: "sparseCategoricalCrossentropy" };
  const learningRate = oneCycle({ maxLearningRate: 0.01, totalSteps: 4 });
  return {
    optimizer: adamw({
      learningRate,
      excludeFromWeightDecay: ["bias"],
      globalClipnorm: 1,
      useEma: true,
      emaMomentum: 0.5,
    }),
    loss: sparseCategoricalCrossentropy({ labelSmoothing: 0.1 }),
    metrics: [precision({ average: "macro" })],
  };
}
