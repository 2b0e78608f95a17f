/**
 * The test runners that are tried: which of this folder's tests, with which settings, on which Node.
 */

/** One way of running the user's tests. */
export interface Run {
  readonly id: string;
  readonly name: string;
  readonly tool: "vitest" | "jest";
  /** As the document says it. */
  readonly settings: string;
  /** The test file. */
  readonly file: string;
  /** Content of the tool's configuration. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Flags of Node. */
  readonly flags?: readonly string[];
  /** The Node versions it is run on; default: all. */
  readonly on?: readonly string[];
  /** Of what cannot work: why, and what is said. */
  readonly fails?: { readonly why: string; readonly message: RegExp };
}

const FLAG = ["--experimental-vm-modules"];
const NODE_CONDITION = { testEnvironmentOptions: { customExportConditions: ["node"] } };
const NODE_CONDITION_TEXT = '`testEnvironmentOptions: { customExportConditions: ["node"] }`';
const IS_BROWSER_BUILD = /this is fashion-wasm's build for browsers, run by Node → .*customExportConditions/;

const vitest = (environment: string, pool?: string): Run => ({
  ...{ id: `vitest-${environment}${pool ? `-${pool}` : ""}`, name: "Vitest", tool: "vitest", file: "vitest.test.js" },
  settings: `\`environment: "${environment}"\`${pool ? `, \`pool: "${pool}"\`` : ""}`,
  config: { test: { environment, ...(pool ? { pool } : {}) } },
});

const jest = (id: string, name: string, file: string, settings: string, rest: Partial<Run> = {}): Run => ({
  ...{ id: `jest-${id}`, name: `Jest, ${name}`, tool: "jest", file, settings, config: {}, flags: FLAG },
  ...rest,
});

const FLAG_TEXT = "`NODE_OPTIONS=--experimental-vm-modules`";

/** All of them, in the order of the document. */
export const RUNS: readonly Run[] = [
  ...["node", "jsdom", "happy-dom"].flatMap((environment) => [vitest(environment), vitest(environment, "vmThreads")]),
  jest("esm", "ES modules", "esm.test.mjs", FLAG_TEXT),
  jest("esm-jsdom", "ES modules, jsdom", "esm.test.mjs", `${FLAG_TEXT}, ${NODE_CONDITION_TEXT}`, {
    config: { testEnvironment: "jsdom", ...NODE_CONDITION },
  }),
  jest("esm-jsdom-browser", "ES modules, jsdom", "esm.test.mjs", FLAG_TEXT, {
    config: { testEnvironment: "jsdom" },
    fails: {
      why: "Jest takes the build for browsers there, and the error says what to set",
      message: IS_BROWSER_BUILD,
    },
  }),
  jest("import", "CommonJS, `import()`", "import.test.cjs", FLAG_TEXT),
  jest("import-jsdom", "CommonJS, `import()`, jsdom", "import.test.cjs", `${FLAG_TEXT}, ${NODE_CONDITION_TEXT}`, {
    config: { testEnvironment: "jsdom", ...NODE_CONDITION },
  }),
  jest("import-plain", "CommonJS, `import()`", "import.test.cjs", "as it comes", {
    flags: [],
    fails: {
      why: "Node lets Jest load ES modules with the flag only, and Jest says so",
      message: /dynamic import callback was invoked without --experimental-vm-modules/,
    },
  }),
  jest("require", "CommonJS, `require`", "require.test.cjs", FLAG_TEXT, { on: ["24", "26"] }),
  jest("require-old", "CommonJS, `require`", "require.test.cjs", FLAG_TEXT, {
    on: ["20", "22"],
    fails: {
      why: "Jest requires ES modules from Node 24.9 on only, and says so: take `import()`",
      message: /Must use import to load ES Module: .*fashion-wasm[\s\S]*Use Node v24\.9\+/,
    },
  }),
  jest("require-plain", "CommonJS, `require`", "require.test.cjs", "as it comes", {
    flags: [],
    fails: {
      why: "Jest requires ES modules with the flag only, and says what to do",
      message: /Must use import to load ES Module: .*fashion-wasm[\s\S]*transformIgnorePatterns/,
    },
  }),
  jest("transform", "CommonJS, `require`", "require.test.cjs", "", {
    settings:
      "`transform` by esbuild with `import.meta.url` defined and `import()` as `require`, `transformIgnorePatterns` without fashion-wasm",
    flags: [],
    config: {
      transform: { "/fashion-wasm/.*\\.js$": "./commonjs.cjs" },
      transformIgnorePatterns: ["/node_modules/(?!fashion-wasm/)"],
    },
  }),
];
