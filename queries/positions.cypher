// question: Which positions and acts does an actor have, with the sentences?
// note: Negated and unreal claims are shown as such.
// param: actor string -- name, or part of it
// param: limit integer = 50 -- rows at most
// example: kg query positions --param actor=Trump --from news.kgl
MATCH (c:Claim)-[:SUBJECT]->(s:Actor)
WHERE toLower(s.name) CONTAINS toLower($actor)
MATCH (c)-[:OBJECT]->(o)
MATCH (c)-[:EVIDENCED_BY]->(e:Evidence)-[:IN]->(a:Article)
RETURN s.name AS actor, c.predicate AS predicate, c.negated AS negated, c.modality AS modality, o.name AS object,
       e.date AS date, a.outlet AS outlet, e.quote AS quote, e.id AS evidence
ORDER BY actor, date, predicate, object, evidence
LIMIT $limit
