// question: Which statements have no named source?
// note: Statements only; their claims keep their own polarity.
// param: limit integer = 50 -- rows at most
// example: kg query sourceless --from news.kgl
MATCH (t:Statement)-[:EVIDENCED_BY]->(e:Evidence)-[:IN]->(a:Article)
WHERE NOT EXISTS { MATCH (:Actor)-[:SAID|UNSAID]->(t) }
RETURN t.text AS statement, t.act AS act, a.outlet AS outlet, a.title AS title, e.id AS evidence
ORDER BY outlet, title, statement, evidence
LIMIT $limit
