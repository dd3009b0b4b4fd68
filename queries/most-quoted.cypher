// question: Who is quoted most, and in how many outlets?
// note: Statements only.
// param: limit integer = 20 -- rows at most
// example: kg query most-quoted --from news.kgl
MATCH (s:Actor)-[:SAID]->(t:Statement)-[:EVIDENCED_BY]->(:Evidence)-[:IN]->(a:Article)
RETURN s.name AS speaker, count(DISTINCT t) AS statements, count(DISTINCT a) AS articles, count(DISTINCT a.outlet) AS outlets, s.id AS id
ORDER BY statements DESC, speaker, id
LIMIT $limit
