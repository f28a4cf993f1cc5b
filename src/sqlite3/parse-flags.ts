/** Flag of `detectTypes`: converters by the declared type of a column, up to its first blank or parenthesis. */
export const PARSE_DECLTYPES = 1;
/** Flag of `detectTypes`: converters by what is in brackets in a column's name, as in `select x as "x [date]"`. */
export const PARSE_COLNAMES = 2;
