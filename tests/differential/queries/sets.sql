SELECT k, word FROM t UNION SELECT k, word FROM u
SELECT k, word FROM t UNION ALL SELECT k, word FROM u
SELECT k, word FROM t INTERSECT SELECT k, word FROM u
SELECT k, word FROM t EXCEPT SELECT k, word FROM u
SELECT k FROM t INTERSECT ALL SELECT k FROM u
SELECT k FROM t EXCEPT ALL SELECT k FROM u
SELECT word FROM t EXCEPT ALL SELECT word FROM u WHERE uid < 5
SELECT id, k, word FROM t UNION BY NAME SELECT word, uid, k FROM u
SELECT id, k FROM t UNION ALL BY NAME SELECT v, k FROM u
SELECT k FROM t UNION SELECT v FROM u
SELECT i8 FROM t UNION SELECT u8 FROM t
SELECT dec9 FROM t UNION ALL SELECT d2 FROM t
SELECT i64 FROM t UNION SELECT u64 FROM t
SELECT dt FROM t UNION SELECT tsn FROM t
SELECT f FROM t INTERSECT SELECT d FROM t
SELECT NULL AS x UNION ALL SELECT id FROM t
(SELECT id FROM t WHERE id < 5 ORDER BY id DESC LIMIT 2) UNION ALL (SELECT uid FROM u ORDER BY uid LIMIT 2)
SELECT k FROM t EXCEPT SELECT k FROM u INTERSECT SELECT k FROM u WHERE uid > 10
(SELECT k FROM t EXCEPT SELECT k FROM u) UNION SELECT k FROM u WHERE uid > 20
SELECT * FROM (SELECT id AS a FROM t UNION ALL SELECT uid FROM u) WHERE a = 7
SELECT a, count(*) FROM (SELECT word AS a FROM t UNION ALL SELECT word FROM u) GROUP BY a
SELECT a FROM (SELECT k AS a FROM t UNION SELECT k FROM u) WHERE a > 2 OR a IS NULL
SELECT DISTINCT k, word FROM t
SELECT DISTINCT li FROM t
SELECT DISTINCT ON (k, word) k, word, id FROM t ORDER BY k, word, id DESC -- ordered
SELECT DISTINCT ON (k) id FROM t ORDER BY k NULLS FIRST, id -- ordered
SELECT li FROM t UNION SELECT li FROM t
SELECT st FROM t INTERSECT SELECT st FROM t WHERE id > 30
SELECT z.id FROM z UNION SELECT id FROM t
SELECT id FROM t EXCEPT SELECT id FROM z
SELECT id FROM z INTERSECT SELECT id FROM t
SELECT id FROM t ORDER BY id LIMIT 7 -- ordered
SELECT id FROM t ORDER BY id DESC LIMIT 7 OFFSET 70 -- ordered
SELECT id FROM t ORDER BY ts DESC LIMIT 10% -- ordered
SELECT id FROM t ORDER BY k NULLS FIRST, id DESC LIMIT 5 OFFSET (SELECT 3) -- ordered
SELECT id, k FROM t ORDER BY ALL -- ordered
SELECT k, word, id FROM t ORDER BY ALL DESC -- ordered
SELECT k, id FROM t ORDER BY ALL NULLS FIRST -- ordered
SELECT k, id FROM t ORDER BY 1, 2 DESC -- ordered
SELECT id, -id AS neg FROM t ORDER BY neg -- ordered
SELECT id FROM t ORDER BY abs(i32) NULLS LAST, id -- ordered
SELECT id FROM t ORDER BY k DESC, word ASC, id DESC -- ordered
SELECT id FROM t ORDER BY lower(word), word, id LIMIT 30 -- ordered
SELECT k, word, count(*), sum(i32) FROM t GROUP BY ALL
SELECT k + 1 AS kk, upper(word) AS w, count(*) FROM t GROUP BY ALL
SELECT k, word, count(*) FROM t GROUP BY ROLLUP (k, word)
SELECT k, word, bo, count(*) FROM t GROUP BY CUBE (k, word, bo)
SELECT k, word, bo, count(*), grouping_id(k, word, bo) FROM t GROUP BY GROUPING SETS ((k, word), (bo), ())
SELECT k, word, count(*), grouping(k), grouping(word) FROM t GROUP BY k, ROLLUP (word)
SELECT k, count(*) FROM t GROUP BY ROLLUP (k) HAVING grouping(k) = 0 OR count(*) > 10
SELECT k, word, sum(i32) FROM t GROUP BY GROUPING SETS ((k), (word)) ORDER BY k NULLS LAST, word NULLS LAST -- ordered
SELECT k, count(*) FROM z GROUP BY ROLLUP (k)
SELECT k, count(*) FROM z GROUP BY GROUPING SETS ((k), ())
SELECT count(*), sum(id), min(s), max(d), avg(i32), list(id), string_agg(s, ',') FROM z
SELECT k, count(*) FROM z GROUP BY k
SELECT count(*), count(k), count(DISTINCT k), sum(k) FROM t WHERE id < 0
SELECT count(*) FROM t HAVING count(*) > 1000
SELECT k, count(*) AS n FROM t GROUP BY k HAVING n > 10 AND max(id) > 50
SELECT word, sum(i32) AS s FROM t GROUP BY word HAVING sum(i32) IS NOT NULL ORDER BY s DESC, word -- ordered
SELECT k % 2 AS parity, count(*) FROM t GROUP BY parity
SELECT CASE WHEN k > 2 THEN 'high' WHEN k IS NULL THEN 'none' ELSE 'low' END AS c, count(*) FROM t GROUP BY c
SELECT date_trunc('day', ts) AS day, count(*), avg(d2) FROM t GROUP BY day ORDER BY day -- ordered approx
SELECT sensor, date_trunc('hour', ts) AS h, count(*), max(v), min(v), sum(v) FROM m WHERE ts < '2024-01-04' GROUP BY sensor, h -- approx
SELECT sensor, count(*), avg(v), stddev(v), median(v), quantile_disc(v, 0.9) FROM m GROUP BY sensor ORDER BY sensor -- ordered approx
SELECT time_bucket(INTERVAL 6 HOUR, ts) AS b, count(*) FROM m GROUP BY b ORDER BY b -- ordered
SELECT string_agg(word, '|' ORDER BY id DESC), list(word ORDER BY word, id), array_agg(id ORDER BY id) FILTER (WHERE bo) FROM t
SELECT k, string_agg(DISTINCT word, ',' ORDER BY word) FROM t GROUP BY k
SELECT k, first(word ORDER BY id DESC), last(id ORDER BY ts), list(id ORDER BY d2 NULLS FIRST, id) FROM t GROUP BY k
SELECT k, arg_min(id, ts), arg_max(word, i32), max_by(id, d2), min_by(id, s) FROM t WHERE i32 IS NOT NULL AND s IS NOT NULL AND NOT isnan(d2) GROUP BY k
SELECT k, histogram(word) FROM t GROUP BY k
SELECT k, mode(word ORDER BY word) FROM t GROUP BY k
SELECT k, sum(i32) FILTER (WHERE i32 > 0), count(DISTINCT word) FILTER (WHERE id > 10) FROM t GROUP BY k
SELECT sum(DISTINCT k), avg(DISTINCT k), count(DISTINCT (k, word)) FROM t
SELECT count(DISTINCT li), count(DISTINCT st), count(DISTINCT uu), count(DISTINCT iv) FROM t
SELECT max(id) - min(id), sum(id) / count(*), sum(id) // count(*), avg(id) FROM t
SELECT quantile_cont(ts, 0.5), quantile_disc(ts, 0.25), median(dt) FROM t
SELECT bit_and(i32), bit_or(u16), bit_xor(i64), bool_and(bo), bool_or(bo) FROM t
SELECT approx_quantile(id, 0.5) BETWEEN 0 AND 80, approx_count_distinct(word) FROM t
SELECT k, list_sort(list(word))[1:2] FROM t GROUP BY k
SELECT max(li), min(li), max(st), min(st), max(b), max(uu), max(iv) FROM t
SELECT any_value(k ORDER BY id), arbitrary(word ORDER BY id) FROM t
SELECT sum(i64), sum(u64), sum(whole), sum(dec38), avg(dec38), avg(i64) FROM t -- approx
SELECT sum(x) FROM (SELECT unnest([9223372036854775807, 9223372036854775807, 1]) AS x)
SELECT avg(x), sum(x) FROM (VALUES (0.1::DECIMAL(3,1)), (0.2), (NULL)) v(x)
SELECT id FROM t WHERE id IN (1, 5, 7, NULL)
SELECT id FROM t WHERE id NOT IN (1, 5, NULL)
SELECT * FROM (VALUES (1, 'a'), (2, NULL), (NULL, 'c')) v(x, y) ORDER BY x NULLS FIRST -- ordered
SELECT x, y FROM (VALUES (1, 2.5), (3, 4)) v(x, y)
FROM t SELECT id, k WHERE id < 3
FROM one
FROM u WHERE uid < 4 ORDER BY uid -- ordered
TABLE one
VALUES (1, 'x', NULL), (2, 'y', 3)
SELECT COLUMNS('^i\d') FROM t WHERE id < 5
SELECT max(COLUMNS(* EXCLUDE (k, id, mp, tz))) FROM t
SELECT COLUMNS(c -> c LIKE 'd%') FROM t WHERE id < 9
SELECT * EXCLUDE (tz, uu, lst), id AS again FROM t WHERE id % 11 = 3
SELECT * REPLACE (id * 2 AS id, upper(word) AS word) FROM t WHERE id < 20
SELECT t.* EXCLUDE (s), u.* FROM t JOIN u ON t.id = u.uid
SELECT id AS x, x + 1 AS y, y * 2 AS q FROM t WHERE y > 70
SELECT id AS x FROM t WHERE x < 3
SELECT word AS g, count(*) FROM t GROUP BY g ORDER BY g -- ordered
