SELECT s.name, s.river, d.day, d.hours_above, d.hottest_c, round(avg(f.flow_m3s), 1) AS flow_m3s
FROM "/derived/warm_days" d
JOIN "csv:///ref/sites.csv" s USING (site)
LEFT JOIN "/measured/flow" f ON f.site = d.site AND date_trunc('day', f.timestamp) = d.day
GROUP BY ALL
ORDER BY s.name, d.day
