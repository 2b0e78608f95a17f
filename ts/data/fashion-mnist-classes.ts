/**
 * The ten classes of Fashion-MNIST, in the order of their numbers.
 */
export const fashionMnistClassNames = Object.freeze([
  "T-shirt/top",
  "Trouser",
  "Pullover",
  "Dress",
  "Coat",
  "Sandal",
  "Shirt",
  "Sneaker",
  "Bag",
  "Ankle boot",
] as const);
