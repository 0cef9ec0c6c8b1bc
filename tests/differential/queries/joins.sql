-- One query a line; behind it ` -- ordered` (its ORDER BY fixes the rows' order) or ` -- approx` (doubles may differ in the last digits).
SELECT t.id, u.uid FROM t JOIN u ON t.k = u.k
SELECT t.id, u.uid FROM t INNER JOIN u USING (k)
SELECT * FROM (SELECT id, k, word FROM t) NATURAL JOIN (SELECT uid, word FROM u)
SELECT t.id, u.uid, u.v FROM t LEFT JOIN u ON t.k = u.k AND u.v > 0
SELECT t.id, u.uid FROM t RIGHT JOIN u ON t.k = u.k AND t.id > 30
SELECT t.id, u.uid FROM t FULL JOIN u ON t.k = u.k AND t.word = u.word
SELECT t.id, u.uid FROM t FULL OUTER JOIN u USING (word)
SELECT word, t.id, u.uid FROM t RIGHT JOIN u USING (word) WHERE t.id IS NULL OR t.id < 10
SELECT t.id, u.uid FROM t CROSS JOIN u WHERE t.id < 5
SELECT t.id, one.name FROM t, one WHERE t.id = one.n
SELECT t.id FROM t SEMI JOIN u ON t.k = u.k
SELECT t.id FROM t ANTI JOIN u ON t.k = u.k
SELECT t.id FROM t SEMI JOIN u USING (k, word)
SELECT t.id FROM t ANTI JOIN u ON t.k = u.k AND u.v IS NOT NULL
SELECT a.id, b.uid FROM (SELECT id FROM t ORDER BY id) a POSITIONAL JOIN (SELECT uid FROM u ORDER BY uid) b
SELECT a.id, b.uid FROM (SELECT uid FROM u ORDER BY uid DESC) b POSITIONAL JOIN (SELECT id FROM t ORDER BY id DESC) a
SELECT t.id, u.uid FROM t ASOF JOIN u ON t.ts >= u.ts
SELECT t.id, u.uid FROM t ASOF JOIN u ON t.k = u.k AND t.ts >= u.ts
SELECT t.id, u.uid FROM t ASOF LEFT JOIN u ON t.k = u.k AND t.ts >= u.ts
SELECT t.id, u.uid FROM t ASOF JOIN u USING (k, ts)
SELECT t.id, u.uid FROM t ASOF JOIN u ON t.word = u.word AND t.ts > u.ts
SELECT t.id, u.uid FROM t ASOF JOIN u ON t.ts <= u.ts
SELECT t.id, u.uid FROM t ASOF JOIN u ON t.ts < u.ts AND t.word = u.word
SELECT a.id, b.uid FROM (SELECT * FROM t WHERE k = 1) a ASOF JOIN (SELECT * FROM u WHERE v > 0) b ON a.ts >= b.ts
SELECT a.id, b.uid FROM (SELECT * FROM t WHERE k > 1) a ASOF LEFT JOIN (SELECT * FROM u WHERE v < 0) b ON a.ts >= b.ts
SELECT a.id, b.uid FROM t a ASOF JOIN u b ON a.ts >= b.ts WHERE b.v > 0 AND a.k = 2
SELECT a.id, b.uid FROM t a ASOF LEFT JOIN u b ON a.ts >= b.ts WHERE b.v > 0 OR b.v IS NULL
SELECT a.id, b.uid FROM t a ASOF LEFT JOIN u b ON a.k = b.k AND a.ts >= b.ts WHERE b.uid IS NULL
SELECT m.ts, m.sensor, t.id FROM m ASOF JOIN t ON m.ts >= t.ts WHERE m.ts < '2024-02-02' AND m.v > 120
SELECT count(*), sum(t.id), min(m.v) FROM m ASOF JOIN (SELECT * FROM t WHERE bo) t ON m.ts >= t.ts WHERE m.sensor = 's3'
SELECT t.id, x.uid FROM t, LATERAL (SELECT uid FROM u WHERE u.k = t.k ORDER BY uid LIMIT 2) x
SELECT t.id, x.n FROM t LEFT JOIN LATERAL (SELECT count(*) AS n FROM u WHERE u.k = t.k) x ON true
SELECT t.id, x.best FROM t, LATERAL (SELECT max(v) AS best FROM u WHERE u.k < t.k) x
SELECT t.id, r.i FROM t, LATERAL (SELECT unnest(range(t.k)) AS i) r
SELECT t.id, r.e FROM t, unnest(t.li) r(e)
SELECT a.id, b.id, c.id FROM t a JOIN t b ON a.k = b.k AND a.id < b.id JOIN t c ON b.word = c.word AND b.id < c.id WHERE a.id < 15
SELECT a.id, b.uid, c.uid FROM t a LEFT JOIN u b ON a.k = b.k LEFT JOIN u c ON b.uid = c.uid + 1
SELECT a.id, b.uid, c.uid FROM t a LEFT JOIN (u b JOIN u c ON b.uid = c.uid + 1) ON a.k = b.k
SELECT a.id, b.uid FROM t a JOIN u b ON a.ts BETWEEN b.ts - INTERVAL 2 HOUR AND b.ts + INTERVAL 2 HOUR
SELECT a.id, b.uid FROM t a JOIN u b ON a.d2 < b.v AND a.d2 > b.v - 2
SELECT a.id, b.uid FROM t a JOIN u b ON a.d2 <> b.v WHERE a.id < 6
SELECT a.id, b.uid FROM t a LEFT JOIN u b ON a.d2 > b.v AND a.k = b.k WHERE b.uid IS NULL OR b.uid > 3
SELECT a.id, b.uid FROM t a FULL JOIN u b ON a.id = b.uid AND a.k IS NOT NULL WHERE coalesce(a.id, b.uid) < 30
SELECT a.id, b.uid FROM t a JOIN u b ON a.k = b.k OR a.word = b.word WHERE a.id < 20
SELECT a.id, b.uid FROM t a LEFT JOIN u b ON a.k = b.k OR a.id = b.uid WHERE a.id < 20
SELECT a.id FROM t a JOIN z ON a.id = z.id
SELECT a.id, z.id FROM t a LEFT JOIN z ON a.k = z.k WHERE a.id < 5
SELECT a.id, z.id FROM z RIGHT JOIN t a ON a.k = z.k WHERE z.id IS NULL AND a.id < 5
SELECT a.id, z.id FROM z FULL JOIN t a ON a.k = z.k
SELECT count(*) FROM t CROSS JOIN z
SELECT count(*) FROM t ANTI JOIN z USING (k)
SELECT count(*) FROM t SEMI JOIN z USING (k)
SELECT count(*) FROM t ASOF JOIN z ON t.ts >= z.ts
SELECT t.id, z.id FROM t ASOF LEFT JOIN z ON t.ts >= z.ts
SELECT t.id, z.id FROM t POSITIONAL JOIN z
SELECT a.word, count(*) FROM t a JOIN t b ON lower(a.word) = lower(b.word) AND a.id <> b.id GROUP BY a.word
SELECT a.id, b.id FROM t a JOIN t b ON a.li = b.li AND a.st = b.st
SELECT a.id, b.id FROM t a JOIN t b ON a.i8 = b.u8
SELECT a.id, b.id FROM t a JOIN t b ON a.i16::DOUBLE = b.u16
SELECT a.id, b.uid FROM t a JOIN u b ON a.id = b.v
SELECT a.id, b.uid FROM t a JOIN u b ON a.dec9 > b.v AND a.dec9 < b.v + 1
SELECT a.id, b.id FROM t a JOIN t b ON a.dt = b.tsn::DATE
SELECT a.id, b.id FROM t a JOIN t b ON a.dt < b.tsn AND a.dt + 2 > b.tsn
SELECT a.id, b.id FROM t a JOIN t b ON (a.k, a.word) = (b.k, b.word) AND a.id < b.id
SELECT a.id, b.n FROM t a JOIN (SELECT k, count(*) AS n FROM u GROUP BY k) b ON a.k = b.k WHERE b.n > 2
SELECT a.id, b.rn FROM t a JOIN (SELECT uid, k, row_number() OVER (PARTITION BY k ORDER BY uid) AS rn FROM u) b ON a.k = b.k AND b.rn = 1
SELECT a.id, b.id FROM t a LEFT JOIN t b ON a.id = b.id + 1 AND b.bo WHERE a.bo IS NOT TRUE
SELECT sum(a.id * b.uid) FROM t a, u b WHERE a.k = b.k AND a.id + b.uid > 40
SELECT a.k, sum(b.v), count(b.v), count(*) FROM t a LEFT JOIN u b USING (k) GROUP BY a.k -- approx
SELECT k, a.id, b.uid FROM t a FULL JOIN u b USING (k) ORDER BY k NULLS LAST, a.id NULLS LAST, b.uid NULLS LAST -- ordered
SELECT * FROM (SELECT k, id FROM t) JOIN (SELECT k, uid FROM u) USING (k) JOIN (SELECT k, count(*) AS c FROM t GROUP BY k) USING (k)
SELECT a.*, b.uid FROM (SELECT id, st FROM t) a LEFT JOIN u b ON a.st.a = b.k
SELECT id FROM t WHERE EXISTS (FROM u WHERE u.k = t.k AND u.uid > t.id)
SELECT id FROM t WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.k = t.k AND u.v > 5)
SELECT id FROM t WHERE k IN (SELECT k FROM u WHERE u.word = t.word)
SELECT id FROM t WHERE k NOT IN (SELECT k FROM u WHERE k IS NOT NULL AND u.word = t.word)
SELECT id FROM t WHERE k NOT IN (SELECT k FROM u)
SELECT id FROM t WHERE (k, word) IN (SELECT k, word FROM u)
SELECT id FROM t WHERE k > ALL (SELECT k FROM u WHERE k < 3)
SELECT id FROM t WHERE k = ANY (SELECT k FROM u WHERE v > 10)
SELECT id FROM t WHERE k <> ALL (SELECT k FROM u WHERE word = 'pink' AND k IS NOT NULL)
SELECT id, (SELECT max(uid) FROM u WHERE u.k = t.k) AS m FROM t
SELECT id, (SELECT count(*) FROM u WHERE u.k = t.k AND u.ts <= t.ts) AS n FROM t
SELECT id, (SELECT sum(v) FROM u WHERE u.word = t.word) AS n FROM t WHERE (SELECT count(*) FROM u WHERE u.word = t.word) > 2 -- approx
SELECT id, (SELECT list(uid ORDER BY uid) FROM u WHERE u.k = t.k) FROM t
SELECT id, (SELECT v FROM u WHERE u.k = t.k ORDER BY uid LIMIT 1) FROM t
SELECT id, (SELECT string_agg(word, ',' ORDER BY uid) FROM u WHERE u.k >= t.k AND u.uid < 8) FROM t
SELECT k, (SELECT max(b.id) FROM t b WHERE b.k = a.k AND b.id < max(a.id)) FROM t a GROUP BY k
SELECT id, EXISTS (SELECT 1 FROM u WHERE u.k = t.k), k IN (SELECT k FROM u) FROM t
SELECT id, k NOT IN (SELECT k FROM u WHERE u.uid < 3) FROM t
SELECT id, (SELECT count(*) FROM (SELECT DISTINCT word FROM u WHERE u.k = t.k)) FROM t
SELECT id, (SELECT (SELECT max(v) FROM u b WHERE b.k = a.k AND b.uid <= t.id) FROM u a WHERE a.uid = t.id) FROM t
SELECT id FROM t a WHERE id = (SELECT max(id) FROM t b WHERE b.k IS NOT DISTINCT FROM a.k)
SELECT id FROM t WHERE d2 > (SELECT avg(v) FROM u WHERE u.k = t.k)
SELECT id, (SELECT arg_max(u.word, u.v) FROM u WHERE u.k = t.k) FROM t
SELECT a.id, b.uid FROM t a ASOF LEFT JOIN u b ON a.k = b.k AND a.ts < b.ts WHERE a.k IS NOT NULL
SELECT a.id, b.uid FROM (SELECT * FROM t WHERE id > 10) a ASOF LEFT JOIN u b ON a.k = b.k AND a.ts < b.ts
SELECT a.id, b.uid FROM (SELECT id, k, ts, word FROM t WHERE list_contains(li, 4) OR d2 = 3) a ASOF JOIN (SELECT uid, k, ts, word, v FROM u WHERE word <> 'pink') b ON a.ts < b.ts WHERE a.id > 10
SELECT a.id, b.uid, c.uid FROM t a ASOF LEFT JOIN u b ON a.ts >= b.ts ASOF LEFT JOIN (SELECT * FROM u WHERE uid % 2 = 0) c ON a.ts >= c.ts AND a.word = c.word WHERE a.id % 3 = 1
SELECT a.id, c.uid FROM t a JOIN one ON a.id > one.id ASOF JOIN u c ON a.ts >= c.ts AND a.k = c.k
SELECT a.id FROM t a ASOF SEMI JOIN u b ON a.ts >= b.ts AND a.k = b.k
