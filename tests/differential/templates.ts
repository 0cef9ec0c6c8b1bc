/** Queries by the product of what SQL offers and the columns of `t`. */

const INTEGERS = ["i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64", "whole"];
const DECIMALS = ["dec9", "dec18", "dec38"];
const FLOATS = ["f", "d", "d2"];
const TEXTS = ["s", "word", "en"];
const TIMES = ["dt", "tsn", "tz", "ts"];
const NESTED = ["li", "ls", "st", "lst", "mp"];
const OTHERS = ["bo", "b", "tm", "iv", "uu"];
const NUMBERS = [...INTEGERS, ...DECIMALS, ...FLOATS];
const ALL = [...NUMBERS, ...TEXTS, ...TIMES, ...NESTED, ...OTHERS];
/** Whose text is the same for the same value in every version. */
const ORDERED = ALL.filter((column) => column !== "mp");

/** All of them, each a line as in `queries/`. */
export function templates(): readonly string[] {
  return [
    ...cross(NUMERIC, NUMBERS),
    ...cross(INTEGRAL, INTEGERS.filter((column) => column !== "whole")),
    ...cross(REAL, [...FLOATS, "i32", "dec9"]),
    ...cross(TEXTUAL, TEXTS),
    ...cross(TEMPORAL, TIMES),
    ...cross(LISTS, ["li", "ls"]),
    ...cross(AGGREGATES, [...NUMBERS, ...TEXTS, ...TIMES, ...OTHERS, "li", "st"]),
    ...cross(NUMERIC_AGGREGATES, NUMBERS),
    ...cross(ORDERINGS, ORDERED),
    ...cross(COMPARISONS, ORDERED),
    ...cross(WINDOWS, [
      "i32",
      "u64",
      "d2",
      "dec9",
      "word",
      "tsn",
      "dt",
      "tm",
      "bo",
      "uu",
      "li",
      "st",
      "iv",
    ]),
    ...casts(),
    ...fields(),
    ...frames(),
  ];
}

