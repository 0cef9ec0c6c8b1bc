-- Time zones. The session's own is UTC on both sides.
SELECT TIMESTAMP '2024-10-27 02:30:00' AT TIME ZONE 'Europe/Berlin', TIMESTAMP '2024-03-31 02:30:00' AT TIME ZONE 'Europe/Berlin', TIMESTAMP '2024-11-03 01:30:00.5' AT TIME ZONE 'America/New_York'
SELECT TIMESTAMPTZ '2024-10-27 00:30:00+00' AT TIME ZONE 'Europe/Berlin', TIMESTAMPTZ '2024-10-27 01:30:00+00' AT TIME ZONE 'Europe/Berlin', timezone('Asia/Kolkata', TIMESTAMPTZ '2024-10-27 01:30:00+00')
SELECT DATE '2024-03-31' AT TIME ZONE 'Europe/Berlin', typeof(DATE '2024-03-31' AT TIME ZONE 'Europe/Berlin'), typeof(ts AT TIME ZONE 'UTC'), typeof(ts AT TIME ZONE 'UTC' AT TIME ZONE 'UTC') FROM t LIMIT 1
SELECT timezone('nowhere', TIMESTAMP '2024-03-31 02:30:00')
SELECT timezone('europe/berlin', TIMESTAMP '2024-03-31 02:30:00'), timezone('EST', TIMESTAMP '2024-03-31 02:30:00'), timezone('EST5EDT', TIMESTAMP '2024-07-31 02:30:00'), timezone(NULL, TIMESTAMP '2024-03-31 02:30:00'), timezone('Etc/GMT+5', TIMESTAMP '2024-03-31 02:30:00')
SELECT timezone('Europe/Berlin', TIMESTAMP '1890-01-01'), timezone('Europe/Berlin', TIMESTAMP '2300-07-01 00:00:00.000001'), timezone('Australia/Lord_Howe', TIMESTAMP '2024-04-07 01:45:00'), timezone('Pacific/Apia', TIMESTAMP '2011-12-30 12:00:00'), timezone('Europe/Berlin', 'infinity'::TIMESTAMP)
SELECT id, ts AT TIME ZONE 'Europe/Berlin', tsn AT TIME ZONE 'UTC' AT TIME ZONE 'America/New_York', tz AT TIME ZONE 'UTC' AT TIME ZONE 'Asia/Kathmandu' FROM t
SELECT z, ts AT TIME ZONE z, (ts AT TIME ZONE 'UTC') AT TIME ZONE z FROM t, (VALUES ('Europe/Berlin'), ('Asia/Tokyo'), ('America/Sao_Paulo'), (NULL)) zones(z) WHERE id < 30
SELECT date_trunc('day', ts AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Berlin') AS day, count(*) FROM t GROUP BY day
SELECT date_trunc('day', ts AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Berlin') AT TIME ZONE 'Europe/Berlin' AS day, count(*) FROM t GROUP BY ALL
SELECT time_bucket(INTERVAL 1 DAY, ts AT TIME ZONE 'UTC', 'Europe/Berlin') AS day, count(*) FROM t GROUP BY day
SELECT time_bucket(INTERVAL 1 MONTH, tsn AT TIME ZONE 'UTC', 'America/New_York') AS month, count(*) FROM t GROUP BY month
SELECT time_bucket(INTERVAL 6 HOUR, ts AT TIME ZONE 'UTC', 'Europe/Berlin') AS part, time_bucket(INTERVAL 2 DAY, ts AT TIME ZONE 'UTC') AS two, time_bucket(INTERVAL 1 WEEK, ts AT TIME ZONE 'UTC', 'Asia/Kolkata') AS week FROM t
SELECT id, date_trunc(p, ts AT TIME ZONE 'UTC') FROM t, (VALUES ('microsecond'), ('ms'), ('second'), ('minute'), ('hour'), ('day'), ('week'), ('month'), ('quarter'), ('year'), ('isoyear'), ('decade'), ('century'), ('millennium')) parts(p) WHERE id < 20
SELECT date_trunc('fortnight', TIMESTAMPTZ '2024-01-01 00:00:00+00')
SELECT TIMESTAMPTZ '2024-03-31 12:00:00+00' - TIMESTAMPTZ '2024-03-30 10:00:00+00', TIMESTAMPTZ '2024-01-31 12:00:00+00' + INTERVAL 1 MONTH, TIMESTAMPTZ '2024-03-31 12:00:00+00' - INTERVAL '1 month 1 day 1 hour', INTERVAL 1 DAY + TIMESTAMPTZ '2024-03-31 12:00:00+00'
SELECT extract(hour FROM TIMESTAMPTZ '2024-03-31 12:34:56.789+00'), dayname(TIMESTAMPTZ '2024-03-31 12:34:56+00'), date_diff('hour', TIMESTAMPTZ '2024-03-31 12:34:56+00', TIMESTAMPTZ '2024-03-31 15:34:56+00'), age(TIMESTAMPTZ '2024-03-31 12:34:56+00', TIMESTAMPTZ '2024-02-29 00:00:00+00'), year(TIMESTAMPTZ '2024-03-31 12:34:56+00'), epoch(TIMESTAMPTZ '2024-03-31 12:34:56+00'), last_day(TIMESTAMPTZ '2024-02-01 00:00:00+00')
SELECT strftime(TIMESTAMPTZ '2024-07-01 12:00:00+00' AT TIME ZONE 'Europe/Berlin', '%H:%M'), hour(TIMESTAMPTZ '2024-07-01 12:00:00+00' AT TIME ZONE 'Asia/Kolkata'), strftime(TIMESTAMPTZ '2024-07-01 12:00:00+00', '%Y-%m-%d %H')
SELECT TIMESTAMPTZ '2024-07-01 12:00:00+00'::DATE, TIMESTAMPTZ '2024-07-01 12:00:00+00'::TIMESTAMP, TIMESTAMPTZ '2024-07-01 12:00:00+00'::VARCHAR, TIMESTAMP '2024-07-01'::TIMESTAMPTZ, '2024-07-01 12:00:00+02'::TIMESTAMPTZ
SELECT make_timestamptz(2024, 7, 1, 12, 0, 0, 'Europe/Vienna'), make_timestamptz(2024, 7, 1, 12, 0, 0.5), make_timestamptz(1700000000000000), to_timestamp(1700000000)
SELECT current_setting('TimeZone'), current_setting('timezone')
SELECT id FROM t WHERE ts AT TIME ZONE 'UTC' > TIMESTAMPTZ '2024-02-01 12:00:00+00'
SELECT id FROM t WHERE (ts AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Berlin')::DATE = '2024-02-01'
SELECT max(ts AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Berlin'), min(ts AT TIME ZONE 'Europe/Berlin') FROM t
