/**
 * The help of `fashion-wasm train` below its options: recipes, schedules, files of options, data, signals.
 */
import { recipes } from "../../index.js";
import { AUGMENT_HELP } from "./augment-option.js";
import { SCHEDULE_HELP } from "./schedule-option.js";

/** What stands below the options. */
export const TRAIN_HELP = `
Recipes:
${Object.values(recipes)
  .map(({ name, description }) => `  ${name.padEnd(8)}${description}`)
  .join("\n")}

--schedule, with --learning-rate as the rate that it begins with or rises to. It takes all epochs; options, with their
defaults in brackets, are Keras', and steps may be said in epochs: decayEpochs, warmupEpochs, boundaryEpochs.
${SCHEDULE_HELP}
  --schedule cosine:warmupEpochs=1,alpha=0.01    --schedule piecewise:boundaryEpochs=5/8,values=0.1/0.01/0.001

--augment puts layers before those of the recipe, which change each image anew while training: flip+translation, or such as
flip+rotation:factor=0.05+erasing:factor=1/1,scale=0.02/0.2. Options are Keras', with their defaults for garments on black:
${AUGMENT_HELP}

--from begins with what a model has learnt of more images: its layers and weights, but for its last dense layer, in whose
place stands one for the classes of the data. "pretrained" is the classifier of the package, of photos its model for photos.
--freeze says which layers stay as they are. Its layers of augmentation are kept, unless --augment names others, or "none".
Defaults are AdamW with weight decay 0.05 and a learning rate of 3e-3 where all is frozen, else 5e-4, label smoothing 0.1,
no validation; 150 epochs in batches of 16, of many images fewer, some 600 steps but at least 5 epochs, in batches of 128 from 1,000 images on.
  --data shop --from pretrained --freeze none    --from runs/quick-seed1 --augment flip+translation

--early-stopping is a patience in epochs (3) or options of Keras' callback, such as patience=5,minDelta=0.001 or
monitor=valAccuracy; "none" switches that of a file off. The model is that of the best epoch, unless
restoreBestWeights=false.

--config takes the options above in camelCase, and layers, loss, metrics and an optimizer with options:
  {"recipe": "quick", "epochs": 20, "optimizer": {"type": "adamw", "weightDecay": 0.01}, "schedule": "cosine"}

--data takes what explore takes:
  a folder with Fashion-MNIST's four IDX files or Kaggle's two tables, or its URL;
  a table in CSV (.csv, .csv.gz): label,pixel1,…, whose classes --class-names can name;
  a folder with a folder of images per class, or with such folders train and test;
  the same of photos, or a table that names photos and their classes: image,label. Each photo is prepared to 28x28,
  as predict does, and what comes out is a model for predict, review and serve.
Where there are no test images, --test-split of each class is held out, the same in every run.
Training images in folders and tables are shuffled before the last are kept for validation.

Without --data the images are looked for in FASHION_WASM_DATA, in /usr/share/datasets/fashion-mnist
(Debian's package dataset-fashion-mnist), in the user's cache folder, and are then downloaded into it.

Ctrl-C, SIGTERM, SIGHUP (a closed terminal; under nohup training goes on) and SIGXCPU stop after the current step and
keep a checkpoint; a second one ends at once. No run is replaced without --force.
Exit codes: 0 done, 1 failed, 2 wrong use, 130 interrupted, 143 terminated, 129 hung up, 152 out of CPU time.`;
