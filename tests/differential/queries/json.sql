-- JSON functions.
SELECT '{"a":1}'->'a', '{"a":"b"}'->>'a', '{"a":"b"}'->'a', '{"a":null}'->'a', '{"a":null}'->>'a', '{"a":null}'->'b', '{"a":1,"a":2}'->'a'
SELECT typeof('{"a":1}'->'a'), typeof('{"a":1}'->>'a'), typeof(json_extract('{}', ['a'])), typeof(to_json(1)), typeof(json_object()), typeof(json_keys('{}')), typeof(json_array_length('[]')), typeof('{}'->>'$.*')
SELECT json_extract('{"a":12345678901234567890123456789, "b":1.10, "c":1E2, "d":1e400, "e":-0, "f":-0.0,"g":18446744073709551616,"h":100000000000000000000000.5}', ['a','b','c','d','e','f','g','h'])
SELECT json('{"a":0.00001,"b":1e-7,"c":123456789012345678,"d":-9223372036854775808,"e":-9223372036854775809,"f":18446744073709551615,"g":0.1e1,"h":1e22,"i":-1e-10, "j":1.0e+5}')
SELECT json_extract('{"a":[1,2,{"b":3}]}', '$.a[*]'), json_extract('{"a":[1,2,{"b":3}]}', '$.a[2].b'), json_extract('{"a":[1,2,{"b":3}]}', '/a/2/b'), json_extract('{"a":[1,2,{"b":3}]}', 'a.b')
SELECT json_extract('[1,2,3]', 1), json_extract('[1,2,3]', -1), json_extract('[1,2,3]', '$[#-1]'), json_extract('[1,2,3]', '$[-1]'), json_extract('[1,2,3]', '$[-4]'), json_extract('[1,2,3]', '0'), json_extract('[1,2,3]', '$[#-2]'), json_extract('{"0":5}', 0), json_extract('{"0":5}', '0')
SELECT json_extract('{"a":{"x":1,"y":2}}', '$.a.*'), json_extract('{"a":{"x":1,"y":[2]}}', '$..*'), json_extract('{"a":{"x":1,"y":[{"x":5}]}}', '$..x'), json_extract('{"a":{"x":1,"y":[{"x":5}]}}', '$.**.x'), json_extract('{"*":7,"a":8}', '*'), json_extract('[1,2]', '$.*')
SELECT json_extract('[[1,[2]],3]', '$..[0]'), json_extract('[[1,[2]],3]', '$..[*]'), json_extract('{"a":{"a":{"a":1}}}', '$..a'), json_extract('{"a":{"a":{"a":1}}}', '$.a..a'), json_extract('{"a":{"b":1},"c":[2]}', '$.*.*'), json_extract('{"a":{"b":1},"c":[2]}', '$.*[*]'), json_extract('{"a":1}', '$.b[*]')
SELECT '{"a":[{"b":1},{"b":2}]}'->'$.a[*].b', '{"a":[{"b":1},{"b":2}]}'->>'$.a[*].b', '{"a":[{"b":1},{"b":2}]}'->>'$.a[9].b', json_extract_string('{"a":[{"b":null},{"b":"x"}]}', '$.a[*].b')
SELECT json_extract('{"a b":1,"c.d":2, "":5,"[":8,"$.x":9,"e":{"f":1}}', ['$."a b"','$."c.d"','a b','c.d','/c.d','/a b','$','[','/','e/f'])
SELECT json_extract('{"a/b":1,"m~n":2, "a":[5,6]}', ['/a~1b','/m~0n','/a/1','/a/01','/a/-1','/a/x']), json_extract('{"a\"b":1}', '$."a\"b"'), json_extract('{"a":{"x":1}}', '$."a".x'), json_extract('{"a":1}', '')
SELECT json_extract('{"a":1}', '$.a.')
SELECT json_extract('{"a":1}', '$a')
SELECT json_extract('{"a":[1]}', '$.a[x]')
SELECT json_extract('{"a":1}', ['$.*', 'a'])
SELECT json_extract(1, 'a')
SELECT '{"a":1'->'a'
SELECT '{"a":1} x'->'a'
SELECT json('{"a":01}')
SELECT json('["\ud800"]')
SELECT j->k, j->>k FROM (VALUES ('{"a":1,"b":2}','a'),('{"a":1,"b":2}','$.b'),('{"a":1,"b":2}','/b'),(NULL,'a'),('{"a":null}','a'),('{"a":1}',NULL),('{"a":"x"}','a')) t(j,k)
SELECT json_valid(''), json_valid('nul'), json_valid('null'), json_valid('[1,]'), json_valid('[1,2'), json_valid('{"a":NaN}'), json_valid('// c'), json_valid(' 1 '), json_valid('"\ud800"'), json_valid('"\x"'), json_valid('01'), json_valid('[1,2] // x'), json_valid('Infinity'), json_valid(NULL)
SELECT '{"a":{"b" : [1 , 2.0, "x\/y\u0007\u007f\u2028é"] , }}'->'a', '{"a\u0062":1}'->'ab', json('["\u001f\b\f\u000b\u0080\ud83d\ude00"]'), length('"a\u0000b"'::JSON->>'$'), json('[nan, NaN, inf, Infinity, -Infinity, INF]')
SELECT json_type('{"a":1,"b":-1,"c":1.5,"d":null,"e":true,"f":"x","g":[],"h":{}}', ['$.a','$.b','$.c','$.d','$.e','$.f','$.g','$.h','$.i']), json_type('1'), json_type('12345678901234567890123'), json_type('1e400'), json_type('nan'), json_type('-0'), json_type('1e2'), json_type(NULL), json_type('{"a":[1,"x"]}', '$.a[*]')
SELECT json_array_length('[1,2]'), json_array_length('{"a":[1]}'), json_array_length('{"a":[1]}', 'a'), json_array_length('3'), json_array_length('{"a":[1]}', ['a','b']), json_array_length('{"a":[[1],[1,2]]}', '$.a[*]')
SELECT json_keys('{"a":1,"b":{"c":2}}'), json_keys('{"a":1,"b":{"c":2}}', 'b'), json_keys('[1]'), json_keys('null'), json_keys('{"a":1,"a":2}'), json_keys('{"a":1,"b":2}', ['$','a'])
SELECT json_contains('{"a":{"b":1}}', '{"b":1}'), json_contains('{"a":{"b":1}}', '1'), json_contains('[1,[2,3]]', '[3]'), json_contains('{"a":"x"}', '"x"'), json_contains('{"a":"x"}', '"a"'), json_contains('[1.0]', '1'), json_contains('{"a":1,"b":2}', '{"b":2,"a":1}'), json_contains('[1,2,3]', '[3,1]'), json_contains('[1,1]', '[1,1,1]'), json_contains('"abc"', '"b"'), json_contains('[]', '[]'), json_contains('[1]', '{}'), json_contains('[null]', 'null'), json_contains('{"a":1}', NULL)
SELECT json_value('{"a":1,"b":[1],"c":"x","d":null}', 'a'), json_value('{"a":1,"b":[1]}', 'b'), json_value('{"c":"x"}', 'c'), json_value('{"d":null}', 'd'), json_exists('{"a":null}', 'a'), json_exists('{"a":null}', 'b'), json_exists('{"a":[1]}', '$.a[*]')
SELECT json_structure('{"a":[1,2.5,null],"b":"x","c":{"d":null}}'), json_structure('[{"a":1},{"b":"2024-01-01"}]'), json_structure('1'), json_structure('-1'), json_structure('[]'), json_structure('[1,"a"]'), json_structure('[1,-1]'), json_structure('[1,1.5]'), json_structure('{}'), json_structure('[{"a":1},{"a":{"b":1}}]'), json_structure('[true,1]')
SELECT json_pretty('{"a":[],"b":{},"c":[1,{"d":null}]}'), json_merge_patch('{"a":1,"b":{"c":1}}', '{"b":{"d":2},"a":null}'), json_merge_patch('{"a":1}', '{"a":{"b":null,"c":1}}'), json_merge_patch('1', '{"a":1}'), json_merge_patch('{"a":1}', '2')
SELECT to_json(1), to_json('a'), to_json([1,2]), to_json({'a':1,'b':NULL}), to_json(TIMESTAMP '2024-01-01 10:00:00.5'), to_json(1.10::DECIMAL(4,2)), to_json(NULL), to_json('nan'::DOUBLE), to_json(MAP{'a':1}), to_json('inf'::DOUBLE), to_json(1e20), to_json(123456789012345678901234567890::HUGEINT), to_json(INTERVAL '1 month 2 days 3 hours'), to_json('é"\'), to_json('\xAA'::BLOB), to_json(true)
SELECT to_json({'a': 1::TINYINT, 'b': [NULL,'x'], 'c': DATE '2024-01-01', 'd': TIME '10:00:00.5', 'e': '00000000-0000-4000-8000-000000000000'::UUID}), to_json(12345678901234567890.123::DECIMAL(30,3)), to_json(MAP{'x y':[1]}), to_json([[1],NULL,[]]), to_json(chr(31) || chr(127) || '/'), to_json(0.1::FLOAT), to_json(TIMESTAMPTZ '2024-01-01 10:00:00+00')
SELECT to_json(x) FROM (VALUES (1e21::DOUBLE),(1e-5),(1e-6),(1e-7),(123456789012345680.0),(1.5e300),(0.1),(1e22),(5e-324),(100),(12345.678)) t(x)
SELECT json_object('a', 1, 'b', NULL, 'c', [1]), json_array(1, NULL, 'x', {'a':1}), json_object(), json_array(), json_object('a', 1, 'a', 2), json_object('a', '{"x":1}'::JSON, 'b', '[1]'), json_array('[1, 2]', '[1, 2]'::JSON, 1.5, 1::DOUBLE), to_json('{"x": 1}'::JSON)
SELECT json_object('a')
SELECT json_quote('a"b'), array_to_json([1]), row_to_json({'a':1}), json('{"a" : 1}')
SELECT id, to_json(t) FROM t WHERE id < 40
SELECT id, to_json(li), to_json(st), to_json(d), to_json(dec9), to_json(ts), to_json(dt), to_json(bo), to_json(s), to_json(u64) FROM t
SELECT id, json_object('id', id, 'word', word, 'li', li, 'v', dec9)->'li'->0, json_object('id', id, 'word', word)->>'word' FROM t
SELECT k, json_group_array(id) FROM (SELECT * FROM t ORDER BY id) GROUP BY k
SELECT k, json_group_object(id, word) FROM (SELECT * FROM t ORDER BY id) GROUP BY k
SELECT json_group_array({'a': id, 'b': word}) FROM (SELECT * FROM t WHERE id < 9 ORDER BY id)
SELECT json_transform('{"a":1.7,"b":"2024-01-01","c":true,"d":"x","e":null,"f":[1,"2",null],"g":{"h":1}}', '{"a":"INTEGER","b":"DATE","c":"INTEGER","d":"DOUBLE","e":"VARCHAR","f":["BIGINT"],"g":{"h":"VARCHAR"}}') AS x
SELECT from_json('{"a":1.7,"b":"2024-01-01 10:00","c":[1],"g":{"h":1}}', '{"a":"DECIMAL(4,1)","b":"TIMESTAMP","c":"VARCHAR","g":"JSON"}') AS x, json_transform('[1,2]', '"INTEGER"') AS y, json_transform('{"a":1}', '["INTEGER"]') AS z, json_transform('{"a":1}', '"MAP(VARCHAR,INTEGER)"') AS m
SELECT json_transform('null', '{"a":"INTEGER"}') AS a, json_transform('{"a":300}', '{"a":"TINYINT"}') AS b, json_transform('{"a":"true"}', '{"a":"BOOLEAN"}') AS c, json_transform('{"A":1}', '{"a":"INTEGER"}') AS d
SELECT json_transform_strict('{"a":1}', '{"b":"INTEGER"}')
SELECT json_transform_strict('{"a":"x"}', '{"a":"INTEGER"}')
SELECT unnest(from_json('[1,2]', '["INTEGER"]')) AS x, unnest('{"a":[1,2]}'->'$.a[*]') AS y, unnest(('{"a":[1,2]}'->'a')::INT[]) AS z
SELECT ('"42"'::JSON)::INT, ('42'::JSON)::INT, ('[1,2]'::JSON)::INT[], ('{"a":1}'::JSON)::STRUCT(a INT), ('null'::JSON)::INT, ('1.5'::JSON)::INT, ('true'::JSON)::BOOLEAN, ('"2024-01-01"'::JSON)::DATE, ('1.5'::JSON)::DOUBLE, ('"2024-01-01 10:00"'::JSON)::TIMESTAMP, ('1'::JSON)::VARCHAR, ('"a"'::JSON) || 'x'
SELECT CAST('["a","b\"c",null]'::JSON AS VARCHAR[]), CAST('{"a":{"b":[1,null]}}'::JSON AS STRUCT(a STRUCT(b INT[]))), CAST('[1.6]'::JSON AS INT[]), ('1.25'::JSON)::DECIMAL(4,1), ('[1,{"a":2}]'::JSON)::JSON[]
SELECT 'x'::JSON
SELECT ('"x"'::JSON)::INT
SELECT TRY_CAST('x' AS JSON), TRY_CAST('{"a" :1}' AS JSON), TRY_CAST('"x"'::JSON AS INT)
SELECT ('{"a":1}'->'a')::INT + 1, ('{"a":1}'->'a') = 1, ('{"a":1}'->'a') = '1', ('{"a":"x"}'->'a') = '"x"', lower('{"A":1}'::JSON), '{"a":1}'::JSON = '{"a" :1}'
SELECT ('{"a":1}'->'a') + 1
SELECT sum('{"a":1}'->'a')
SELECT j.a.b, j['a'], j.a.b[1] FROM (SELECT '{"a":{"b":[1,2]}}'::JSON AS j)
SELECT count(*) FROM (VALUES ('{"a":1}')) t(j) WHERE j->>'a' = '1'
SELECT sum((j->>'v')::INT), max(j->>'s') FROM (SELECT json_object('v', id, 's', word) AS j FROM t) x WHERE (j->>'v')::INT > 5
SELECT * FROM json_each('{"a":[1,2],"b":{"c":null}}')
SELECT * FROM json_tree('{"a b":1,"c.d":[{"x":null},"s"],"e":true}')
SELECT * FROM json_each('[10,"x"]')
SELECT * FROM json_each('{"a":{"x":1},"b":{"x":2}}', '$.b')
SELECT * FROM json_each('{"a":[5,6]}', 'a')
SELECT * FROM json_each('{"a":[5,6]}', '$.zz')
SELECT * FROM json_each('5')
SELECT * FROM json_each(NULL)
SELECT json_each.key FROM json_each('{"a":1}')
SELECT e.key, e.value->>'x' AS v, t.id FROM t, json_each(json_object('p', {'x': t.id}, 'q', {'x': t.word})) AS e WHERE t.id < 20
SELECT key, count(*) FROM (SELECT json_object('a', id, 'b', word) AS j FROM t) x, json_each(x.j) GROUP BY key
SELECT json_group_array(id) AS a, json_group_object(word, id) AS o FROM t WHERE id < -9999
