/**
 * What the columns of an order file in CSV mean, and how its rows are read.
 */
import type { CanonicalLine, Role } from "./role.js";
import type { Fate } from "./statuses.js";

/** How the rows of a CSV are read as order lines. */
export interface OrderLayout {
  readonly name: "shopify" | "woocommerce" | "plain";
  /** What the file is, for people: `Shopify's orders export`. */
  readonly kind: string;
  /** One per column; empty for a column that is not read. A role stands at most once. */
  readonly roles: readonly (Role | "")[];
  /** Fields of an order may stand on its first row only: blank ones are taken from the row before of the same order. */
  readonly fillDown: boolean;
  /** What a status says of its order, by its text in lower case. Any other text is an error. */
  readonly statuses: Readonly<Record<string, Fate>>;
  /** The value of a line is the role `amount`, its total; false: `price` × `quantity`, or neither of the two is there. */
  readonly amountIsLineTotal: boolean;
  /** The column with the discount of a line, which its value is to be reduced by; null where there is none. */
  readonly discount: number | null;
  /** Texts that stand for no value, by role: `0` for the customer of a guest's order. */
  readonly absent: Readonly<Partial<Record<Role, string>>>;
  /** What cannot be told without a column that the file lacks, for people; mostly empty. */
  readonly notes: readonly string[];
  /**
   * The lines of a row that holds a whole order; null where a row is a line. Takes the cells of all columns, in their order.
   * Errors: TABLE_ROW for a cell that cannot be split without doubt.
   */
  readonly expand: ((cells: readonly string[], where: string) => CanonicalLine[]) | null;
}

/** Which column has which role, as the caller says: it overrides what is recognised. */
export type SaidColumns = { readonly [R in Role]?: string };
