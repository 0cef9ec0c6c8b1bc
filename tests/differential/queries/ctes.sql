WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 50) SELECT sum(n), max(n) FROM r
WITH RECURSIVE r AS (SELECT 1 AS a, 1 AS b UNION ALL SELECT b, a + b FROM r WHERE b < 1000) SELECT a FROM r
WITH RECURSIVE r AS (SELECT 1 AS n UNION SELECT (n * 7) % 31 FROM r) SELECT count(*), sum(n) FROM r
WITH RECURSIVE tree AS (SELECT id, id // 2 AS parent, 0 AS depth FROM t WHERE id = 1 UNION ALL SELECT t.id, t.id // 2, depth + 1 FROM t JOIN tree ON t.id // 2 = tree.id WHERE t.id > 1) SELECT depth, count(*), sum(id) FROM tree GROUP BY depth ORDER BY depth -- ordered
WITH RECURSIVE path AS (SELECT id, word::VARCHAR AS p FROM t WHERE id < 3 UNION ALL SELECT t.id, path.p || '/' || t.word FROM path JOIN t ON t.id = path.id * 3 + 1) SELECT id, p FROM path
WITH RECURSIVE r AS (SELECT 0 AS i, []::INTEGER[] AS l UNION ALL SELECT i + 1, l || [i * i] FROM r WHERE i < 6) SELECT i, l FROM r
WITH RECURSIVE d AS (SELECT DATE '2024-02-27' AS x UNION ALL SELECT (x + INTERVAL 1 DAY)::DATE FROM d WHERE x < DATE '2024-03-03') SELECT x, dayname(x) FROM d
WITH RECURSIVE s AS (SELECT 'abc' AS x UNION ALL SELECT x[2:] FROM s WHERE length(x) > 0) SELECT x FROM s
WITH a AS (SELECT * FROM t WHERE k = 1), b AS (SELECT * FROM a WHERE bo) SELECT count(*), sum(b.id) FROM a LEFT JOIN b USING (id)
WITH a AS MATERIALIZED (SELECT k, count(*) AS n FROM t GROUP BY k) SELECT x.k, x.n, y.n FROM a x LEFT JOIN a y ON x.k = y.k + 1
WITH a AS NOT MATERIALIZED (SELECT k, count(*) AS n FROM t GROUP BY k) SELECT x.k, y.n FROM a x JOIN a y USING (k) WHERE x.n > 5
WITH a(x, y) AS (SELECT id, word FROM t) SELECT x, y FROM a WHERE x < 9 ORDER BY x DESC -- ordered
WITH t AS (SELECT id + 100 AS id FROM t) SELECT min(id), max(id) FROM t
WITH x AS (WITH y AS (SELECT id FROM t WHERE id > 70) SELECT id * 2 AS id FROM y) SELECT * FROM x
WITH q AS (SELECT max(id) AS m FROM t) SELECT id FROM t, q WHERE id > m - 3
SELECT * FROM (WITH a AS (SELECT 1 AS x) SELECT x FROM a UNION ALL SELECT x + 1 FROM a)
SELECT id FROM t WHERE id = (WITH a AS (SELECT max(uid) AS m FROM u) SELECT m FROM a)
PIVOT (SELECT k, word, id FROM t) ON word IN ('red', 'blue') USING sum(id) GROUP BY k
PIVOT t ON word IN ('red', 'green', 'blue') USING count(*) AS n, max(id) AS top GROUP BY k
SELECT * FROM (PIVOT t ON k IN (0, 1, 2) USING sum(i32) GROUP BY word) ORDER BY word -- ordered
SELECT * FROM t PIVOT (sum(i32) FOR k IN (0, 1, 2) GROUP BY word)
SELECT * FROM (SELECT k, word, dec9 FROM t) PIVOT (max(dec9) AS m, count(*) AS c FOR word IN ('red', 'Red'))
PIVOT (SELECT * FROM u) ON word IN ('red', 'pink', 'nope') USING first(v ORDER BY uid)  GROUP BY k
PIVOT z ON word IN ('red') USING count(*) GROUP BY k
PIVOT (SELECT k, bo, id FROM t) ON bo IN (true, false) USING avg(id) GROUP BY k -- approx
PIVOT t ON word USING count(*)
PIVOT u ON k, word USING count(*)
PIVOT t ON word USING sum(id) GROUP BY k
UNPIVOT (SELECT id, i8, i16 FROM t) ON i8, i16 INTO NAME which VALUE val
UNPIVOT (SELECT id, i32, i64, k FROM t WHERE id < 9) ON COLUMNS(* EXCLUDE (id)) INTO NAME n VALUE v
UNPIVOT (SELECT id, d2, f FROM t) ON d2, f
SELECT * FROM (SELECT id, k, i32 FROM t) UNPIVOT (val FOR name IN (k, i32))
SELECT * FROM (SELECT id, k, i32 FROM t) UNPIVOT INCLUDE NULLS (val FOR name IN (k, i32))
SELECT which, count(*), sum(val) FROM (UNPIVOT (SELECT id, k, i32 FROM t) ON k, i32 INTO NAME which VALUE val) GROUP BY which
SELECT name, val FROM (SELECT uid, word, word || 'x' AS w2 FROM u) UNPIVOT (val FOR name IN (word, w2))
SELECT unnest([1, 2, 3]) AS x, unnest(['a', 'b']) AS y
SELECT unnest([[1, 2], [3]]) AS x
SELECT unnest([[1, 2], [3]], recursive := true) AS x
SELECT unnest(li), id FROM t WHERE len(li) > 0
SELECT id, unnest(li) + 1 AS x FROM t WHERE id < 10
SELECT id, u FROM t, unnest(ls) x(u) WHERE u LIKE 'x%'
SELECT count(*) FROM t, unnest(li) WHERE li IS NOT NULL
SELECT x FROM range(5) r(x), range(2)
SELECT x, y FROM range(1, 4) a(x), generate_series(x, 3) b(y)
SELECT generate_series FROM generate_series(TIMESTAMP '2024-01-30', TIMESTAMP '2024-02-02', INTERVAL '12 hours')
SELECT range FROM range(DATE '2024-01-01', DATE '2024-01-05', INTERVAL 1 DAY)
SELECT [x * 2 FOR x IN range(5) IF x % 2 = 0], list_transform([1, 2, 3], x -> x + 1), list_filter(['a', 'b'], s -> s > 'a')
SELECT id, [x + id FOR x IN li IF x > 2] FROM t
SELECT id, list_transform(li, x -> list_transform([1, 2], y -> x * y)) FROM t WHERE id < 9
SELECT id, list_transform(li, (x, i) -> x + i) FROM t
SELECT {'a': 1, 'b': {'c': [1, 2], 'd': NULL}}.b.c[2], {'a': 1} = {'a': 1}, ({'x': 1, 'y': 'z'}).y
SELECT MAP {'a': 1, 'b': NULL}, MAP {}, MAP {1: 'x'}[1], MAP {'k': [1, 2]}['k'][1]
SELECT [1, 2] < [1, 3], [1] < [1, NULL], [NULL] = [NULL], [] = [], [1, 2] || 3
SELECT {'a': NULL} = {'a': NULL}, {'a': 1} < {'a': 2}, {'a': 1} IS DISTINCT FROM {'a': NULL}
SELECT list_value(1, NULL, 2), [1, 2.5], ['a', NULL], [[]], [{'a': 1}, {'a': NULL}], array_value FROM (SELECT 1 AS array_value)
SELECT list_sort([3, NULL, 1]), list_sort([3, NULL, 1], 'DESC'), list_sort([3, NULL, 1], 'ASC', 'NULLS FIRST'), list_reverse_sort([3, NULL, 1])
SELECT list_distinct([1, 1, NULL]), list_unique([1, 1, NULL]), list_contains([1, NULL], NULL), list_position([1, 2], 3), len([NULL])
SELECT list_slice([1, 2, 3, 4, 5], 2, 4), ([1, 2, 3, 4, 5])[-3:-2], ([1, 2, 3, 4, 5])[:2], ([1, 2, 3, 4, 5])[4:], ([1, 2, 3])[0], ([1, 2, 3])[2:0]
SELECT ([1, 2, 3, 4, 5])[1:5:2], ([1, 2, 3, 4, 5])[:-:2], ([1, 2, 3, 4, 5])[5:1:-2]
SELECT array_cat([1], [2]), list_concat(NULL, [1]), list_append([], 1), list_prepend(0, [1]), array_pop_back([1, 2]), array_pop_front([1, 2])
SELECT list_aggregate([1, 2, 3], 'sum'), list_aggregate([1, 2, 3], 'avg'), list_aggregate(['a', 'b'], 'string_agg', '-'), list_sum([1, NULL]), list_avg([1, 2])
SELECT flatten([[1], NULL, [2, 3]]), flatten([]), list_zip([1, 2], ['a']), list_grade_up([3, 1, 2])
SELECT struct_pack(a := 1, b := 'x'), struct_extract({'a': 5}, 'a')
SELECT map_keys(MAP {'a': 1}), map_values(MAP {'a': 1}), map_entries(MAP {'a': 1}), map_from_entries([{'k': 'a', 'v': 1}]), cardinality(MAP {'a': 1, 'b': 2})
SELECT MAP {'b': 1, 'a': 2} = MAP {'b': 1, 'a': 2}, MAP {'b': 1, 'a': 2} = MAP {'a': 2, 'b': 1}, map_extract(MAP {'a': 1}, 'x'), element_at(MAP {'a': 1}, 'a')
SELECT histogram(x) FROM (VALUES ('b'), ('a'), ('b'), (NULL)) v(x)
SELECT list_transform([[1, 2], [3, NULL]], l -> list_sum(l))
SELECT union_value(num := 2), union_value(str := 'x'), union_tag(union_value(num := 2))
SELECT [1, 2, 3]::VARCHAR, {'a': 1, 'b': 'x y'}::VARCHAR, MAP {'a': 1}::VARCHAR, [NULL, 'a,b', '']::VARCHAR, ['it''s']::VARCHAR
SELECT '[1, 2, NULL]'::INTEGER[], '[a, b c]'::VARCHAR[], '{''a'': 1}'::STRUCT(a INTEGER), '{x=1}'::MAP(VARCHAR, INTEGER)
SELECT list_any_value([NULL, 2]), list_histogram([1, 1, 2]), list_mode([1, 1, 2]), list_last([1, 2]), list_bit_and([3, 1])
SELECT * FROM (PIVOT (SELECT k, word, id FROM t) ON k USING sum(id) GROUP BY word) ORDER BY word -- ordered
WITH a AS (SELECT k, word, id FROM t), p AS (PIVOT a ON k USING count(*) GROUP BY word) SELECT * FROM p ORDER BY ALL -- ordered
WITH a AS (SELECT k, word, id FROM t) SELECT count(*) FROM (PIVOT a ON word USING sum(id))
PIVOT (SELECT k, word, id FROM t) ON k, word USING count(*)
PIVOT (SELECT k, bo, id FROM t) ON k IN (0, 1), bo USING max(id)
SELECT * FROM (PIVOT (SELECT k, id FROM t) ON k USING sum(id)) x, (PIVOT (SELECT bo, id FROM t) ON bo USING sum(id)) y