/** `@` is the column. */
const NUMERIC = [
  "SELECT id, abs(@), sign(@), -@, +@ FROM t WHERE @ NOT IN (SELECT min(@) FROM t)",
  "SELECT id, ceil(@), floor(@), ceiling(@) FROM t",
  "SELECT id, round(@), round(@, 1), round(@, 0), round(@, -1), trunc(@) FROM t",
  "SELECT id, @ / 2, @ / 0, @ / 3 FROM t -- approx",
  "SELECT id, @ // 2, @ % 7 FROM t WHERE isfinite(@::DOUBLE)",
  "SELECT id, @ // 0, @ % 0 FROM t",
  "SELECT id, greatest(@, 0), least(@, 0), coalesce(@, 1), nullif(@, 0), ifnull(@, 9) FROM t",
  "SELECT id FROM t WHERE @ > 1 ORDER BY id -- ordered",
  "SELECT id, @ BETWEEN -5 AND 100, @ IN (0, 1, 2, 100), @ IS DISTINCT FROM 0 FROM t",
  "SELECT id, @::VARCHAR, length(@::VARCHAR) FROM t",
];
const INTEGRAL = [
  "SELECT id, @ & 7, @ | 8, xor(@, 3), ~@, bit_count(@) FROM t",
  "SELECT id, @ << 1 FROM t WHERE @ BETWEEN 0 AND 60",
  "SELECT id, @ >> 1 FROM t WHERE @ >= 0",
  "SELECT id, gcd(@, 12), lcm(@ % 10, 4), even(@) FROM t WHERE id NOT IN (3, 4, 5)",
  "SELECT id, hex(@), to_base(@, 36), bin(@) FROM t WHERE @ >= 0",
  "SELECT id, chr((abs(@ % 100) + 32)::INTEGER), factorial((abs(@ % 20))::INTEGER) FROM t WHERE @ > -100",
];
const REAL = [
  "SELECT id, sqrt(abs(@)), cbrt(@), exp(least(@, 50)), pow(@, 2), @ ** 2, @ ^ 2 FROM t WHERE isfinite(@::DOUBLE) -- approx",
  "SELECT id, ln(abs(@) + 1), log10(abs(@) + 1), log2(abs(@) + 1), log(abs(@) + 1) FROM t -- approx",
  "SELECT id, sin(@), cos(@), tan(@), atan(@), atan2(@, 2), cot(@ + 0.3) FROM t WHERE isfinite(@::DOUBLE) AND abs(@) < 1e6 -- approx",
  "SELECT id, asin(@), acos(@) FROM t WHERE @ BETWEEN -1 AND 1 -- approx",
  "SELECT id, isnan(@::DOUBLE), isinf(@::DOUBLE), isfinite(@::DOUBLE), signbit(@::DOUBLE) FROM t",
  "SELECT id, degrees(@), radians(@) FROM t -- approx",
  "SELECT id, @ = 'NaN'::DOUBLE, @ > 'inf'::DOUBLE, @ >= 1e300 FROM t",
];
const TEXTUAL = [
  "SELECT id, upper(@), lower(@), ucase(@), lcase(@) FROM t",
  "SELECT id, length(@), strlen(@), bit_length(@), length_grapheme(@) FROM t",
  "SELECT id, reverse(@), left(@, 2), right(@, 2), left(@, -1), right(@, -1) FROM t",
  "SELECT id, substr(@, 2, 3), substring(@, -2), @[1], @[2:3], @[-2:] FROM t",
  "SELECT id, trim(@), ltrim(@), rtrim(@), trim(@, 'a e'), ltrim(@, ' 1') FROM t",
  "SELECT id, lpad(@, 6, '*'), rpad(@, 6, 'ab'), repeat(@, 2) FROM t",
  "SELECT id, replace(@, 'e', 'EE'), translate(@, 'aeo', '123') FROM t",
  "SELECT id, instr(@, 'e'), position('l' IN @), strpos(@, 'o'), contains(@, 'o') FROM t",
  "SELECT id, starts_with(@, 'a'), prefix(@, 'h'), suffix(@, 'd'), ends_with(@, 'd') FROM t",
  "SELECT id, @ LIKE '%e%', @ ILIKE '%E%', @ LIKE 'a_', @ NOT LIKE '_%', @ LIKE 'a\\_b' ESCAPE '\\', @ GLOB '*e*', @ SIMILAR TO '[a-z]+' FROM t",
  "SELECT id, regexp_matches(@, '^[a-z]+$'), regexp_full_match(@, '[A-Z].*'), regexp_replace(@, '[aeiou]', '<\\0>', 'g'), regexp_replace(@, '(\\w)(\\w)', '\\2\\1') FROM t",
  "SELECT id, regexp_extract(@, '([a-z]+)'), regexp_extract(@, '(\\w+) (\\w+)', 2), regexp_extract_all(@, '[a-z]'), regexp_split_to_array(@, '[ ,;]') FROM t",
  "SELECT id, string_split(@, ','), split_part(@, ',', 2), str_split_regex(@, '[=;]'), split_part(@, 'a', -1) FROM t",
  "SELECT id, concat(@, '-', id), concat_ws('/', @, NULL, id), @ || '!', @ || NULL FROM t",
  "SELECT id, ascii(@), unicode(@), ord(@), md5(@), hex(@) FROM t",
  "SELECT id, levenshtein(@, 'hello'), editdist3(@, 'hello'), damerau_levenshtein(@, 'hlelo') FROM t",
  "SELECT id, jaccard(@, 'hello'), jaro_similarity(@, 'hello'), jaro_winkler_similarity(@, 'hello') FROM t WHERE length(@) > 0 -- approx",
  "SELECT id, strip_accents(@), nfc_normalize(@), nfc_normalize(@) = @ FROM t",
  "SELECT id, @ = 'a', @ < 'b', @ > 'Z', @ >= 'é', @ IN ('a', 'red', 'low'), @ IS NOT DISTINCT FROM NULL FROM t",
  "SELECT id, printf('%s|%5d', @, id), format('{}-{:03d}', @, id) FROM t",
  "SELECT id, @ COLLATE NOCASE = 'zebra' COLLATE NOCASE, @ COLLATE NOACCENT = 'e' FROM t",
  "SELECT id, @ FROM t ORDER BY @ COLLATE NOCASE, @, id -- ordered",
  "SELECT id, encode(@), to_base64(encode(@)), decode(encode(@)), url_encode(@) FROM t",
  "SELECT id, array_slice(@, 1, 2), string_to_array(@, ' '), list_aggregate(string_split(@, ' '), 'min') FROM t",
];
const TEMPORAL = [
  ...[
    ...["year", "month", "day", "quarter", "week", "isodow", "dayofweek", "dayofyear", "decade"],
    ...["century", "millennium", "yearweek", "isoyear", "era", "weekday", "weekofyear"],
  ].map((part) => `SELECT id, ${part}(@) FROM t`),
  ...["hour", "minute", "second", "millisecond", "microsecond", "epoch"]
    .map((part) => `SELECT id, date_part('${part}', @), extract(${part} FROM @) FROM t -- approx`),
  ...["year", "quarter", "month", "week", "day", "hour", "minute", "second", "decade", "century"]
    .map((part) => `SELECT id, date_trunc('${part}', @) FROM t`),
  "SELECT id, @ + INTERVAL 1 DAY, @ - INTERVAL 1 MONTH, @ + INTERVAL '1 year 2 hours', @ + to_days(3) FROM t WHERE @ < '5000-01-01'",
  "SELECT id, date_diff('day', @, TIMESTAMP '2024-02-29 12:00:00'), date_diff('month', @, TIMESTAMP '2024-02-29'), datediff('year', @, TIMESTAMP '2024-02-29') FROM t",
  "SELECT id, date_sub('day', @, TIMESTAMP '2024-02-29 12:00:00'), date_sub('month', @, TIMESTAMP '2024-02-29'), datesub('hour', @, TIMESTAMP '2024-02-29') FROM t",
  "SELECT id, strftime(@, '%Y-%m-%d %H:%M:%S.%f %j %a %A %b %B %y %p %I %U %W %u %w %%') FROM t",
  "SELECT id, dayname(@), monthname(@), last_day(@) FROM t",
  "SELECT id, @ = DATE '2024-01-03', @ < TIMESTAMP '2024-01-31 00:00:00', @ > '2024-01-01', @ BETWEEN '2024-01-01' AND '2024-03-01' FROM t",
  "SELECT id, @::DATE, @::TIMESTAMP, @::VARCHAR, @::TIMESTAMP::TIME FROM t",
  "SELECT id, time_bucket(INTERVAL 7 DAY, @), time_bucket(INTERVAL 1 MONTH, @), time_bucket(INTERVAL 10 DAY, @, DATE '2024-01-05') FROM t",
  "SELECT id, epoch(@), epoch_ms(@), epoch_us(@), epoch_ns(@) FROM t WHERE @ BETWEEN '1900-01-01' AND '2200-01-01'",
  "SELECT id, date_part(['year', 'month', 'day'], @) FROM t",
  "SELECT id, @ - DATE '2024-01-01', @ - (@ - INTERVAL 3 HOUR) FROM t WHERE @ < '5000-01-01'",
  "SELECT date_trunc('month', @) AS p, count(*), min(@), max(id) FROM t GROUP BY p ORDER BY p NULLS LAST -- ordered",
  "SELECT id, age(@::TIMESTAMP, TIMESTAMP '2024-06-01 10:00:00'), julian(@) FROM t -- approx",
  "SELECT id, greatest(@, DATE '2024-02-01'), least(@, DATE '2024-02-01') FROM t",
];
const LISTS = [
  "SELECT id, len(@), @[1], @[-1], @[2:3], @[99], list_extract(@, 2) FROM t",
  "SELECT id, list_sort(@), list_reverse_sort(@), list_sort(@, 'DESC', 'NULLS FIRST'), array_sort(@, 'ASC', 'NULLS LAST') FROM t",
  "SELECT id, list_reverse(@), list_concat(@, @), @ || @ FROM t",
  "SELECT id, list_sort(list_distinct(@)), list_unique(@) FROM t",
  "SELECT id, list_contains(@, 2::VARCHAR), list_position(@::VARCHAR[], 'a'), list_has(@::VARCHAR[], 'x1') FROM t",
  "SELECT id, list_min(@), list_max(@), list_count(@), list_first(@), list_last(@), list_any_value(@) FROM t",
  "SELECT id, list_aggregate(@, 'string_agg', '|'), list_aggr(@, 'count'), list_mode(@) FROM t",
  "SELECT id, list_transform(@, x -> x IS NULL), list_filter(@, x -> x IS NOT NULL), [x::VARCHAR || '!' FOR x IN @ IF x IS NOT NULL] FROM t",
  "SELECT id, list_append(@, NULL), list_prepend(NULL, @), array_push_back(@, @[1]) FROM t",
  "SELECT id, unnest(@) AS x FROM t",
  "SELECT id, flatten([@, @]), array_length(@), list_slice(@, 2, -1), list_resize(@, 3) FROM t",
  "SELECT id, @::VARCHAR, @ = @, @ < [NULL], @ IN (SELECT @ FROM t) FROM t",
  "SELECT id, list_has_any(@, @[2:]), list_has_all(@, @[1:1]), list_where(@, [x IS NOT NULL FOR x IN @]) FROM t",
  "SELECT id, generate_subscripts(@, 1) AS i FROM t",
  "SELECT id, array_to_string(@, '-'), list_string_agg(@), list_zip(@, @), list_indexof(@::VARCHAR[], 'Y'), array_unique(@) FROM t",
];
const AGGREGATES = [
  "SELECT count(@), count(DISTINCT @), min(@), max(@) FROM t",
  "SELECT k, min(@), max(@), count(@) FROM t GROUP BY k",
  "SELECT k, list(@ ORDER BY id), first(@ ORDER BY id), last(@ ORDER BY id) FROM t GROUP BY k",
  "SELECT k, arg_min(@, id), arg_max(@, id), min_by(id, @), any_value(@ ORDER BY id) FROM t WHERE @ IS NOT NULL GROUP BY k",
  "SELECT @, count(*) FROM t GROUP BY @",
  "SELECT DISTINCT @ FROM t",
  "SELECT DISTINCT ON (@) @, id FROM t ORDER BY @, id -- ordered",
  "SELECT k, list(DISTINCT @ ORDER BY @) FROM t GROUP BY k",
  "SELECT word, max(@) FILTER (WHERE id % 2 = 0), count(@) FILTER (WHERE k > 1), count(*) FILTER (WHERE @ IS NULL) FROM t GROUP BY word",
  "SELECT k, word, count(@), grouping(k, word) FROM t GROUP BY GROUPING SETS ((k, word), (k), ())",
  "SELECT k, quantile_disc(@, 0.5), quantile_disc(@, [0, 0.25, 1]) FROM t GROUP BY k",
  "SELECT k, median(@) FROM t GROUP BY k",
  "SELECT mode(@) FROM (SELECT @ FROM t UNION ALL SELECT max(@) FROM t UNION ALL SELECT max(@) FROM t UNION ALL SELECT max(@) FROM t UNION ALL SELECT max(@) FROM t UNION ALL SELECT max(@) FROM t UNION ALL SELECT max(@) FROM t UNION ALL SELECT max(@) FROM t UNION ALL SELECT max(@) FROM t UNION ALL SELECT max(@) FROM t)",
];
const NUMERIC_AGGREGATES = [
  "SELECT sum(@), avg(@), count(*) FROM t WHERE isfinite(@::DOUBLE) -- approx",
  "SELECT k, sum(@), avg(@), sum(DISTINCT @) FROM t GROUP BY k -- approx",
  "SELECT k, stddev_samp(@), var_pop(@), stddev_pop(@), variance(@) FROM t WHERE abs(@) < 1e9 GROUP BY k -- approx",
  "SELECT k, quantile_cont(@, 0.5), quantile_cont(@, [0.1, 0.9]), median(@), mad(@) FROM t WHERE isfinite(@::DOUBLE) GROUP BY k -- approx",
  "SELECT corr(@, id), covar_pop(@, id), covar_samp(id, @), regr_slope(@, id), regr_r2(@, id), regr_intercept(@, id), regr_count(@, id) FROM t WHERE abs(@) < 1e9 -- approx",
  "SELECT k, skewness(@), kurtosis(@), entropy(@), sem(@) FROM t WHERE abs(@) < 1e9 GROUP BY k -- approx",
  "SELECT k, fsum(@), kahan_sum(@), favg(@), product(@ % 3 + 1) FROM t WHERE abs(@) < 1e9 GROUP BY k -- approx",
  "SELECT id, sum(@) OVER (ORDER BY id ROWS 3 PRECEDING), avg(@) OVER (PARTITION BY k ORDER BY id) FROM t WHERE abs(@) < 1e12 -- approx",
  "SELECT approx_count_distinct(@) > 0, reservoir_quantile(@, 0.5) IS NOT NULL, approx_quantile(@, 0.5) IS NOT NULL FROM t WHERE isfinite(@::DOUBLE)",
  "SELECT histogram(@ % 3) FROM t WHERE abs(@) < 1e9",
  "SELECT bool_and(@ > 0), bool_or(@ > 100), count_if(@ > 0), bit_xor(id), bit_and(id), bit_or(id) FROM t",
];
const ORDERINGS = [
  "SELECT id, @ FROM t ORDER BY @, id -- ordered",
  "SELECT id, @ FROM t ORDER BY @ DESC, id LIMIT 20 -- ordered",
  "SELECT id, @ FROM t ORDER BY @ ASC NULLS FIRST, id DESC LIMIT 15 OFFSET 5 -- ordered",
  "SELECT id, @ FROM t ORDER BY @ DESC NULLS FIRST, id -- ordered",
];
const COMPARISONS = [
  "SELECT a.id, b.id FROM t a JOIN t b ON a.@ = b.@",
  "SELECT a.id, b.id FROM t a JOIN t b ON a.@ < b.@ AND a.id < b.id WHERE a.id < 12 AND b.id < 40",
  "SELECT a.id, b.id FROM t a FULL JOIN (SELECT * FROM t WHERE id > 40) b ON a.@ IS NOT DISTINCT FROM b.@ AND a.k = b.k",
  "SELECT id FROM t WHERE @ = (SELECT max(@) FROM t) OR @ IS NULL",
  "SELECT id FROM t WHERE @ >= (SELECT min(@) FROM t WHERE id > 30) AND @ <> (SELECT max(@) FROM t)",
  "SELECT id FROM t a WHERE @ IN (SELECT @ FROM t b WHERE b.id > a.id)",
  "SELECT id FROM t WHERE @ NOT IN (SELECT @ FROM t WHERE id % 3 = 0 AND @ IS NOT NULL)",
  "SELECT @ FROM t EXCEPT SELECT @ FROM t WHERE id < 40",
  "SELECT @ FROM t WHERE id < 50 INTERSECT SELECT @ FROM t WHERE id > 20",
  "SELECT id FROM t SEMI JOIN (SELECT @ FROM t WHERE id < 20) USING (@)",
  "SELECT id FROM t ANTI JOIN (SELECT @ FROM t WHERE id < 20) USING (@)",
  "SELECT id, CASE WHEN @ IS NULL THEN 'none' WHEN @ = (SELECT any_value(@ ORDER BY id) FROM t) THEN 'first' ELSE 'other' END FROM t",
];
const WINDOWS = [
  "SELECT id, row_number() OVER (ORDER BY @, id), rank() OVER (ORDER BY @), dense_rank() OVER (ORDER BY @ DESC) FROM t",
  "SELECT id, lag(@) OVER (ORDER BY id), lead(@, 2) OVER (PARTITION BY k ORDER BY id), first_value(@) OVER (PARTITION BY k ORDER BY id), last_value(@) OVER (ORDER BY id), nth_value(@, 2) OVER (PARTITION BY k ORDER BY id) FROM t",
  "SELECT id, min(@) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND 2 FOLLOWING), max(@) OVER (PARTITION BY k), count(@) OVER (PARTITION BY word ORDER BY id RANGE UNBOUNDED PRECEDING) FROM t",
  "SELECT id, @ FROM t QUALIFY row_number() OVER (PARTITION BY @ ORDER BY id) = 1",
  "SELECT id, lag(@ IGNORE NULLS) OVER (ORDER BY id), first_value(@ IGNORE NULLS) OVER (ORDER BY id ROWS BETWEEN 1 FOLLOWING AND 4 FOLLOWING) FROM t",
  "SELECT id, percent_rank() OVER (ORDER BY @), cume_dist() OVER (ORDER BY @), ntile(4) OVER (ORDER BY @, id) FROM t -- approx",
];

