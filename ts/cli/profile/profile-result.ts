/**
 * All that `fashion-wasm profile` finds out.
 */
import type { BacktestResult, CustomerProfiles } from "../../index.js";
import type { Overview } from "../customers/overview.js";
import type { ReadOrders } from "../customers/read.js";
import type { ProfileAudience } from "./profile-audiences.js";

/** The result. */
export interface ProfileResult {
  readonly read: ReadOrders;
  readonly profiles: CustomerProfiles;
  readonly overview: Overview;
  readonly tested: BacktestResult | null;
  readonly audiences: readonly ProfileAudience[];
}
