/**
 * A training of a number of steps, or of a time, instead of a number of epochs: it knows how long to go on, and stretches the
 * schedule of the learning rate over its steps (horizon.ts).
 */
import type { Feed } from "./feed/feed.js";
import type { FitPlan } from "./fit-plan.js";
import { Horizon } from "./horizon.js";
import type { TrainingContext } from "./training-context.js";
import { trialOf } from "./trial.js";

/** So many steps stand for those before the last choice. */
const FEW = 8;

/** How a training's schedule goes on. */
interface Schedule {
  /** The optimizer's step when training begins. */
  readonly start: number;
  /** The schedule's step at which it is to end. */
  readonly end: number;
}

/** What a training of unknown length needs to know of its epochs. */
interface Epochs {
  /** Steps of one. */
  readonly steps: number;
  /** Milliseconds that the end of one takes: validation, callbacks. */
  ends: number;
}

/** A training that ends after a number of steps. */
export class Pace {
  readonly #context: TrainingContext;
  readonly #schedule: Schedule | null;
  readonly #epochs: Epochs;
  readonly #horizon: Horizon;
  /** When it is to end; null where the number of steps was told. */
  readonly #deadline: number | null;
  readonly #steps: number;
  /** Where the schedule is, and since which step of this training. */
  #position = 0;
  #since = 0;
  #factor = 1;
  #done = 0;
  #epochsDone = 0;
  /** Milliseconds in steps, and the number of steps that took them. */
  #busy = 0;
  #counted = 0;

  private constructor(
    context: TrainingContext,
    parts: { schedule: Schedule | null; epochs: Epochs; steps: number; deadline: number | null; step: number },
  ) {
    this.#context = context;
    this.#schedule = parts.schedule;
    this.#epochs = parts.epochs;
    this.#deadline = parts.deadline;
    this.#steps = parts.steps;
    this.#horizon = new Horizon(parts.steps, parts.deadline === null);
    this.#position = parts.schedule?.start ?? 0;
    [this.#busy, this.#counted] = [parts.step, 1];
  }

  /** The pace of `plan`, which `begun` then, on what `feed` gives; null for one that is told by epochs. */
  static async of(context: TrainingContext, plan: FitPlan, feed: Feed, begun: number): Promise<Pace | null> {
    const { steps, timeBudget, totalSteps } = plan;
    if (steps === null || (totalSteps === null && timeBudget === null)) return null;
    const { compile, step: start } = await context.engine.call("optimizerState");
    const isScheduled = typeof compile?.optimizer.learningRate === "object";
    const end = plan.scheduleEnd ?? start + steps * (plan.epochs - plan.initialEpoch);
    const schedule = isScheduled && end > start ? { start, end } : null;
    const made = async ({ ends, ...parts }: { steps: number; deadline: number | null; step: number; ends: number }) => {
      const pace = new Pace(context, { ...parts, schedule, epochs: { steps, ends } });
      await pace.#choose(true);
      return pace;
    };
    if (totalSteps !== null) return made({ steps: totalSteps, deadline: null, step: 0, ends: 0 });
    const deadline = begun + 1000 * (timeBudget ?? 0);
    const { step, ends } = await trialOf(context, plan, feed, deadline - begun);
    const left = deadline - performance.now();
    return made({ steps: stepsIn(left, { step, ends, perEpoch: steps }), deadline, step, ends });
  }

  /** Whether all steps are done. */
  get isOver(): boolean {
    return this.#horizon.next === null && this.#done >= this.#horizon.steps;
  }

  /** Steps that may be taken before this must be asked again. */
  get room(): number {
    return (this.#horizon.next ?? this.#horizon.steps) - this.#done;
  }

  /** Epochs that the whole training takes, as far as is known. */
  get epochs(): number {
    return Math.ceil(this.#horizon.steps / this.#epochs.steps);
  }

  /** After `steps` that took `ms`. */
  async took(steps: number, ms: number): Promise<void> {
    this.#done += steps;
    this.#busy += ms;
    this.#counted += steps;
    await this.#choose();
  }

  /** After the end of an epoch, its validation and callbacks, which took `ms`. */
  endedEpoch(ms: number): void {
    // The last one counts most: a callback may only begin to write.
    this.#epochs.ends = this.#epochsDone === 0 ? ms : 0.5 * (this.#epochs.ends + ms);
    this.#epochsDone++;
  }

  /** Leaves the schedule as it was made. */
  async end(): Promise<void> {
    if (this.#schedule !== null) await this.#context.engine.call("stretchSchedule", 0, 0, 1);
  }

  /** Makes the choices whose time has come, the first one among them, and stretches the schedule accordingly. */
  async #choose(isFirst = false): Promise<void> {
    let isNew = isFirst;
    while (this.#horizon.next !== null && this.#done >= this.#horizon.next) {
      this.#horizon.choose(this.#estimate(), this.#deadline === null);
      // What steps take from now on: the speed of a machine changes.
      if (this.#counted > FEW) [this.#busy, this.#counted] = [(this.#busy / this.#counted) * FEW, FEW];
      isNew = true;
    }
    // Only then: worked out anew at other steps, which no two trainings need be asked at, it would be another by a last bit.
    if (isNew && this.#schedule !== null) await this.#stretch(this.#schedule);
  }

  async #stretch({ start, end }: Schedule): Promise<void> {
    this.#position += (this.#done - this.#since) * this.#factor;
    this.#since = this.#done;
    const left = this.#horizon.steps - this.#done;
    this.#factor = left > 0 ? (end - this.#position) / left : 0;
    const { engine, queue } = this.#context;
    await queue.run(() => engine.call("stretchSchedule", start + this.#done, this.#position, this.#factor));
  }

  /** How many steps there will have been. */
  #estimate(): number {
    if (this.#deadline === null) return this.#steps;
    const left = this.#deadline - performance.now();
    const step = this.#busy / this.#counted;
    const { steps: perEpoch, ends } = this.#epochs;
    const inEpoch = this.#done - this.#epochsDone * perEpoch;
    return this.#done + stepsIn(left, { step, ends, perEpoch, inEpoch });
  }
}

/** How many steps fit in `left` ms, with the ends of their epochs; the running epoch has `inEpoch` of its steps. */
function stepsIn(
  left: number,
  { step, ends, perEpoch, inEpoch = 0 }: { step: number; ends: number; perEpoch: number; inEpoch?: number },
): number {
  const whole = (left - (ends * inEpoch) / perEpoch) / (step + ends / perEpoch);
  // The last epoch ends as any other, however short it is.
  const epochs = Math.ceil((inEpoch + Math.max(whole, 1)) / perEpoch);
  return Math.max(1, (left - ends * epochs) / step);
}
