/** Aggregates that are NULL for no rows; `count` isn't and may stay. */
export const AGGREGATES: ReadonlySet<string> = new Set([
  ...["SUM", "MIN", "MAX", "AVG", "MEAN", "FIRST", "LAST", "ANY_VALUE", "LIST", "ARRAY_AGG"],
  ...["STRING_AGG", "GROUP_CONCAT", "ARG_MIN", "ARG_MAX", "MIN_BY", "MAX_BY", "MEDIAN", "MODE"],
  ...["STDDEV", "STDDEV_POP", "STDDEV_SAMP", "VARIANCE", "VAR_POP", "VAR_SAMP", "BOOL_AND"],
  ...["BOOL_OR", "BIT_AND", "BIT_OR", "BIT_XOR", "PRODUCT", "QUANTILE", "QUANTILE_CONT"],
  ...["QUANTILE_DISC", "HISTOGRAM", "CORR", "FSUM", "KAHAN_SUM", "ENTROPY", "MAD", "ARGMIN"],
  ...["ARGMAX", "ARBITRARY", "COVAR_POP", "COVAR_SAMP", "SKEWNESS", "KURTOSIS", "SEM", "FAVG"],
]);
