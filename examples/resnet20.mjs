// ResNet-20, as He et al. built it for CIFAR (2015, arXiv:1512.03385), for images of 28 × 28: two epochs on 60,000 images end at
// about 0.91 on the test images, after some six minutes on two cores. `node resnet20.mjs sample` takes the 500 images that come
// with the package, for a look.
import * as fw from "fashion-wasm";

const { train, test } = await fw.loadFashionMnist(process.argv[2] === "sample" ? { data: "sample" } : {});

const normalised = (filters, kernelSize, strides = 1) => [
  fw.conv2d({ filters, kernelSize, strides, padding: "same", useBias: false, kernelInitializer: "heNormal" }),
  fw.batchNormalization(),
];
// What the block learns is added to its input, which a convolution of 1 × 1 brings to the new shape where that changes.
const block = (filters, strides) => [
  fw.residual(
    [...normalised(filters, 3, strides), fw.relu(), ...normalised(filters, 3)],
    strides === 1 ? {} : { shortcut: normalised(filters, 1, strides) },
  ),
  fw.relu(),
];
const stage = (filters, strides) => [strides, 1, 1].flatMap((each) => block(filters, each));
const model = await fw.sequential(
  [
    ...[fw.rescaling({ scale: 1 / 255 }), ...normalised(16, 3), fw.relu()],
    ...[...stage(16, 1), ...stage(32, 2), ...stage(64, 2)],
    ...[fw.averagePooling2d({ poolSize: 7 }), fw.flatten(), fw.dense({ units: 10 })],
  ],
  { inputShape: [28, 28, 1], seed: 1 },
);
console.log(model.summary());

model.compile({ optimizer: fw.adam({ learningRate: 1e-3 }), loss: "sparseCategoricalCrossentropy" });
const report = async (epoch, { loss, accuracy }) => {
  console.log(`epoch ${epoch + 1}: loss ${loss.toFixed(4)}, accuracy ${accuracy.toFixed(4)}`);
  await model.setLearningRate(1e-4); // small steps at the end, so that the weights settle
};
await model.fit(train, { epochs: 2, batchSize: 64, callbacks: [{ onEpochEnd: report }], verbose: 0 });

const { accuracy } = await model.evaluate(test);
console.log(`test accuracy ${accuracy.toFixed(4)}, weights ${await model.weightsSha256()}`);
await model.dispose();
