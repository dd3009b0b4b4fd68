// question: Who was the first to speak of a topic?
// note: Any claim with the topic as object, negated and unreal ones too.
// param: topic string -- name, or part of it
// param: limit integer = 10 -- rows at most
// example: kg query first-mention --param topic=troops --from news.kgl
MATCH (c:Claim)-[:OBJECT]->(o:Topic)
WHERE toLower(o.name) CONTAINS toLower($topic)
MATCH (c)-[:SUBJECT]->(s)
MATCH (c)-[:EVIDENCED_BY]->(e:Evidence)-[:IN]->(a:Article)
OPTIONAL MATCH (p)-[:SAID]->(:Statement)-[:MAKES]->(c)
RETURN e.date AS date, o.name AS topic, s.name AS subject, c.predicate AS predicate, min(p.name) AS speaker, a.outlet AS outlet,
       e.quote AS quote, e.id AS evidence
ORDER BY date, topic, subject, predicate, evidence
LIMIT $limit
