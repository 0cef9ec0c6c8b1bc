-- Where the answer hangs on types: literals, dates and intervals, UBIGINT, NULLs at extremes, empty lists, subqueries for values.
SELECT id FROM t WHERE id = 'abc'
SELECT id FROM t WHERE ts > 'yesterday'
SELECT id AS q FROM t WHERE ts > '2024-01-31 10:00'
SELECT id AS q FROM t WHERE '2024-1-31T10:00' < ts
SELECT id FROM t WHERE NOT id = 'abc'
SELECT id FROM t WHERE tsn = s
SELECT id FROM t WHERE s = tsn
SELECT id FROM t WHERE s < tsn
SELECT id FROM t WHERE tsn < s
SELECT id FROM t WHERE dt = s
SELECT id FROM t WHERE tm = s
SELECT id FROM t a JOIN t b ON a.tsn = b.s
SELECT tsn = s FROM t
SELECT id FROM t WHERE (iv + iv) = '2 days'
SELECT id FROM t WHERE iv = INTERVAL '24 hours'
SELECT id FROM t WHERE iv <> INTERVAL '24 hours'
SELECT id FROM t WHERE tsn - ts = INTERVAL 24 HOUR
SELECT INTERVAL 30 DAY = INTERVAL 1 MONTH, INTERVAL 24 HOUR = INTERVAL 1 DAY, INTERVAL 1 YEAR > INTERVAL 360 DAY, INTERVAL 1 MONTH < INTERVAL 31 DAY
SELECT count(*) FROM t WHERE uu = 'abc'
SELECT count(*) FROM t WHERE uu = '00000000-0000-4000-8000-000000000000'
SELECT count(*) FROM t WHERE u8 = '300'
SELECT count(*) FROM t WHERE u8 = '1e2'
SELECT count(*) FROM t WHERE i32 IN ('a', 'b')
SELECT count(*) FROM t WHERE tm > 'noon'
SELECT count(*) FROM t WHERE tm > '10:00'
SELECT count(*) FROM t WHERE tm > '10:00:30'
SELECT count(*) FROM t WHERE tm > '2024-01-01 10:00:30'
SELECT count(*) FROM t WHERE dt > '10:00:30'
SELECT count(*) FROM t WHERE tz > '2024-04-01 10:00'
SELECT count(*) FROM t WHERE s > TIMESTAMP '2024-01-01 00:00:00'
SELECT count(*) FROM t WHERE dec9 > '1.5' AND d > '1e3' AND f < '100'
SELECT list_filter(ls, x -> x > 'a') FROM t
SELECT list_filter(li, x -> x > 'a') FROM t
SELECT list_filter(li, x -> x > '1') FROM t
SELECT k, max(ts) AS m FROM t GROUP BY k HAVING max(ts) > '2024-01-31T00:00' AND count(*) > '3'
SELECT id FROM t WHERE ts > 'epoch'
SELECT id FROM t WHERE ts < 'infinity'
SELECT id FROM (SELECT id, s AS ts FROM t) WHERE ts > 'a'
SELECT id FROM (SELECT id, s ts FROM t) WHERE ts > 'a'
SELECT id FROM (SELECT id, s FROM t) v(id, ts) WHERE ts > 'a'
SELECT id FROM t WHERE CASE dt WHEN '2024-01-31' THEN true WHEN 'x' THEN false END
SELECT DATE '2024-01-31' + INTERVAL 1 MONTH, DATE '2024-02-29' - INTERVAL 1 YEAR, DATE '2024-03-31' + INTERVAL '1 month', TIMESTAMP '2024-12-31 23:59:59' + INTERVAL 1 SECOND
SELECT typeof(DATE '2024-01-01' + INTERVAL 1 DAY), typeof(DATE '2024-01-01' + 1), typeof(TIMESTAMP '2024-01-01' - TIMESTAMP '2023-01-01'), typeof(time_bucket(INTERVAL 1 DAY, DATE '2024-01-01')), typeof(last_day(TIMESTAMP '2024-02-02'))
SELECT id, dt + INTERVAL 1 DAY, dt - INTERVAL 1 MONTH, dt + INTERVAL '1 year 2 hours', dt + to_days(3) FROM t WHERE dt < '5000-01-01'
SELECT id, dt - DATE '2024-01-01', dt - (dt - INTERVAL 3 HOUR) FROM t WHERE dt < '5000-01-01'
SELECT id, dt + INTERVAL 1 DAY - INTERVAL 2 HOUR AS a, INTERVAL 5 HOUR + dt AS b, date_add(dt, INTERVAL 3 HOUR) AS c, (dt + 1) + INTERVAL 3 HOUR AS d, dt + 1 + INTERVAL 2 HOUR AS e, dt + id * INTERVAL 1 HOUR AS f, dt::DATE + INTERVAL (id) HOUR AS g, ts::DATE - INTERVAL 90 MINUTE AS h FROM t WHERE dt < '5000-01-01'
SELECT id FROM t WHERE ts > dt + INTERVAL 36 HOUR AND dt < '5000-01-01'
SELECT id FROM t WHERE ts BETWEEN DATE '2024-01-31' - INTERVAL 1 HOUR AND DATE '2024-01-31' + INTERVAL 5 HOUR
SELECT date_trunc('hour', dt + INTERVAL 90 MINUTE) AS h, count(*) FROM t WHERE dt < '5000-01-01' GROUP BY date_trunc('hour', dt + INTERVAL 90 MINUTE)
SELECT max(dt) + INTERVAL 1 HOUR AS m, k FROM t WHERE dt < '5000-01-01' GROUP BY k
SELECT id, lag(dt) OVER (ORDER BY id) + INTERVAL 1 HOUR AS m FROM t
SELECT CASE WHEN id > 3 THEN dt END + INTERVAL 1 HOUR AS m FROM t WHERE dt < '5000-01-01'
SELECT -id + 3, dt + INTERVAL 1 HOUR m FROM t WHERE dt < '5000-01-01'
SELECT list_transform([dt], x -> x + INTERVAL 1 HOUR) AS m FROM t WHERE dt < '5000-01-01'
SELECT 'a' || dt + INTERVAL 1 HOUR FROM t
SELECT sum(id) OVER (ORDER BY ts RANGE BETWEEN INTERVAL 1 DAY PRECEDING AND CURRENT ROW) AS x FROM t
SELECT sum(id) OVER (ORDER BY dt RANGE BETWEEN INTERVAL 36 HOUR PRECEDING AND CURRENT ROW) AS x FROM t
SELECT * FROM generate_series(DATE '2024-01-01', DATE '2024-01-03' + INTERVAL 6 HOUR, INTERVAL 12 HOUR) g(x)
SELECT unnest(range(DATE '2024-01-01', DATE '2024-01-03', INTERVAL 12 HOUR)) AS x
SELECT median(d2) FROM t WHERE k > 3
SELECT k, median(d2) FILTER (WHERE id > 3) FROM t GROUP BY ALL
SELECT d2, median(d2) m FROM t GROUP BY 1 ORDER BY 2
SELECT quantile_cont(f, [0.25, 0.5]) FROM t WHERE NOT isnan(f)
SELECT arg_max(f, id), arg_max(DISTINCT dec9, id), max_by(bo, ts) FILTER (WHERE id > 3) FROM t
SELECT median(f) FROM t WHERE f > 1 AND NOT isnan(f)
SELECT arg_max(dec9, INTERVAL 1 DAY + dt) AS a, median(d2 + CASE WHEN ts > '2024-01-31' THEN date_diff('hour', dt + INTERVAL 1 HOUR, ts) ELSE 0 END) AS b FROM t WHERE dt < '5000-01-01'
SELECT id FROM t WHERE iv + INTERVAL 1 DAY = CASE WHEN ts > '2024-01-31' THEN INTERVAL 1 DAY ELSE INTERVAL 24 HOUR END
SELECT (SELECT dt + INTERVAL 1 HOUR FROM u WHERE u.uid = t.id) FROM t WHERE dt < '5000-01-01'
SELECT id, coalesce(dt, dt) + INTERVAL 24 HOUR AS a, DATE '2024-02-29' - to_minutes(90) AS b, INTERVAL 1 MONTH + CASE WHEN strftime(DATE '2024-02-29', '%Y-%m') >= 'é' THEN dt ELSE DATE '2024-02-29' END AS c FROM t WHERE (NOT (list_contains(li, 1)))
SELECT id, dt + date_diff('day', ts, ts + INTERVAL 1 DAY)::INTEGER AS a, dt - len(string_split('to_days(3)', 'x')) AS b FROM t WHERE dt < '5000-01-01'
SELECT dt - to_days(3) FROM t WHERE dt - INTERVAL 1 DAY < '2024-02-01' OR dt - INTERVAL 1 DAY IS NULL ORDER BY dt + INTERVAL 1 DAY DESC
SELECT id, dt + INTERVAL 1 DAY - INTERVAL 2 HOUR AS a FROM t WHERE dt < '5000-01-01'
SELECT id, INTERVAL 5 HOUR + dt AS b FROM t WHERE dt < '5000-01-01'
SELECT id, date_add(dt, INTERVAL 3 HOUR) AS c FROM t WHERE dt < '5000-01-01'
SELECT (dt + 1) + INTERVAL 3 HOUR AS d, dt + 1 + INTERVAL 2 HOUR AS e FROM t WHERE dt < '5000-01-01'
SELECT dt + id * INTERVAL 1 HOUR AS f, dt::DATE + INTERVAL (id) HOUR AS g, ts::DATE - INTERVAL 90 MINUTE AS h FROM t WHERE dt < '5000-01-01'
SELECT dt + INTERVAL (id) HOUR AS h FROM t WHERE dt < '5000-01-01'
SELECT ts::DATE - INTERVAL 90 MINUTE AS h FROM t WHERE dt < '5000-01-01'
SELECT dt::DATE + INTERVAL 90 MINUTE AS h FROM t WHERE dt < '5000-01-01'
SELECT sum(u64) OVER (ORDER BY id) FROM t
SELECT id, li FROM t QUALIFY row_number() OVER (PARTITION BY li ORDER BY id) = 1
SELECT id, row_number() OVER (PARTITION BY k, li, word ORDER BY id) AS r FROM t
SELECT id, row_number() OVER (PARTITION BY list_sort(ls) ORDER BY id) AS r FROM t
SELECT id, count(*) OVER w AS r FROM t WINDOW w AS (PARTITION BY ls ORDER BY id)
SELECT TRY_CAST(li AS VARCHAR[]) FROM t
SELECT date_diff('week', DATE '2024-01-07', DATE '2024-01-08'), date_diff('week', DATE '2024-01-08', DATE '2024-01-01'), date_diff('week', dt, DATE '2024-02-01'), date_diff('WEEK', tsn, ts), datediff('week', tz, ts) FROM t
SELECT date_diff('hour', tm, TIME '12:00:00') FROM t
SELECT (SELECT id FROM t)
SELECT id, (SELECT uid FROM u WHERE u.k = t.k) FROM t
SELECT id, (SELECT uid FROM u WHERE u.uid = t.id) FROM t
SELECT id, (SELECT uid + t.id FROM u WHERE u.uid = t.id AND u.v > t.d2) AS x FROM t
SELECT id, (SELECT word FROM u WHERE u.uid = t.id ORDER BY ts LIMIT 1) AS x FROM t
SELECT id, (SELECT word FROM u WHERE u.uid = t.id ORDER BY ts DESC) AS x FROM t
SELECT id, d2 / (SELECT sum(d2) FROM t) AS x FROM t
SELECT id FROM t WHERE k = (SELECT k FROM t WHERE id = 5)
SELECT id FROM t WHERE k = (SELECT k FROM t WHERE id > 5)
SELECT id FROM t WHERE k = (SELECT DISTINCT k FROM t WHERE k = 3)
SELECT id FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.k = t.k) AND k IN (SELECT k FROM u) AND k = ANY (SELECT k FROM u)
SELECT * FROM (SELECT id FROM t), (SELECT uid FROM u WHERE uid < 3)
SELECT coalesce((SELECT uid FROM u WHERE u.uid = t.id), -1) AS x FROM t
SELECT CASE WHEN (SELECT uid FROM u WHERE u.uid = t.id) > 3 THEN (SELECT 1) ELSE (SELECT v FROM u WHERE u.uid = t.id) END AS x FROM t
SELECT (SELECT max(v) FROM u) - (SELECT min(v) FROM u WHERE k = (SELECT max(k) FROM u)) AS x
SELECT (WITH q AS (SELECT max(uid) m FROM u) SELECT m FROM q) AS x
SELECT (SELECT x FROM (SELECT uid AS x FROM u) WHERE x = 3) AS x
SELECT (SELECT count(*) OVER () FROM u) AS x
SELECT (SELECT count(*) FILTER (WHERE uid > 3) FROM u) AS x
SELECT id, (SELECT li[1]) AS x, (SELECT len(li) FROM u WHERE uid = 1) AS y FROM t
SELECT (SELECT st FROM t WHERE id = 3) AS a, (SELECT li FROM t WHERE id = 4) AS b, (SELECT b FROM t WHERE id = 4) AS c
SELECT id, (SELECT uid FROM u WHERE u.uid = t.id GROUP BY uid) AS x, (SELECT uid FROM u WHERE u.uid = t.id UNION SELECT uid FROM u WHERE u.uid = t.id) AS y FROM t
SELECT id FROM t ORDER BY (SELECT v FROM u WHERE u.uid = t.id) NULLS LAST, id
SELECT id, EXISTS (SELECT 1 FROM u WHERE u.k = t.k) AS e, NOT EXISTS (SELECT 1 FROM u WHERE u.k = t.k) AS n, id NOT IN (SELECT uid FROM u) AS i FROM t
SELECT id, ARRAY(SELECT uid FROM u WHERE u.k = t.k ORDER BY 1) AS a FROM t
SELECT id FROM t WHERE (SELECT bool_or(v > 3) FROM u WHERE u.k = t.k)
SELECT count(*) FROM t a ASOF JOIN (SELECT * FROM m WHERE v > 0 AND sensor = 's2') m ON a.ts >= m.ts
SELECT count(*) FROM t a ASOF  JOIN (SELECT * FROM m WHERE v > 0 AND sensor = 's2') m ON a.ts >= m.ts
SELECT count(*) FROM t a ASOF JOIN (SELECT * FROM m) b ON a.ts >= b.ts
SELECT count(*) FROM t a ASOF JOIN m b ON a.ts >= b.ts
SELECT count(*) FROM t a ASOF JOIN m ON a.ts >= m.ts
SELECT count(*) FROM t a ASOF LEFT JOIN m ON a.ts >= m.ts
SELECT count(*) FROM t a ASOF JOIN u ON a.ts >= u.ts
SELECT arg_max(bo, id) FROM t WHERE id <= (SELECT max(id) FROM t WHERE bo IS NULL)
SELECT arg_max(i8, id) FROM t WHERE id <= (SELECT max(id) FROM t WHERE i8 IS NULL)
SELECT arg_max(i16, id) FROM t WHERE id <= (SELECT max(id) FROM t WHERE i16 IS NULL)
SELECT arg_max(i32, id) FROM t WHERE id <= (SELECT max(id) FROM t WHERE i32 IS NULL)
SELECT arg_max(i64, id) FROM t WHERE id <= (SELECT max(id) FROM t WHERE i64 IS NULL)
SELECT arg_max(u8, id) FROM t WHERE id <= (SELECT max(id) FROM t WHERE u8 IS NULL)
SELECT arg_max(u16, id) FROM t WHERE id <= (SELECT max(id) FROM t WHERE u16 IS NULL)
SELECT arg_max(u32, id) FROM t WHERE id <= (SELECT max(id) FROM t WHERE u32 IS NULL)
SELECT arg_max(u64, id) FROM t WHERE id <= (SELECT max(id) FROM t WHERE u64 IS NULL)
SELECT arg_max(f, id) FROM t WHERE id <= (SELECT max(id) FROM t WHERE f IS NULL)
SELECT arg_max(d, id) FROM t WHERE id <= (SELECT max(id) FROM t WHERE d IS NULL)
SELECT arg_max(d2, id) FROM t WHERE id <= (SELECT max(id) FROM t WHERE d2 IS NULL)
SELECT arg_max(dec9, id) FROM t WHERE id <= (SELECT max(id) FROM t WHERE dec9 IS NULL)
SELECT arg_max(dec18, id) FROM t WHERE id <= (SELECT max(id) FROM t WHERE dec18 IS NULL)
SELECT arg_max(dec38, id) FROM t WHERE id <= (SELECT max(id) FROM t WHERE dec38 IS NULL)
SELECT arg_max(whole, id) FROM t WHERE id <= (SELECT max(id) FROM t WHERE whole IS NULL)
SELECT arg_max(s, id) FROM t WHERE id <= (SELECT max(id) FROM t WHERE s IS NULL)
SELECT arg_max(word, id) FROM t WHERE id <= (SELECT max(id) FROM t WHERE word IS NULL)
SELECT arg_max(b, id) FROM t WHERE id <= (SELECT max(id) FROM t WHERE b IS NULL)
SELECT arg_max(dt, id) FROM t WHERE id <= (SELECT max(id) FROM t WHERE dt IS NULL)
SELECT arg_max(tm, id) FROM t WHERE id <= (SELECT max(id) FROM t WHERE tm IS NULL)
SELECT arg_max(tsn, id) FROM t WHERE id <= (SELECT max(id) FROM t WHERE tsn IS NULL)
SELECT arg_max(tz, id) FROM t WHERE id <= (SELECT max(id) FROM t WHERE tz IS NULL)
SELECT arg_max(iv, id) FROM t WHERE id <= (SELECT max(id) FROM t WHERE iv IS NULL)
SELECT arg_max(li, id) FROM t WHERE id <= (SELECT max(id) FROM t WHERE li IS NULL)
SELECT arg_max(ls, id) FROM t WHERE id <= (SELECT max(id) FROM t WHERE ls IS NULL)
SELECT arg_max(st, id) FROM t WHERE id <= (SELECT max(id) FROM t WHERE st IS NULL)
SELECT arg_max(lst, id) FROM t WHERE id <= (SELECT max(id) FROM t WHERE lst IS NULL)
SELECT arg_max(mp, id) FROM t WHERE id <= (SELECT max(id) FROM t WHERE mp IS NULL)
