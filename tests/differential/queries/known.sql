-- Templates that show known differences, so that these are met in every run.
SELECT id, list_contains(li, 2::VARCHAR), list_position(li::VARCHAR[], 'a'), list_has(li::VARCHAR[], 'x1') FROM t
SELECT id, chr((abs(i8 % 100) + 32)::INTEGER), factorial((abs(i8 % 20))::INTEGER) FROM t WHERE i8 > -100
SELECT id, list_reverse(li), list_concat(li, li), li || li FROM t
SELECT id, li FROM t QUALIFY row_number() OVER (PARTITION BY li ORDER BY id) = 1
