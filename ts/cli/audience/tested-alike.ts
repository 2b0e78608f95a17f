/**
 * Whether an audience of the same size would have been right before: the backtest over the last days of the orders.
 */
import {
  type Audience,
  type BacktestResult,
  type Catalogue,
  type CustomerProfiles,
  FashionWasmError,
} from "../../index.js";
import type { SignalWatch } from "../interruption.js";
import { tried } from "../profile/tested-before.js";
import { say } from "../say.js";
import type { AudienceSettings } from "./audience-settings.js";

/** Null where the orders are too short for it, which is said, and for an audience of all customers. Errors: those of `readOrders`. */
export async function testedAlike(
  settings: AudienceSettings,
  { size }: Audience,
  profiles: CustomerProfiles,
  catalogue: Catalogue | undefined,
  watch: SignalWatch,
): Promise<BacktestResult | null> {
  const share = size / profiles.size;
  if (share >= 1) return null;
  try {
    return await tried(settings, profiles, catalogue, { days: Math.ceil(profiles.horizonDays), share }, watch);
  } catch (error) {
    if (!(error instanceof FashionWasmError) || error.code !== "INVALID_ARGUMENT") throw error;
    const [what] = error.message.replace(/^(?:--)?backtest[^:]*: /, "").split(" → ");
    say(`not tried on the last days: ${what}`);
    return null;
  }
}
