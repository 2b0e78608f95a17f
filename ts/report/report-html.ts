/**
 * The page of one training run: what the model can do, where it fails, and what it has learned.
 *
 * From the result for everybody to the inside for the curious. The order is here; each part is a file in sections/.
 */
import type { ReportInput } from "./input.js";
import { page } from "./page.js";
import { calibrationSection } from "./sections/calibration.js";
import { classSection } from "./sections/class-table.js";
import { confusionSection } from "./sections/confusion.js";
import { curvesSection } from "./sections/curves.js";
import { factsSection } from "./sections/facts.js";
import { featureMapsSection } from "./sections/feature-maps.js";
import { headlinesOf, leadOf } from "./sections/headline.js";
import { kernelsSection } from "./sections/kernels.js";
import { mistakesSection } from "./sections/mistakes.js";
import { predictionsSection } from "./sections/predictions.js";
import { shiftsSection } from "./sections/shifts.js";

/**
 * Makes the report of one training run: a whole file of HTML that loads nothing and runs no script.
 *
 * Sections without data are left out: training without a history, kernels, feature maps, moved images. All text is
 * escaped, numbers are in English form. With Fashion-MNIST the file has about 250 kB; with large images, many layers or
 * long names they are shown smaller, in part or cut, and the file stays below 2 MB.
 */
export function reportHtml(received: ReportInput): string {
  const input = { ...received, test: matched(received) };
  return page({
    kind: "training report",
    title: input.title,
    lead: leadOf(input),
    headlines: headlinesOf(input),
    sections: [
      factsSection(input),
      curvesSection(input),
      predictionsSection(input),
      classSection(input),
      confusionSection(input),
      mistakesSection(input),
      calibrationSection(input),
      shiftsSection(input),
      kernelsSection(input),
      featureMapsSection(input),
    ],
  });
}

/** The predictions have the model's numbers for the classes: the labels get the same, by name. */
function matched({ test, evaluation }: ReportInput): ReportInput["test"] {
  const names = evaluation.report.classes.map(({ name }) => name);
  return test.classNames.every((name, i) => name === names[i]) ? test : test.withClassNames(names);
}
