/**
 * The audiences of `fashion-wasm profile`: those that were asked for, else one for each class that somebody likes.
 */
import { pauses } from "../../data/busy.js";
import { type Audience, audience, type CustomerProfiles, FashionWasmError } from "../../index.js";
import type { ProfileSettings } from "./profile-settings.js";

/** An audience. */
export interface ProfileAudience {
  readonly audience: Audience;
  /** Whether `--audience` names it: only then it has files. */
  readonly isAsked: boolean;
}

/** Chooses them; none where nothing would show them. Errors: those of `audience`; the signal's reason. */
export async function audiencesOf(
  profiles: CustomerProfiles,
  { share, minSupport, control, seed, audience: asked = [], json, out }: ProfileSettings,
  exclude: readonly string[],
  signal: AbortSignal,
): Promise<ProfileAudience[]> {
  const pause = pauses(signal);
  const options = {
    exclude,
    ...(share !== undefined && { share }),
    ...(minSupport !== undefined && { minimumSupport: minSupport }),
    ...(control !== undefined && { controlShare: control }),
    ...(seed !== undefined && { seed }),
  };
  const isShown = json || out !== undefined;
  const found: ProfileAudience[] = [];
  for (const about of asked.length > 0 ? asked : isShown ? profiles.classNames : []) {
    await pause();
    const one = await chosen(() => audience(profiles, about, options), asked.length > 0);
    if (one !== null) found.push({ audience: one, isAsked: asked.length > 0 });
  }
  return found;
}

/** Null where nobody has bought enough to be in an audience that was not asked for. Errors: all others. */
async function chosen(choose: () => Promise<Audience>, isAsked: boolean): Promise<Audience | null> {
  try {
    return await choose();
  } catch (error) {
    if (isAsked || !(error instanceof FashionWasmError) || error.code !== "INVALID_ARGUMENT") throw error;
    return null;
  }
}
