/**
 * The table of a model's layers, as Keras prints it, and of a compiled model how it is trained.
 */
import type { CompileSpec, ModelDescription } from "../engine/protocol.js";
import { lossInWords } from "../losses/loss-in-words.js";
import { describeRate } from "../schedules/describe-rate.js";
import type { Schedule } from "../schedules/schedules.js";

/**
 * Draws layers, output shapes (`null` stands for the batch), parameter counts, and where layers fork what each reads. Below
 * stand optimizer, learning rate and loss, if the model is compiled.
 */
export function summaryTable(
  name: string,
  { layers, parameters, trainableParameters }: ModelDescription,
  compiled: CompileSpec | null,
): string {
  const isChain = layers.every(({ inputs }, i) => inputs.length === 1 && inputs[0] === i - 1);
  const head = ["Layer (type)", "Output shape", "Parameters", ...(isChain ? [] : ["Connected to"])];
  const rows = layers.map(({ name: layer, type, inputs, outputShape, parameters: count }) => [
    `${layer} (${type})`,
    `[null, ${outputShape.join(", ")}]`,
    grouped(count),
    ...(isChain ? [] : [inputs.map((place) => layers[place]?.name ?? "input").join(", ")]),
  ]);
  const widths = head.map((title, column) =>
    Math.max(...[head, ...rows].map((row) => row[column]?.length ?? title.length)),
  );
  const rule = (left: string, line: string, cross: string, right: string) =>
    left + widths.map((width) => line.repeat(width + 2)).join(cross) + right;
  const cells = (row: readonly string[], bar: string) =>
    bar + row.map((text, column) => ` ${pad(text, widths[column] ?? 0, column === 2)} `).join(bar) + bar;
  return [
    `Model: "${name}"`,
    rule("┏", "━", "┳", "┓"),
    cells(head, "┃"),
    rule("┡", "━", "╇", "┩"),
    rows.map((row) => cells(row, "│")).join(`\n${rule("├", "─", "┼", "┤")}\n`),
    rule("└", "─", "┴", "┘"),
    ...totals(parameters, trainableParameters),
    ...(compiled === null ? [] : training(compiled)),
  ].join("\n");
}

function training({ optimizer, loss }: CompileSpec): string[] {
  const { type, learningRate } = optimizer as { type: string; learningRate: number | Schedule };
  return [`Optimizer: ${type}, learning rate ${describeRate(learningRate)}`, `Loss: ${lossInWords(loss)}`];
}

/** How many values there are; where some are not trained (moving statistics), how many of which kind. */
function totals(all: number, trained: number): string[] {
  const fixed = all - trained;
  const amount = (count: number) => `${grouped(count)} (${bytes(count * 4)})`;
  if (fixed > 0) {
    return [
      `Total parameters: ${amount(all)}`,
      `Trainable parameters: ${amount(trained)}`,
      `Non-trainable parameters: ${amount(fixed)}`,
    ];
  }
  return [`Parameters: ${amount(all)}, all of them trained`];
}

function pad(text: string, width: number, right: boolean): string {
  return right ? text.padStart(width) : text.padEnd(width);
}

/** 34826 → "34,826", whatever the user's language. */
function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

function bytes(count: number): string {
  if (count < 1024) return `${count} B`;
  return count < 1024 ** 2 ? `${(count / 1024).toFixed(2)} KB` : `${(count / 1024 ** 2).toFixed(2)} MB`;
}