const TYPES = [
  ...[
    "BOOLEAN",
    "TINYINT",
    "INTEGER",
    "BIGINT",
    "UTINYINT",
    "UBIGINT",
    "HUGEINT",
    "FLOAT",
    "DOUBLE",
  ],
  ...[
    "DECIMAL(9,2)",
    "DECIMAL(18,0)",
    "DECIMAL(38,5)",
    "VARCHAR",
    "BLOB",
    "DATE",
    "TIME",
    "TIMESTAMP",
  ],
  ...["INTERVAL", "UUID", "INTEGER[]", "VARCHAR[]", "STRUCT(a VARCHAR, b VARCHAR)"],
];

function casts(): string[] {
  return TYPES.map((type) =>
    ALL.map((column) => `SELECT id, TRY_CAST(${column} AS ${type}) AS x FROM t`)
  ).flat();
}

function fields(): string[] {
  return [
    "SELECT id, st.a, st['b'], struct_extract(st, 'a'), st.* FROM t",
    "SELECT id, struct_pack(x := id, y := word), {'x': id, 'st': st} FROM t",
    "SELECT id, struct_insert(st, c := id) FROM t",
    "SELECT id, st = {'a': 1, 'b': 's1'}, st < {'a': 2, 'b': 'zz'}, st IS NULL, st.a IS NULL FROM t",
    "SELECT id, mp['p'], mp['nope'], map_keys(mp), map_values(mp), cardinality(mp), element_at(mp, 'r') FROM t",
    "SELECT id, map_entries(mp), map_from_entries([('a', id), ('b', 2)]), map_concat(mp, MAP {'z': 9}) FROM t",
    "SELECT id, map_extract(mp, 'r'), map_contains(mp, 'p'), mp = mp FROM t",
    "SELECT id, lst[1].v, [e.n FOR e IN lst], list_transform(lst, e -> e.v * 2), lst[1] FROM t",
    "SELECT id, unnest(lst, recursive := true) FROM t",
    "SELECT id, unnest(st) FROM t",
    "SELECT id, unnest(map_keys(mp)) AS key, unnest(map_values(mp)) AS value FROM t",
    "SELECT id, li[1:2] || [id], list_value(id, k), [id, k, NULL], array_agg FROM (SELECT id, li, k, [1] AS array_agg FROM t)",
    "SELECT id, list_sum(li), list_avg(li), list_product(li), list_stddev_samp(li), list_median(li) FROM t -- approx",
    "SELECT id, list_reduce(list_filter(li, x -> x IS NOT NULL), (a, b) -> a + b) FROM t WHERE len(list_filter(li, x -> x IS NOT NULL)) > 0",
    "SELECT id, list_dot_product([1.0, 2.0], [3.0, id]), list_cosine_similarity([1.0, 2.0], [3.0, id]), list_distance([1.0], [id]) FROM t -- approx",
    "SELECT range(0, 10, 3), generate_series(1, 5), range(3), generate_series(TIMESTAMP '2024-01-01', TIMESTAMP '2024-01-03', INTERVAL 1 DAY)",
    "SELECT octet_length(b), hex(b), b || b, b = 'v1'::BLOB, base64(b), md5(b::VARCHAR) FROM t WHERE b IS NOT NULL",
    "SELECT id, iv + iv, iv * 2, -iv, iv = INTERVAL 1 MONTH, iv > INTERVAL 29 DAY, extract(month FROM iv), extract(hour FROM iv), epoch(iv) FROM t -- approx",
    "SELECT id, tm + INTERVAL 5 HOUR, extract(hour FROM tm), tm < TIME '12:00:00', tm - INTERVAL 30 MINUTE FROM t",
    "SELECT id, uu = '00000000-0000-4000-8000-000000000000', uu::VARCHAR, uu > '80000000-0000-4000-8000-000000000000' FROM t",
    "SELECT id, en = 'low', en > 'low', en::VARCHAR > 'low' FROM t WHERE en IS NOT NULL",
    "SELECT id, bo AND NULL, bo OR NULL, NOT bo, bo AND k > 2, bo IS TRUE, bo IS NOT FALSE, bo = (k > 1), bo::INTEGER + 1 FROM t",
  ];
}

