SELECT 1 / 2, 7 / 2, -7 / 2, 7 // 2, -7 // 2, 7 % 3, -7 % 3, 7 % -3, 1 / 0, 1 // 0, 1 % 0, 1.0 / 0, 0.0 / 0
SELECT 7.5 // 2, -7.5 // 2, 7.5 % 2, -7.5 % 2, 7.5::DOUBLE // 2, -7.5::DOUBLE % 2, fmod(7.5, 2), mod(-7, 3), divide(7, 2)
SELECT 2 ** 10, 2 ^ 10, pow(2, -1), 2 ** 0.5, power(-8, 1.0 / 3), sqrt(2), cbrt(27) -- approx
SELECT 1 + 1.5, 1.5 + 2.25, 1.5 * 2.25, 0.1 + 0.2, 0.1::DOUBLE + 0.2, 1.5 / 2, 10::DECIMAL(4,1) / 3, 1e2, 1.0, 100000000000000000000
SELECT typeof(1), typeof(1.5), typeof(1e2), typeof(10000000000), typeof(1 / 2), typeof(1 // 2), typeof(1.5 * 2.25), typeof(1.5 + 1), typeof(100000000000000000000), typeof(1.5 / 2), typeof('a'), typeof(NULL), typeof([1]), typeof({'a': 1})
SELECT typeof(sum(id)), typeof(avg(id)), typeof(sum(dec9)), typeof(avg(dec9)), typeof(sum(d2)), typeof(count(*)), typeof(median(id)), typeof(sum(whole)), typeof(max(i8)) FROM t
SELECT typeof(round(1.55, 1)), typeof(floor(1.5)), typeof(ceil(1.5)), typeof(abs(-1)), typeof(i8 + i8), typeof(u8 + i8), typeof(dec9 * dec9), typeof(dec9 + 1), typeof(dec9 / 2), typeof(length('a')), typeof(d2 // 2), typeof(f * 2), typeof(f * 2.0) FROM t LIMIT 1
SELECT round(2.5), round(-2.5), round(3.5), round(1.25, 1), round(1.35::DOUBLE, 1), round(1234.5, -2), round(1.555::DECIMAL(5,3), 2), round_even(2.5, 0), round_even(3.5, 0), trunc(-1.7), trunc(1.7)
SELECT ceil(0::DECIMAL), ceil(1.0), ceil(1.1), ceil(-1.1), ceil(-0.5), floor(-1.1), floor(-0.5), ceil(5), floor(5), ceil(1e20), ceil('-inf'::DOUBLE), ceil(-0.5::DOUBLE), ceiling(0.1)
SELECT ceil(123456789012345678.5::DECIMAL(38,1)), floor(-123456789012345678.5::DECIMAL(38,1)), ceil(12345678901.01::DECIMAL(18,2)), ceil(0.00::DECIMAL(38,2)), ceil(-3::DECIMAL(9,0)), ceil(NULL), ceil(3::UTINYINT), ceil(3::HUGEINT)
SELECT 127::TINYINT, -128::TINYINT, 255::UTINYINT, 9223372036854775807, -9223372036854775808, 170141183460469231731687303715884105727::HUGEINT, 18446744073709551615::UBIGINT
SELECT TRY_CAST(300 AS TINYINT), TRY_CAST(-1 AS UTINYINT), TRY_CAST(1e30 AS BIGINT), TRY_CAST(2.5 AS INTEGER), TRY_CAST(3.5 AS INTEGER), TRY_CAST(-2.5 AS INTEGER), TRY_CAST(2.5::DOUBLE AS INTEGER), TRY_CAST(0.5::DOUBLE AS INTEGER), TRY_CAST('NaN'::DOUBLE AS INTEGER)
SELECT 1.005::DECIMAL(4,2), 1.995::DECIMAL(4,2), -1.005::DECIMAL(4,2), 0.5::DECIMAL(2,0), 1.5::DECIMAL(2,0), 2.5::DOUBLE::DECIMAL(2,0), TRY_CAST(100 AS DECIMAL(3,1)), TRY_CAST(99.95 AS DECIMAL(3,1))
SELECT TRY_CAST('1.5' AS INTEGER), TRY_CAST('1e3' AS INTEGER), TRY_CAST(' 42 ' AS INTEGER), TRY_CAST('' AS INTEGER), TRY_CAST('0x1F' AS INTEGER), TRY_CAST('1_000' AS INTEGER), TRY_CAST('+5' AS INTEGER), TRY_CAST('1.' AS DOUBLE), TRY_CAST('.5' AS DOUBLE), TRY_CAST('1e400' AS DOUBLE), TRY_CAST('nan' AS DOUBLE), TRY_CAST('Infinity' AS DOUBLE)
SELECT TRY_CAST('t' AS BOOLEAN), TRY_CAST('yes' AS BOOLEAN), TRY_CAST('1' AS BOOLEAN), TRY_CAST('FALSE' AS BOOLEAN), TRY_CAST('on' AS BOOLEAN), TRY_CAST(2 AS BOOLEAN), TRY_CAST(0.0 AS BOOLEAN), TRY_CAST('f' AS BOOLEAN), TRY_CAST('no' AS BOOLEAN)
SELECT 1.0::VARCHAR, 1.5::DOUBLE::VARCHAR, 1e20::VARCHAR, 1e-7::VARCHAR, 123456789012345680::DOUBLE::VARCHAR, 0.1::FLOAT::VARCHAR, 'inf'::DOUBLE::VARCHAR, 'NaN'::DOUBLE::VARCHAR, -0.0::DOUBLE::VARCHAR, 100::DOUBLE::VARCHAR, true::VARCHAR, 1.50::DECIMAL(5,2)::VARCHAR
SELECT 0.1::FLOAT::DOUBLE, 16777217::FLOAT, 0.1::FLOAT = 0.1, 0.1::FLOAT + 0.2::FLOAT, 1e38::FLOAT * 10, 3::FLOAT / 2
SELECT 'NaN'::DOUBLE = 'NaN'::DOUBLE, 'NaN'::DOUBLE > 'inf'::DOUBLE, 0.0 = -0.0, 'inf'::DOUBLE - 'inf'::DOUBLE, greatest(1, 'NaN'::DOUBLE), least(1, 'NaN'::DOUBLE)
SELECT NULL = NULL, NULL <> 1, NULL IS NULL, NULL AND FALSE, NULL OR TRUE, NOT NULL, 1 IN (NULL, 1), 1 IN (NULL, 2), 1 NOT IN (NULL, 2), coalesce(NULL, NULL, 3), nullif(1, 1), NULL || 'a', concat(NULL, 'a'), greatest(NULL, 1), least(NULL, 1)
SELECT id, k = 1, k = '1', word = 'red', id BETWEEN 3 AND 5, k IS DISTINCT FROM NULL FROM t WHERE id < 12
SELECT '5' + 1, '5' * '2', 'a' || 1, 1 || 2, '1' = 1, '01' = 1, 1 < '10', concat(1, 2.5, TRUE, DATE '2024-01-01', NULL)
SELECT id FROM t WHERE id = '7'
SELECT id FROM t WHERE id > '70'
SELECT id FROM t WHERE word > 5::VARCHAR
SELECT id FROM t WHERE dec9 = '1.50' OR dec9 > 9.5
SELECT id FROM t WHERE d2 = 1 OR d2 = 1.25 OR d2 IN (2, 2.5)
SELECT id FROM t WHERE i8 = 300
SELECT id FROM t WHERE i8 < 300
SELECT id FROM t WHERE u8 > -1
SELECT id FROM t WHERE i32 = 12.5
SELECT id FROM t WHERE i32 < 12.5 AND i32 > -12.5
SELECT id FROM t WHERE i64 > 9223372036854775806
SELECT id FROM t WHERE u64 > 18446744073709551614
SELECT id FROM t WHERE whole > 10000000000000000000
SELECT id FROM t WHERE f = 0.1
SELECT id FROM t WHERE f > 0.1::FLOAT AND d < 100
SELECT id FROM t WHERE d = 0 OR d > 1e200
SELECT id FROM t WHERE d = 'NaN'
SELECT id FROM t WHERE d < 'NaN' ORDER BY id -- ordered
SELECT id FROM t WHERE d <= 'inf' AND d >= '-inf'
SELECT id FROM t WHERE isnan(f) OR isnan(d)
SELECT id FROM t WHERE d <> 0
SELECT id FROM t WHERE NOT d > 0
SELECT id FROM t WHERE d >= 1.5
SELECT min(d), max(d), min(f), max(f) FROM t
SELECT min(d), max(d) FROM t WHERE d > 100
SELECT count(*) FROM t WHERE d > (SELECT min(d) FROM t)
SELECT count(*) FROM t WHERE f >= 'NaN'::FLOAT
SELECT id FROM t WHERE s = 'é'
SELECT id FROM t WHERE s < 'a'
SELECT id FROM t WHERE s > 'z'
SELECT id FROM t WHERE s >= 'Z' AND s < 'a'
SELECT id FROM t WHERE s LIKE 'h%'
SELECT id FROM t WHERE s LIKE '%o'
SELECT id FROM t WHERE s LIKE '%l%o%'
SELECT id FROM t WHERE s LIKE '_'
SELECT id FROM t WHERE s ILIKE 'ä%'
SELECT id FROM t WHERE s ILIKE '%STRASSE%' OR s ILIKE 'İ%'
SELECT id FROM t WHERE s NOT LIKE '%a%' AND s IS NOT NULL
SELECT id FROM t WHERE s LIKE '100\%' ESCAPE '\'
SELECT id FROM t WHERE s LIKE 'line%'
SELECT id FROM t WHERE s GLOB '[a-z]*'
SELECT id FROM t WHERE s SIMILAR TO '(foo|bar).*'
SELECT id FROM t WHERE regexp_matches(s, '^\w+$')
SELECT id FROM t WHERE regexp_matches(s, 'HELLO', 'i')
SELECT id FROM t WHERE s ~ '.*o.*'
SELECT id FROM t WHERE s !~ '[a-z ]+'
SELECT id FROM t WHERE starts_with(s, 'h') OR s ^@ 'f'
SELECT id FROM t WHERE contains(s, '') AND id < 20
SELECT id FROM t WHERE length(s) BETWEEN 2 AND 4
SELECT id FROM t WHERE s IN ('a', 'A', 'nope') OR word IN ('red')
SELECT id FROM t WHERE lower(s) = lower('ÄPFEL')
SELECT id FROM t WHERE b = 'v1'::BLOB OR b < '\x01'::BLOB
SELECT id FROM t WHERE uu > '50000000-0000-0000-0000-000000000000'
SELECT id FROM t WHERE uu = (SELECT uu FROM t WHERE id = 2)
SELECT id FROM t WHERE iv > INTERVAL 1 MONTH
SELECT id FROM t WHERE tm BETWEEN '06:00:00' AND '12:00:00'
SELECT id FROM t WHERE li = [3, NULL, 6, 2, 3] OR li = []
SELECT id FROM t WHERE 2 = ANY (li)
SELECT id FROM t WHERE list_contains(li, 3) AND NOT list_contains(li, 1)
SELECT id FROM t WHERE st.a = 2 AND st.b > 's0'
SELECT id FROM t WHERE st IN ({'a': 1, 'b': 's1'}, {'a': 2, 'b': 's2'})
SELECT id FROM t WHERE mp['p'][1] = 1
SELECT id FROM t WHERE bo
SELECT id FROM t WHERE NOT bo
SELECT id FROM t WHERE bo IS NULL OR bo = FALSE
SELECT id FROM t WHERE bo <> (k > 2)
SELECT id FROM t WHERE k
SELECT id FROM t WHERE (k, word) = (1, 'red') OR (k, id) < (0, 50)
SELECT id FROM t WHERE CASE WHEN k = 1 THEN bo ELSE word = 'red' END
SELECT id FROM t WHERE random() < 2
SELECT upper('straße'), lower('İ'), upper('ŉ'), lower('ΑΣ'), upper('ﬁ'), lower('ǅ'), upper('ǆ'), initcap FROM (SELECT 1 AS initcap)
SELECT length('👍🏽'), length('e\u0301'), strlen('é'), reverse('👍🏽a'), substring('日本語', 2, 1), left('👍🏽x', 1), length_grapheme('👍🏽x'), substring_grapheme('👍🏽x', 1, 1), left_grapheme('👍🏽x', 1)
SELECT substring('hello', 0), substring('hello', 0, 2), substring('hello', -3, 2), substring('hello', 2), substring('hello' FROM 2 FOR 3), ('hello')[2:4], ('hello')[-2], ('hello')[0], substr('hello', 10), substr('hello', 2, -1)
SELECT split_part('a-b-c', '-', 2), split_part('a-b-c', '-', 9), split_part('a-b-c', '-', -1), split_part('a', '', 1), string_split('', ','), string_split('abc', ''), string_split_regex('a1b22c', '\d+'), regexp_split_to_array('a  b', '\s+'), split_part('a-b', '-', 0)
SELECT regexp_replace('hello', 'l', 'L'), regexp_replace('hello', 'l', 'L', 'g'), regexp_replace('a.b', '.', '-', 'g'), regexp_replace('Hello', 'h', 'j', 'i'), regexp_extract('abc123', '(\w)(\d+)', 2), regexp_extract('abc', 'z'), regexp_extract('2024-01', '(\d+)-(\d+)', ['y', 'm'])
SELECT regexp_extract_all('a1b22', '\d+'), regexp_extract_all('a1b22', '(\w)(\d)', 2), regexp_matches('abc', 'b'), regexp_full_match('abc', 'b'), regexp_matches('a\nb', 'a.b', 's'), regexp_escape('a.b')
SELECT replace('aaa', 'a', 'aa'), replace('abc', '', 'x'), translate('12345', '143', 'ax'), lpad('abc', 5, 'xy'), lpad('abc', 2, 'x'), rpad('日', 3, '本'), repeat('ab', 3), repeat('x', -1), space FROM (SELECT 1 AS space)
SELECT trim('  a  '), trim('xxaxx', 'x'), ltrim('xyab', 'yx'), rtrim('abxx', 'x'), trim(both ' ' FROM ' a '), trim(leading 'x' FROM 'xax'), trim(trailing 'x' FROM 'xax'), trim('\ta\n')
SELECT concat_ws(',', 'a', NULL, 'b'), concat('a', NULL, 'b'), 'a' || NULL, concat_ws(NULL, 'a'), array_to_string(['a', NULL, 'b'], ','), string_agg FROM (SELECT 1 AS string_agg)
SELECT ascii('A'), chr(65), unicode('é'), ord('日'), chr(128077), md5('a'), hash('a') = hash('a'), hex('A'), unhex('41'), to_hex(255), from_hex('FF'), bin(5), to_binary(5), sha256('a')
SELECT instr('hello', 'l'), position('z' IN 'hello'), strpos('日本語', '語'), contains('hello', 'ell'), starts_with('hello', ''), ends_with('hello', 'lo'), suffix('hello', ''), instr('a', ''), position('' IN 'a')
SELECT format('{} {:.2f} {:>5} {:05d} {:x}', 'a', 1.5, 'r', 42, 255), printf('%d %s %.3f %5s|%-5s|', 1, 'a', 1.5, 'r', 'l'), format('{1} {0}', 'a', 'b'), format('{:,}', 1234567), format('{{}}'), printf('%%')
SELECT base64('a'::BLOB), from_base64('YQ=='), to_base64('a'::BLOB), encode('é'), decode('\xC3\xA9'::BLOB), '\x41'::BLOB::VARCHAR, octet_length('\x41\x42'::BLOB), 'é'::BLOB
SELECT levenshtein('kitten', 'sitting'), hamming('abc', 'abd'), jaccard('abc', 'abd'), jaro_winkler_similarity('abc', 'abd'), damerau_levenshtein('ab', 'ba'), mismatches('abc', 'abd') -- approx
SELECT 'a' < 'B', 'a' < 'b', 'a' COLLATE NOCASE = 'A', 'é' COLLATE NOACCENT = 'e', 'Ä' COLLATE NOCASE.NOACCENT = 'a', 'é' < 'z', 'Z' < 'a', '' < 'a', 'a' < 'aa', 'e\u0301' = 'é'
SELECT greatest('a', 'B'), least('a', 'B'), max(word), min(word), max(s), min(s) FROM t
SELECT bar(5, 0, 10, 10), repeat('=', 3), strip_accents('ÀÉ'), nfc_normalize('é'), format_bytes(16384), format_bytes(1000), formatReadableDecimalSize(16000)
SELECT url_encode('a b&c'), url_decode('a%20b'), parse_filename('/a/b.csv'), parse_path('/a/b/c'), parse_dirname('/a/b/c'), parse_dirpath('/a/b/c')
SELECT 5 & 3, 5 | 3, xor(5, 3), ~5, 1 << 4, 256 >> 2, bit_count(255), 5 ^ 2, @(-5), 5!, '101'::BIT, '101'::BIT | '010'::BIT, bit_length('abc')
SELECT abs(-5), abs(-5.5), sign(-3), sign(0), gcd(12, 18), lcm(4, 6), factorial(5), even(2.3), even(-2.3), pi(), greatest(1, 2.5), nextafter(1.0::DOUBLE, 2), gamma(5), lgamma(5) -- approx
SELECT exp(1), ln(2.718281828), log(100), log2(8), log10(1000), log(2, 8), sin(1), cos(1), tan(1), asin(1), acos(1), atan(1), atan2(1, 1), degrees(pi()), radians(180), cot(1), sinh(1), cosh(1), tanh(1) -- approx
SELECT sqrt(-0.0), ln(1), exp(0), pow(0, 0), pow('inf', 0), abs('-inf'::DOUBLE), sign('NaN'::DOUBLE), round('NaN'::DOUBLE), floor('inf'::DOUBLE)
SELECT CASE 3 WHEN 1 THEN 'a' WHEN 3 THEN 'c' END, CASE WHEN NULL THEN 1 ELSE 2 END, if(1 > 2, 'a', 'b'), ifnull(NULL, 2), iff FROM (SELECT 1 AS iff)
SELECT 1::BIGINT + 1::HUGEINT, 1::UTINYINT - 2::TINYINT, 200::UTINYINT + 50::UTINYINT, 1::SMALLINT * 2::INTEGER, 5::UINTEGER / 2, -5::BIGINT // 2, 1::HUGEINT << 3
SELECT 1::DECIMAL(4,2) * 2::DECIMAL(4,2), 1::DECIMAL(18,6) * 1::DECIMAL(18,6), 1::DECIMAL(38,0) + 1, 10::DECIMAL(10,2) % 3, 1.10::DECIMAL(4,2) = 1.1, 1.1::DECIMAL(4,2) = 1.1::DOUBLE, 2.50::DECIMAL(4,2) // 1
SELECT sum(x), avg(x), min(x), max(x) FROM (VALUES (1.1), (2.22), (NULL), (3.333)) v(x)
SELECT dec9 * 2, dec9 + dec18, dec9 * dec18, dec9 - 1, dec18 / dec9, dec9 % 3, -dec38, abs(dec18), dec38 * 2, dec9 = dec18 FROM t -- approx
SELECT i8 + i16, i32 * i8, u8 - i8, u16 + u32, i64 // 1000, u64 % 1000, i32 + 0.5, i8 * 1.5::DOUBLE, whole + 1, whole // 7, whole % 13 FROM t WHERE id NOT IN (3, 4, 5)
SELECT hash(1) = hash(1), uuid() <> uuid(), length(uuid()::VARCHAR), typeof(uuid()), '6ba7b810-9dad-11d1-80b4-00c04fd430c8'::UUID, TRY_CAST('x' AS UUID), '{6ba7b8109dad11d180b400c04fd430c8}'::UUID
SELECT to_json({'a': 1}), '{"a": 1}'::JSON, json_extract('{"a": 1}', '$.a')
SELECT list_sort(['b', 'A', 'a', 'Ä', 'B', NULL, '']), list_max(['b', 'A']), array_agg(x ORDER BY x) FROM (VALUES ('b'), ('A'), ('a'), ('Ä')) v(x) GROUP BY ALL
SELECT error('boom')
SELECT 9223372036854775807 + 1
SELECT 127::TINYINT + 1::TINYINT
SELECT 'abc'::INTEGER
SELECT '2024-13-01'::DATE
SELECT 1 = 'a'
SELECT id FROM t WHERE id = 'abc'
SELECT nosuchcolumn FROM t
SELECT nosuchfunction(id) FROM t
SELECT id FROM nosuchtable
SELECT (SELECT id FROM t)
SELECT id, count(*) FROM t
SELECT DISTINCT id FROM t GROUP BY k
SELECT sum(word) FROM t
SELECT k FROM t UNION SELECT k, word FROM t
SELECT id FROM t ORDER BY 9
SELECT * FROM t JOIN u USING (nothing)
SELECT id FROM t, u WHERE ts > '2024-01-01'
SELECT list_transform([1, 2], lambda x: x * 10) AS a, list_filter([3, 1, 2], lambda x, i: i > 1) AS b
SELECT list_reduce(['a', 'b'], lambda acc, x: acc || x) AS a, list_transform([[1], [2, 3]], lambda l: list_transform(l, lambda v: v + len(l))) AS b
SELECT char_length('héé') AS a, character_length(NULL) AS b, days_in_month(DATE '2024-02-10') AS c, make_timestamp_ms(1704067200123) AS d
SELECT countif(i > 2) AS a, weighted_avg(i, i + 1) AS b, wavg(CASE WHEN i > 1 THEN i END, i) AS c FROM range(5) r(i)
