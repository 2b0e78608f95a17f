/**
 * Messages of the API in the words of the command line: whoever types `--image-shape` has never heard of `imageShape`, nor of
 * the function that refused it.
 *
 * The one place for it: every error and warning goes through here on its way to a person or into the JSON (program.ts). An
 * option's name is translated where the command has that option, by commander's own list; advice that only a program can
 * follow is replaced by what a person can do, or left out. Paths and values that the user gave stay as they are.
 */

/** The options of a command: `imageShape` → `--image-shape`. */
export type OptionNames = ReadonlyMap<string, string>;

/** What a message is said by. */
export interface Speaker {
  /** Empty before it is known. */
  readonly command: string;
  readonly options: OptionNames;
  /** The arguments of the command line. */
  readonly argv: readonly string[];
}

/** The message as a person at the command line can read it. */
export function inWords(message: string, { command, options, argv }: Speaker): string {
  const isOfArgument = argv.some((value) => value !== "" && message.startsWith(`${value}: `));
  const rules = [...ONLY_OF.filter(([name]) => name === command).map(([, ...rule]) => rule), ...PHRASES];
  return outsideValues(isOfArgument ? message : withoutFunction(message), argv, (text) => {
    const said = rules.reduce((sentence, [api, words]) => sentence.replace(api, words), text);
    return said
      .replace(/option "(\w+)"/g, (whole, name) => options.get(name) ?? whole)
      .replace(/\b[a-z]+[A-Z]\w*/g, (name) => options.get(name) ?? name);
  });
}

/** Functions whose names are words; all others have a capital or a dot in theirs. */
const FUNCTIONS = "calibration|compile|engine|fit|init|model|predict|evaluate|save|sequential";
const FUNCTION = new RegExp(`^(?:(?:${FUNCTIONS}|dataset\\.\\w+|[a-z]+[A-Z]\\w*): )+`);

function withoutFunction(message: string): string {
  return message.replace(FUNCTION, "");
}

const QUOTED = '"(?:[^"\\\\]|\\\\.)*"';
const PATH = '[^\\s"]*[\\\\/][^\\s"]*';

/**
 * Applies `translate` to what lies between quoted names, paths and the values that were typed: a class may be called
 * `imageShape`. What is quoted after `option` or `labelColumn:` is the API's.
 */
function outsideValues(message: string, argv: readonly string[], translate: (text: string) => string): string {
  const typed = argv
    .filter((value) => /[\\/.\s]/.test(value))
    .map((value) => value.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  const tokens = new RegExp(`(?:option|labelColumn:) ${QUOTED}|(${[...typed, QUOTED, PATH].join("|")})`, "g");
  let [said, done] = ["", 0];
  for (const { 1: value, index } of message.matchAll(tokens)) {
    if (value === undefined) continue;
    said += translate(message.slice(done, index)) + value;
    done = index + value.length;
  }
  return said + translate(message.slice(done));
}

type Rule = readonly [RegExp, string];

/** Of one command. */
const ONLY_OF: readonly (readonly [command: string, ...Rule])[] = [
  ["bench", /, or read other images with dataset\.\w+/, ""],
  // eval gives the model's own shape to readers.
  ["eval", /, as imageShape says/, ", the size that the model takes"],
  [
    "eval",
    /(?:the height comes first: )?give imageShape: \[.*?\] to take them as they are, or bring them to (\S+)/,
    "bring the images to $1, or name others",
  ],
  ["eval", /images of (\S+) have (\d+) pixels → give .*$/, "the model takes images of $1, $2 pixels → name others"],
  ["eval", /take a smaller batchSize, less data or a smaller model/, "take fewer images"],
];

const REINSTALL = "reinstall fashion-wasm";

/** Of all commands. */
const PHRASES: readonly Rule[] = [
  // Tables.
  [/labelColumn: "(\w+)"/g, "--label-column $1"],
  [/labelColumn: null/g, "--label-column none"],
  [/, or null$/g, " or none"],
  [/header: true/g, "--header"],
  [/header: false/g, "--no-header"],
  [/give larger ones as files to dataset\.fromFolder/, "give larger ones as files, a folder per class"],
  // Images.
  [/imageShape: \[(\d+), (\d+), (\d+)\]/g, "--image-shape $1x$2x$3"],
  [/(option "imageShape" is) \[(\d+), (\d+), (\d+)\]/, "$1 $2x$3x$4"],
  [/ \(option maxBytes\) → make the images smaller, or raise the limit/, " → make the images smaller, or give fewer"],
  [/\(option maxBytes\)/, "of one file"],
  [
    /, or read other images with dataset\.\w+/,
    ", or give other images as a table in CSV or as a folder with a folder per class",
  ],
  [/give the files one by one to dataset\.fromImages/, "name a folder of this machine"],
  [/or say where the data is by data\b/, "or say where the data is by --data"],
  [/; shuffle them first, data\.shuffle\(1\), or give validationData/, "; take another validationSplit"],
  // Files: --out names their folder.
  [/(only an ordinary file is replaced) → name the path of a file/, "$1 → name another folder with --out"],
  // Models.
  [/give the path of a file that model\.save\(\) wrote/, "name the folder of a run, or its model.safetensors"],
  [/; end the model with flatten\(\) and dense\(\)/, ""],
  [/make the model with inputShape: \[.*?\], or bring/, "bring"],
  // Orders. What is quoted lies between two texts: columns: { time: "Datum" } (--columns time=Datum).
  [/\bby columns: \{ (\w+): $/, "by --columns $1="],
  [/^ \} \(--columns [^)]*\)/, ""],
  [/, with statuses$/, ", with --statuses"],
  [/\bgive rates, such as \{ (\w+): ([\d.]+) \}/, "--rates $1=$2"],
  [/give readOrders a catalogue, or/, "--catalogue labelled.csv, or give"],
  [/ask for less support/, "take a smaller --min-support"],
  // The engine.
  [/, or allow more with init\(\{ maxMemoryMiB \}\), and create a new model: this one has ended/, ""],
  [/, or raise maxMemoryMiB/, ""],
  [/create a new model: this one has ended; /, ""],
  [/, or take a smaller maxMemoryMiB by init\(\)/, ""],
  [/dispose\(\) of models that are done(?:, or init\(\{ maxMemoryMiB \}\) with less)?/, "end other programs"],
  [/by the option threads: 1/, "by --threads 1"],
  [
    /serve the package's dist folder whole and unchanged, or copy its files \(npx fashion-wasm assets FOLDER\) and name that folder in init\(\{ baseUrl \}\)(?: or init\(\{ \w+ \}\))?/,
    REINSTALL,
  ],
  [
    /serve \w+\.wasm beside the other files, or say where it is with init\(\{ baseUrl \}\) or init\(\{ \w+ \}\)/,
    REINSTALL,
  ],
];