const FRAMES = [
  "ROWS UNBOUNDED PRECEDING",
  "ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING",
  "ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING",
  "ROWS BETWEEN 1 FOLLOWING AND 3 FOLLOWING",
  "ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING",
  "ROWS BETWEEN k PRECEDING AND k FOLLOWING",
  "RANGE BETWEEN 5 PRECEDING AND 5 FOLLOWING",
  "RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW",
  "RANGE BETWEEN CURRENT ROW AND 10 FOLLOWING",
  "GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING",
  "GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING",
  "ROWS BETWEEN 2 PRECEDING AND 2 FOLLOWING EXCLUDE CURRENT ROW",
  "ROWS BETWEEN 2 PRECEDING AND 2 FOLLOWING EXCLUDE GROUP",
  "ROWS BETWEEN 2 PRECEDING AND 2 FOLLOWING EXCLUDE TIES",
];

function frames(): string[] {
  const over = (call: string, order: string, frame: string) =>
    `SELECT id, ${call} OVER (PARTITION BY word ORDER BY ${order} ${frame}) FROM t WHERE k IS NOT NULL`;
  return FRAMES.flatMap((frame) => {
    const order = frame.startsWith("GROUPS") ? "k" : "id";
    return [
      over("sum(i32)", order, frame),
      over("list(id ORDER BY id)", order, frame).replace(" ORDER BY id)", ")"),
      over("first_value(id)", order, frame),
      over("count(*)", order, frame),
      over("max(dec9)", order, frame),
      over("median(d2)", order, frame),
    ];
  });
}

function cross(patterns: readonly string[], columns: readonly string[]): string[] {
  return patterns.flatMap((pattern) => columns.map((column) => pattern.replaceAll("@", column)));
}
