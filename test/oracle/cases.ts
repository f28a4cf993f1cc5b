/** What the random tests multiply by, for example how many graphs for each Python and protocol: PANTRY_CASES says. */
export const CASES: number = Number(process.env.PANTRY_CASES ?? 12);
