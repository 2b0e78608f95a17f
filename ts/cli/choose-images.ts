/**
 * Which test images a person is shown: some that the model got right, some that it got wrong.
 *
 * The first of each true class in turn, so that the choice is varied and the same for every run with the
 * same result. Nothing is picked because it looks good.
 */

/** Positions in the test set, in the order of the set. */
export interface ChosenImages {
  readonly right: readonly number[];
  readonly wrong: readonly number[];
}

/** Up to `each` right and `each` wrong positions, of as many different true classes as there are. */
export function chooseImages(labels: ArrayLike<number>, predictions: ArrayLike<number>, each: number): ChosenImages {
  const right: number[] = [];
  const wrong: number[] = [];
  for (let i = 0; i < labels.length; i++) (labels[i] === predictions[i] ? right : wrong).push(i);
  return { right: oneOfEachClass(right, labels, each), wrong: oneOfEachClass(wrong, labels, each) };
}

function oneOfEachClass(positions: readonly number[], labels: ArrayLike<number>, limit: number): number[] {
  const chosen: number[] = [];
  let rest = positions;
  while (chosen.length < limit && rest.length > 0) {
    const seen = new Set<number>();
    const later: number[] = [];
    for (const position of rest) {
      const label = labels[position] as number;
      if (seen.has(label)) later.push(position);
      else {
        seen.add(label);
        if (chosen.length < limit) chosen.push(position);
      }
    }
    rest = later;
  }
  return chosen.sort((a, b) => a - b);
}
