// question: Which topics do actors take positions on most?
// note: All claims, negated and unreal ones too.
// param: limit integer = 30 -- rows at most
// example: kg query topics --from news.kgl
MATCH (c:Claim)-[:OBJECT]->(o:Topic)
MATCH (c)-[:EVIDENCED_BY]->(:Evidence)-[:IN]->(a:Article)
MATCH (c)-[:SUBJECT]->(s)
RETURN o.name AS topic, count(DISTINCT c) AS claims, count(DISTINCT s) AS actors, count(DISTINCT a) AS articles, o.id AS id
ORDER BY claims DESC, topic, id
LIMIT $limit
