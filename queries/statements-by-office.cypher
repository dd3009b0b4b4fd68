// question: What did the holders of an office say?
// note: Statements of those with an asserted, not negated role.
// param: office string -- name, or part of it
// param: limit integer = 50 -- rows at most
// example: kg query statements-by-office --param office=senator --from news.kgl
MATCH (s:Actor)-[r:HOLDS_OFFICE]->(o)
WHERE NOT r.negated AND r.modality = 'asserted' AND toLower(o.name) CONTAINS toLower($office)
MATCH (s)-[:SAID]->(t:Statement)
RETURN DISTINCT t.said_on AS date, s.name AS speaker, o.name AS office, t.act AS act, t.text AS text, t.id AS id
ORDER BY date, speaker, office, id
LIMIT $limit
