// question: What did an actor say, and on whose behalf?
// note: Statements only.
// param: actor string -- name, or part of it
// param: limit integer = 50 -- rows at most
// example: kg query statements-of --param actor=Leavitt --from news.kgl
MATCH (s:Actor)-[:SAID]->(t:Statement)
WHERE toLower(s.name) CONTAINS toLower($actor)
OPTIONAL MATCH (t)-[:ON_BEHALF_OF]->(p)
RETURN t.said_on AS date, s.name AS speaker, p.name AS on_behalf_of, t.act AS act, t.form AS form, t.text AS text, t.id AS id
ORDER BY date, speaker, id
LIMIT $limit
