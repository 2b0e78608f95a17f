// Trains a small convolutional network on the 500 images that come with the package, in about two seconds, and keeps
// it in fashion.safetensors. With the whole data set at hand, leave `{ data: "sample" }` out.
import { adam, conv2d, dense, flatten, loadFashionMnist, maxPool2d, rescaling, sequential } from "fashion-wasm";

const { train, test } = await loadFashionMnist({ data: "sample" });

const model = await sequential(
  [
    rescaling({ scale: 1 / 255 }),
    conv2d({ filters: 32, kernelSize: 3, activation: "relu" }),
    maxPool2d(),
    flatten(),
    dense({ units: 10 }),
  ],
  { inputShape: [28, 28, 1], seed: 7 },
);
console.log(model.summary());

model.compile({
  optimizer: adam({ learningRate: 1e-3 }),
  loss: "sparseCategoricalCrossentropy",
  metrics: ["accuracy"],
});
// The last tenth is held out. The sample has an order, in which its last images lack some classes: it is shuffled.
await model.fit(train.shuffle(1), {
  epochs: 10,
  batchSize: 32,
  validationSplit: 0.1,
  verbose: 0, // the callback below says what is to be seen
  callbacks: [
    {
      onEpochEnd(epoch, { loss, accuracy, valAccuracy }) {
        console.log(
          `epoch ${epoch + 1}: loss ${loss.toFixed(3)}, accuracy ${accuracy.toFixed(3)}, validation ${valAccuracy.toFixed(3)}`,
        );
      },
    },
  ],
});

const { accuracy } = await model.evaluate(test);
console.log(`test accuracy ${accuracy.toFixed(3)} on ${test.length} images of the sample`);
await model.save("fashion.safetensors");
await model.dispose();
