/**
 * The page of a shop's customers: what they like, who to address, whether such predictions came true, and what they are not.
 *
 * For who sends the messages, with what a statistician asks for beside it. Each part is a file in customers/.
 */
import { withoutAddresses } from "./customers/addresses.js";
import { audiencesSection } from "./customers/audiences.js";
import { backtestSection } from "./customers/backtest.js";
import { headlinesOf, leadOf } from "./customers/headline.js";
import type { CustomersPageInput, CustomersPageOptions } from "./customers/input.js";
import { leftOutSection } from "./customers/left-out.js";
import { readingSection } from "./customers/reading.js";
import { segmentsSection } from "./customers/segments.js";
import { spreadSection, tastesSection } from "./customers/tastes.js";
import { upliftSection } from "./customers/uplift.js";
import { page } from "./page.js";
import { factsOf } from "./sections/facts.js";

/**
 * Makes the page of a shop's customers: a whole file of HTML that loads nothing and runs no script.
 *
 * All text is escaped, numbers are in English form. The page holds no customer's data: of files it shows the name without
 * folders, and texts that look like e-mail addresses or telephone numbers are replaced by `[address left out]`.
 *
 * @example
 * writeFileSync("customers.html", customersHtml(input, { facts: [["seed", "1"]] }));
 */
export function customersHtml(received: CustomersPageInput, { facts = [] }: CustomersPageOptions = {}): string {
  const input = withoutAddresses(received);
  return page({
    kind: "customers",
    title: input.shop.title,
    lead: leadOf(input),
    headlines: headlinesOf(input),
    sections: [
      tastesSection(input),
      spreadSection(input),
      segmentsSection(input),
      audiencesSection(input),
      backtestSection(input),
      upliftSection(input),
      readingSection(input),
      leftOutSection(input),
      factsOf([["made", input.shop.created], ...withoutAddresses(facts)], FACTS),
    ],
  });
}

const FACTS = "The same orders, catalogue, options and version give the same page on every machine, but for the time.";
