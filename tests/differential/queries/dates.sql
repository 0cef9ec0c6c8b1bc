SELECT DATE '2024-01-31' + INTERVAL 1 MONTH, DATE '2024-02-29' - INTERVAL 1 YEAR, DATE '2024-03-31' + INTERVAL '1 month', TIMESTAMP '2024-12-31 23:59:59' + INTERVAL 1 SECOND
SELECT DATE '2024-01-01' + 5, DATE '2024-01-10' - DATE '2024-01-01', 3 + DATE '2024-01-01', DATE '2024-01-01' - 1, DATE '2024-01-01' + TIME '10:00:00'
SELECT TIMESTAMP '2024-01-02' - TIMESTAMP '2024-01-01 12:00', TIMESTAMP '2024-03-01' - DATE '2024-02-01', TIME '10:00' - TIME '09:30'
SELECT date_trunc('week', DATE '2024-01-03'), date_trunc('hour', TIMESTAMP '2024-01-03 10:20:30'), date_trunc('quarter', DATE '2024-05-05'), date_trunc('isoyear', DATE '2021-01-01')
SELECT date_trunc('month', INTERVAL '14 months 3 days'), date_trunc('hour', INTERVAL '3 days 04:05:06'), date_trunc('millennium', DATE '2024-05-05'), date_trunc('microseconds', TIMESTAMP '2024-01-01 00:00:00.123456')
SELECT typeof(date_trunc('day', DATE '2024-01-01')), typeof(date_trunc('day', TIMESTAMP '2024-01-01')), typeof(date_trunc('hour', DATE '2024-01-01')), typeof(date_trunc('day', INTERVAL 1 DAY))
SELECT typeof(DATE '2024-01-01' + INTERVAL 1 DAY), typeof(DATE '2024-01-01' + 1), typeof(TIMESTAMP '2024-01-01' - TIMESTAMP '2023-01-01'), typeof(time_bucket(INTERVAL 1 DAY, DATE '2024-01-01')), typeof(last_day(TIMESTAMP '2024-02-02'))
SELECT date_part('epoch', TIMESTAMP '2024-01-01 00:00:00.5'), extract(epoch FROM DATE '2024-01-01'), epoch_ms(TIMESTAMP '2024-01-01'), epoch_us(TIMESTAMP '1969-12-31 23:59:59.999999'), epoch_ns(DATE '1970-01-02')
SELECT date_part('week', DATE '2021-01-03'), date_part('isoyear', DATE '2021-01-03'), date_part('dow', DATE '2021-01-03'), date_part('isodow', DATE '2021-01-03'), date_part('doy', DATE '2024-12-31'), date_part('yearweek', DATE '2021-01-03')
SELECT date_part('year', INTERVAL '27 months'), date_part('month', INTERVAL '27 months'), date_part('day', INTERVAL '400 days'), date_part('epoch', INTERVAL '1 month'), date_part('hour', INTERVAL '30 hours') -- approx
SELECT make_date(2024, 2, 29), make_timestamp(2024, 2, 29, 1, 2, 3.5), make_time(1, 2, 3.5), make_timestamp(1700000000000000), make_timestamp(-1)
SELECT to_timestamp(1700000000), epoch_ms(1700000000000), make_timestamp_ns(1700000000000000000)
SELECT strftime(TIMESTAMP '2024-01-09 03:04:05.000006', '%d/%m/%y %-d %-m %-H %H:%M:%S %f %g %n %Z %z %x %X %c %G %V'), strftime('%Y', DATE '2024-01-01'), strftime(DATE '2024-01-01', 'a''b')
SELECT strptime('2024-01-09 03:04:05', '%Y-%m-%d %H:%M:%S'), strptime('9 Jan 2024', '%d %b %Y'), try_strptime('nope', '%Y'), strptime('10:11 PM', '%I:%M %p'), strptime('2024-01-09', ['%d.%m.%Y', '%Y-%m-%d'])
SELECT strptime('2024-060', '%Y-%j'), strptime('1.5', '%S.%g'), strptime('2024-01-09 03:04:05.123', '%Y-%m-%d %H:%M:%S.%g'), try_strptime('2024-02-30', '%Y-%m-%d')
SELECT '2024-01-09'::DATE, '2024-1-9'::DATE, '2024-01-09 10:00'::TIMESTAMP, '2024-01-09T10:00:00Z'::TIMESTAMP, '2024-01-09 10:00:00.123456'::TIMESTAMP, '10:11:12.5'::TIME
SELECT TRY_CAST('2024-13-01' AS DATE), TRY_CAST('2024-02-30' AS DATE), TRY_CAST('x' AS TIMESTAMP), TRY_CAST('25:00' AS TIME), TRY_CAST('2024/01/02' AS DATE), TRY_CAST('20240102' AS DATE)
SELECT 'infinity'::DATE, '-infinity'::TIMESTAMP, isinf('infinity'::DATE), isfinite(DATE '2024-01-01'), 'infinity'::TIMESTAMP > TIMESTAMP '9999-01-01', 'epoch'::DATE
SELECT DATE '0044-03-15 (BC)', DATE '-0043-03-15', year(DATE '0044-03-15 (BC)'), DATE '5877642-06-25 (BC)', DATE '5881580-07-10'
SELECT TIMESTAMP '2024-01-01 10:00:00+02', TIMESTAMP '2024-01-01 10:00:00-05:30', TIMESTAMP '2024-01-01 24:00:00'
SELECT date_diff('hour', TIMESTAMP '2024-01-01 00:59', TIMESTAMP '2024-01-01 01:01'), date_sub('hour', TIMESTAMP '2024-01-01 00:59', TIMESTAMP '2024-01-01 01:01'), date_diff('week', DATE '2024-01-07', DATE '2024-01-08'), date_diff('quarter', DATE '2023-12-31', DATE '2024-01-01'), date_diff('day', DATE '2024-03-01', DATE '2024-02-01')
SELECT date_diff('second', TIME '10:00:00', TIME '10:01:30'), date_diff('microsecond', TIMESTAMP '1969-12-31', TIMESTAMP '1970-01-02'), date_diff('century', DATE '1999-01-01', DATE '2001-01-01'), datediff('decade', DATE '1999-01-01', DATE '2001-01-01'), date_sub('month', DATE '2024-01-31', DATE '2024-02-29')
SELECT age(TIMESTAMP '2024-03-01', TIMESTAMP '2024-01-31'), age(TIMESTAMP '2024-01-31 10:00', TIMESTAMP '2024-03-01'), age(TIMESTAMP '2001-04-10', TIMESTAMP '1957-06-13')
SELECT INTERVAL '1 year 2 months 3 days 04:05:06.789', INTERVAL 90 MINUTE, INTERVAL '1.5 hours', INTERVAL (1 + 1) DAY, INTERVAL '-3 days', INTERVAL '1 week', INTERVAL 2 QUARTER, INTERVAL 1 DECADE
SELECT INTERVAL 30 DAY = INTERVAL 1 MONTH, INTERVAL 24 HOUR = INTERVAL 1 DAY, INTERVAL 1 YEAR > INTERVAL 360 DAY, INTERVAL 1 MONTH < INTERVAL 31 DAY
SELECT INTERVAL 1 DAY * 3, INTERVAL 3 DAY * 0.5, INTERVAL 1 DAY / 2, INTERVAL '1 month' / 2, -INTERVAL 1 DAY, INTERVAL 1 DAY - INTERVAL 2 HOUR
SELECT (INTERVAL '1 year 2 months 3 days 04:05:06.7')::VARCHAR, (INTERVAL '-1 day')::VARCHAR, (INTERVAL '-4 hours')::VARCHAR, (INTERVAL '0 days')::VARCHAR, (INTERVAL '1 day')::VARCHAR, (INTERVAL '25 hours')::VARCHAR
SELECT to_years(1), to_months(14), to_weeks(2), to_days(3), to_hours(30), to_minutes(90), to_seconds(90), to_milliseconds(1500), to_microseconds(1)
SELECT time_bucket(INTERVAL 5 MINUTE, TIMESTAMP '2024-01-01 10:13:00'), time_bucket(INTERVAL 1 WEEK, TIMESTAMP '2024-01-03'), time_bucket(INTERVAL 1 MONTH, DATE '2024-02-10'), time_bucket(INTERVAL 2 MONTH, DATE '2024-02-10'), time_bucket(INTERVAL 1 YEAR, TIMESTAMP '2024-02-10')
SELECT time_bucket(INTERVAL 1 HOUR, TIMESTAMP '2024-01-01 10:13:00', INTERVAL 30 MINUTE), time_bucket(INTERVAL 1 DAY, TIMESTAMP '1969-12-31 23:00'), time_bucket(INTERVAL 7 DAY, TIMESTAMP '1999-01-01')
SELECT time_bucket(INTERVAL 15 MINUTE, ts) AS b, sensor, avg(v) FROM m WHERE ts BETWEEN '2024-01-02' AND '2024-01-02 06:00' GROUP BY ALL -- approx
SELECT (TIMESTAMP '2024-01-01 10:00:00')::VARCHAR, (TIMESTAMP '2024-01-01 10:00:00.5')::VARCHAR, (DATE '2024-01-01')::VARCHAR, (TIME '10:00:00.000001')::VARCHAR, (TIMESTAMP '0001-01-01 (BC) 00:00:00')::VARCHAR
SELECT ts::DATE AS d, count(*) FROM m GROUP BY d HAVING count(*) > 100 ORDER BY d -- ordered
SELECT count(*) FROM m WHERE ts::DATE = '2024-01-03'
SELECT count(*) FROM m WHERE ts > DATE '2024-01-03' AND ts <= DATE '2024-01-04'
SELECT count(*) FROM m WHERE ts >= '2024-01-03 06:00:00' AND ts < '2024-01-03 07:00:00'
SELECT count(*) FROM m WHERE ts BETWEEN DATE '2024-01-03' AND TIMESTAMP '2024-01-03 07:00:00'
SELECT count(*) FROM m WHERE date_trunc('day', ts) = '2024-01-05'
SELECT count(*) FROM m WHERE extract(hour FROM ts) = 5 AND year(ts) = 2024
SELECT count(*) FROM m WHERE ts = '2024-01-01 00:01:37' OR ts = TIMESTAMP '2024-01-01 00:03:14'
SELECT count(*) FROM m WHERE ts IN ('2024-01-01 00:01:37', '2024-01-01 00:00:00')
SELECT count(*) FROM m WHERE ts > (SELECT max(ts) - INTERVAL 1 DAY FROM m)
SELECT count(*) FROM m WHERE ts - INTERVAL 1 HOUR > '2024-01-05'
SELECT count(*) FROM m WHERE ts::VARCHAR LIKE '2024-01-02%'
SELECT count(*) FROM m WHERE ts::VARCHAR > '2024-01-02'
SELECT count(*) FROM m WHERE strftime(ts, '%H') = '23'
SELECT count(*) FROM m WHERE NOT (ts < '2024-01-03' OR ts > '2024-01-05')
SELECT count(*) FROM m WHERE ts <> '2024-01-01 00:01:37' AND ts IS NOT NULL AND ts < '2024-01-02'
SELECT count(*) FROM t WHERE tsn > dt
SELECT id FROM t WHERE tsn::DATE = dt OR dt = ts::DATE
SELECT id FROM t WHERE dt > '2024-02-01' AND tz < '2024-04-02 10:00:00'
SELECT id, tz, tz + INTERVAL 1 HOUR, date_trunc('day', tz), extract(hour FROM tz), tz::DATE, tz::VARCHAR FROM t
SELECT id, tz > TIMESTAMP '2024-03-31 12:00:00', tz = '2024-03-31 02:30:00', tz - TIMESTAMP '2024-03-31' FROM t
SELECT id, tz FROM t WHERE tz BETWEEN '2024-03-31 10:00' AND '2024-03-31 20:00' ORDER BY tz -- ordered
SELECT typeof(tz), typeof(ts), typeof(dt), typeof(tm), typeof(iv) FROM t LIMIT 1
SELECT dayname(DATE '2024-02-29'), monthname(DATE '2024-02-29'), last_day(DATE '2024-02-10'), weekofyear(DATE '2024-12-30'), isodow(DATE '2024-02-25')
SELECT greatest(DATE '2024-01-01', DATE '2024-02-01'), least(TIMESTAMP '2024-01-01', DATE '2023-01-01'), coalesce(NULL, DATE '2024-01-01')
SELECT DATE '2024-01-01' < TIMESTAMP '2024-01-01 00:00:01', DATE '2024-01-01' = TIMESTAMP '2024-01-01', '2024-01-01' = DATE '2024-01-01', DATE '2024-01-01' IN ('2024-01-01')
SELECT current_date = now()::DATE, current_timestamp > '2020-01-01', now() > TIMESTAMP '2020-01-01', today() = current_date, now() = now(), get_current_timestamp() = now()
SELECT date_add(DATE '2024-01-01', INTERVAL 1 DAY), date_part('timezone', TIMESTAMP '2024-01-01'), nanosecond(TIMESTAMP '2024-01-01 00:00:00.5'), microsecond(TIME '00:00:01.5'), millisecond(TIMESTAMP '2024-01-01 00:00:01.5')
SELECT TIMESTAMP_S '2024-01-01 00:00:01', TIMESTAMP_MS '2024-01-01 00:00:01.123', TIMESTAMP_NS '2024-01-01 00:00:01.123456789', TIMESTAMP_MS '2024-01-01 00:00:01.123' = TIMESTAMP '2024-01-01 00:00:01.123'
SELECT TIMESTAMPTZ '2024-01-01 10:00:00+02', TIMESTAMPTZ '2024-01-01 10:00:00+02'::TIMESTAMP, TIMETZ '10:00:00+02'
SELECT TIMESTAMPTZ '2024-01-01 10:00:00+02' AT TIME ZONE 'UTC', TIMESTAMP '2024-01-01 10:00:00' AT TIME ZONE 'Europe/Berlin'
SELECT julian(DATE '2024-01-01'), century(DATE '2000-01-01'), millennium(DATE '2001-01-01'), era(DATE '2001-01-01'), date_part('decade', DATE '1999-01-01') -- approx
