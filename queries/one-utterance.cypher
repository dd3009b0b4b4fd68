// question: Which utterances were carried by several articles, and by which outlets?
// note: Statements only.
// param: limit integer = 50 -- rows at most
// example: kg query one-utterance --from news.kgl
MATCH (t:Statement)-[:EVIDENCED_BY]->(e:Evidence)-[:IN]->(a:Article)
WITH t, count(DISTINCT a) AS articles, count(DISTINCT a.outlet) AS outlets
WHERE articles > 1
OPTIONAL MATCH (s)-[:SAID]->(t)
RETURN articles, outlets, t.said_on AS date, s.name AS speaker, t.text AS text, t.id AS id
ORDER BY articles DESC, outlets DESC, date, id
LIMIT $limit
