/** `sorted` in ascending order. */
export const quantile = (sorted: readonly number[], q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;

const ascending = (values: readonly number[]) => values.toSorted((a, b) => a - b);

export const median = (values: readonly number[]): number => {
  const sorted = ascending(values);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? quantile(sorted, 0.5) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};

/** How far the rounds lie apart, as a share of their median. */
export const spread = (values: readonly number[]): number => {
  const sorted = ascending(values);
  return ((sorted.at(-1) ?? 0) - (sorted[0] ?? 0)) / median(values);
};
