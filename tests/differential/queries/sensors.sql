-- What people ask of sensors. m: ts, sensor, v, one row a reading; t and u: all types.
SELECT sensor, count(*), avg(v), min(v), max(v) FROM m GROUP BY ALL -- approx
FROM m LIMIT 0
FROM m SELECT sensor, max(v) GROUP BY sensor
SELECT date_trunc('hour', ts) AS hour, sensor, avg(v) FROM m GROUP BY ALL -- approx
SELECT time_bucket(INTERVAL 15 MINUTE, ts) AS part, count(*) FROM m GROUP BY part
SELECT date_trunc('day', ts) AS day, count(*) FROM m GROUP BY day HAVING count(*) > 10
SELECT hour(ts) AS h, round(avg(v), 3) FROM m GROUP BY h ORDER BY h -- ordered approx
SELECT dayname(ts), count(DISTINCT sensor) FROM m GROUP BY 1
SELECT sensor, ts, v FROM m QUALIFY row_number() OVER (PARTITION BY sensor ORDER BY ts DESC, v) = 1
SELECT sensor, arg_max(v, ts), arg_min(v, ts) FROM (SELECT sensor, ts, max(v) AS v FROM m GROUP BY ALL) GROUP BY sensor
SELECT sensor, ts, v - lag(v) OVER (PARTITION BY sensor ORDER BY ts, v) AS step FROM m -- approx
SELECT sensor, ts, avg(v) OVER (PARTITION BY sensor ORDER BY ts, v ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) FROM m -- approx
SELECT sensor, ts, avg(v) OVER (PARTITION BY sensor ORDER BY ts RANGE BETWEEN INTERVAL 1 HOUR PRECEDING AND CURRENT ROW) FROM m -- approx
SELECT sensor, sum(v) FILTER (WHERE v > 0), count(*) FILTER (WHERE v IS NULL) FROM m GROUP BY sensor -- approx
SELECT sensor, median(v), quantile_cont(v, 0.9), quantile_cont(v, [0.1, 0.5]) FROM m GROUP BY sensor -- approx
SELECT sensor, stddev(v), variance(v), stddev_pop(v) FROM m GROUP BY sensor -- approx
SELECT count(*) FROM m WHERE ts BETWEEN '2024-02-01' AND '2024-02-01 12:00'
SELECT count(*) FROM m WHERE ts >= TIMESTAMP '2024-02-01' AND ts < TIMESTAMP '2024-02-01' + INTERVAL 6 HOURS
SELECT count(*) FROM m WHERE ts::DATE = DATE '2024-02-01' AND sensor LIKE 's%'
SELECT count(*) FROM m WHERE sensor IN ('s1', 's2') AND v NOT BETWEEN 10 AND 20
SELECT h.hour, count(m.v) FROM (SELECT unnest(generate_series(TIMESTAMP '2024-02-01', TIMESTAMP '2024-02-02', INTERVAL 1 HOUR)) AS hour) h LEFT JOIN m ON date_trunc('hour', m.ts) = h.hour GROUP BY h.hour
SELECT sensor, max(gap) FROM (SELECT sensor, ts - lag(ts) OVER (PARTITION BY sensor ORDER BY ts) AS gap FROM m) GROUP BY sensor
SELECT sensor, count(*) FROM (SELECT sensor, ts, sum(new) OVER (PARTITION BY sensor ORDER BY ts, v) AS session FROM (SELECT *, (ts - lag(ts) OVER (PARTITION BY sensor ORDER BY ts, v) > INTERVAL 1 HOUR)::INT AS new FROM m)) GROUP BY sensor, session
PIVOT (SELECT sensor, date_trunc('day', ts) AS day, v FROM m WHERE sensor IN ('s1', 's2')) ON sensor IN ('s1', 's2') USING count(v) GROUP BY day
UNPIVOT (SELECT id, i8::INT AS a, k::INT AS b FROM t) ON a, b INTO NAME what VALUE n
SELECT COLUMNS(*) FROM (SELECT id, k FROM t)
SELECT max(COLUMNS('i.*')) FROM (SELECT id, i8, i32, k FROM t)
SELECT * EXCLUDE (sensor) FROM m LIMIT 0
SELECT * REPLACE (round(v) AS v) FROM (SELECT sensor, max(v) AS v FROM m GROUP BY sensor)
SELECT id, k FROM t UNION BY NAME SELECT uid AS id, v FROM u
SELECT id, id * 2 AS double, double + 1 AS more FROM t WHERE more > 20
SELECT k AS key, count(*) AS n FROM t GROUP BY key HAVING n > 1
SELECT count(*) FROM (SELECT * FROM m USING SAMPLE 100%)
SELECT count(*) <= 10 FROM (SELECT * FROM m USING SAMPLE 10 ROWS)
SELECT count(*) FROM (FROM m TABLESAMPLE reservoir(20 ROWS))
VALUES (1, 'a'), (2, 'b')
SELECT * FROM (VALUES ('s1', 'lake'), ('s2', 'river')) AS sites(sensor, site) ORDER BY site -- ordered
SELECT site, count(*) FROM m JOIN (VALUES ('s1', 'lake'), ('s2', 'river')) AS sites(sensor, site) USING (sensor) GROUP BY site
SELECT a.id, b.uid FROM (SELECT id FROM t ORDER BY id LIMIT 5) a POSITIONAL JOIN (SELECT uid FROM u ORDER BY uid LIMIT 5) b
SELECT m.sensor, m.ts, t.id FROM (SELECT * FROM m WHERE sensor = 's1') m ASOF JOIN (SELECT ts, max(id) AS id FROM t GROUP BY ts) t ON m.ts >= t.ts
SELECT m.ts, t.id FROM (SELECT * FROM m WHERE sensor = 's2') m ASOF LEFT JOIN (SELECT ts, max(id) AS id FROM t GROUP BY ts) t USING (ts)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10) SELECT sum(i), max(i) FROM n
WITH hourly AS (SELECT date_trunc('hour', ts) AS h, avg(v) AS v FROM m GROUP BY 1), daily AS (SELECT date_trunc('day', h) AS d, max(v) AS v FROM hourly GROUP BY 1) SELECT count(*), max(v) FROM daily -- approx
SELECT sensor, list(v ORDER BY ts, v)[1:3] FROM m WHERE v IS NOT NULL GROUP BY sensor
SELECT sensor, string_agg(DISTINCT date_trunc('day', ts)::DATE::VARCHAR, ',' ORDER BY date_trunc('day', ts)::DATE::VARCHAR) FROM m GROUP BY sensor
SELECT histogram(k) FROM t
SELECT sensor, count(*) FILTER (WHERE v > (SELECT avg(v) FROM m)) FROM m GROUP BY sensor
SELECT sensor FROM m GROUP BY sensor HAVING max(ts) < (SELECT max(ts) FROM m)
SELECT DISTINCT ON (sensor) sensor, ts FROM m ORDER BY sensor, ts DESC -- ordered
SELECT sensor, first(v ORDER BY ts, v), last(v ORDER BY ts, v) FROM m GROUP BY sensor
SELECT sensor, regr_slope(v, epoch(ts)), corr(v, epoch(ts)) FROM m GROUP BY sensor -- approx
SELECT sensor, CASE WHEN v IS NULL THEN 'missing' WHEN v > 20 THEN 'high' ELSE 'low' END AS level, count(*) FROM m GROUP BY ALL
SELECT sensor, coalesce(v, last_value(v IGNORE NULLS) OVER (PARTITION BY sensor ORDER BY ts ROWS UNBOUNDED PRECEDING)) AS filled FROM (SELECT sensor, ts, max(v) AS v FROM m GROUP BY ALL)
SELECT sensor, date_diff('minute', min(ts), max(ts)), age(max(ts), min(ts)), epoch(max(ts)) FROM m GROUP BY sensor
SELECT strftime(ts, '%Y-%m') AS month, count(*) FROM m GROUP BY month
SELECT strptime('01.02.2024 10:30', '%d.%m.%Y %H:%M'), '2024-02-01'::DATE + 1, TIMESTAMP '2024-02-29' + INTERVAL 1 YEAR, make_date(2024, 2, 1)
SELECT year(ts), quarter(ts), week(ts), dayofyear(ts), isodow(ts), count(*) FROM m GROUP BY ALL
SELECT sensor, count(*) FROM m GROUP BY ROLLUP (sensor)
SELECT sensor, hour(ts) AS h, count(*) FROM m GROUP BY GROUPING SETS ((sensor), (h), ())
SELECT count(*) FROM m a JOIN m b ON a.sensor = b.sensor AND b.ts > a.ts AND b.ts <= a.ts + INTERVAL 10 MINUTE
SELECT t.id, x.uid FROM t, LATERAL (SELECT uid FROM u WHERE u.ts <= t.ts ORDER BY u.ts DESC, uid LIMIT 1) x
SELECT column_name, column_type FROM (DESCRIBE SELECT sensor, ts, v FROM m)
SELECT column_name, min, max, count FROM (SUMMARIZE SELECT sensor, ts FROM m)
SELECT format('{:.2f}', 1.5), printf('%05d', 42), lpad('7', 3, '0')
PIVOT m ON sensor USING count(v)
PIVOT (SELECT sensor, date_trunc('day', ts) AS day, v FROM m) ON sensor USING max(v) GROUP BY day ORDER BY day -- ordered
PIVOT t ON k USING count(*), sum(id) GROUP BY word
WITH days AS (SELECT sensor, dayofmonth(ts) AS d, v FROM m) PIVOT days ON d USING count(v) GROUP BY sensor
PIVOT m ON hour(ts) % 3 USING count(*)
