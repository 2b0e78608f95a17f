/**
 * Time and pace of a training run: images per second, and how long it will still take.
 *
 * Pace counts training steps only; validation between epochs is left out of it and included in the time left.
 * All times are in seconds, of a clock that is handed in, so that tests need not wait.
 */

/** Sizes known before training starts. */
export interface TrainingSize {
  readonly epochs: number;
  /** Images trained in one epoch. */
  readonly images: number;
}

/** Keeps the time of one training run. */
export class TrainingClock {
  /** The running epoch, or the last one. */
  #epoch = { begin: 0, lastStep: 0, images: 0 };
  /** Whole epochs: their steps' seconds and images, and their seconds with validation. */
  #done = { epochs: 0, stepSeconds: 0, images: 0, seconds: 0 };
  #running = false;

  constructor(
    private readonly size: TrainingSize,
    private readonly now: () => number = () => performance.now() / 1000,
  ) {}

  epochBegins(): void {
    const begin = this.now();
    this.#epoch = { begin, lastStep: begin, images: 0 };
    this.#running = true;
  }

  /** @param images trained in this epoch so far. */
  stepEnds(images: number): void {
    this.#epoch.lastStep = this.now();
    this.#epoch.images = images;
  }

  epochEnds(): void {
    this.#done.epochs += 1;
    this.#done.stepSeconds += this.#epoch.lastStep - this.#epoch.begin;
    this.#done.images += this.#epoch.images;
    this.#done.seconds += this.now() - this.#epoch.begin;
    this.#running = false;
  }

  /** Epochs that have ended. */
  get epochs(): number {
    return this.#done.epochs;
  }

  /** Whether a step has been done. */
  get hasBegun(): boolean {
    return this.#done.images + this.#epoch.images > 0;
  }

  /** Images per second over all training steps so far; 0 before the first. */
  get imagesPerSecond(): number {
    const { begin, lastStep, images } = this.#epoch;
    if (!this.#running) return pace(this.#done.images, this.#done.stepSeconds);
    return pace(this.#done.images + images, this.#done.stepSeconds + lastStep - begin);
  }

  /** Images per second in the running epoch, or in the last one. */
  get epochImagesPerSecond(): number {
    return pace(this.#epoch.images, this.#epoch.lastStep - this.#epoch.begin);
  }

  /** Seconds until the last epoch ends; NaN before anything is known. */
  get secondsLeft(): number {
    const images = this.#running ? this.#epoch.images : 0;
    const epochsLeft = this.size.epochs - this.#done.epochs - images / this.size.images;
    const epoch =
      this.#done.epochs > 0 ? this.#done.seconds / this.#done.epochs : this.size.images / this.epochImagesPerSecond;
    return Number.isFinite(epoch) ? Math.max(0, epoch * epochsLeft) : Number.NaN;
  }
}

function pace(images: number, seconds: number): number {
  return seconds > 0 ? images / seconds : 0;
}
